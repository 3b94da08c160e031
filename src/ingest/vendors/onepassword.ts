import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { prevalent, share } from "./recognition.ts";
import { count, firstText, has, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "credentials_failed",
  "mfa_failed",
  "firewall_failed",
  "secure-copy",
  "export",
  "share",
  "reveal",
  "grant",
  "revoke",
  "delete",
  "purge",
  "suspend",
  "beginr",
  "completr",
  "mfas",
  "dmfad",
  "drtd",
  "updtmgmt",
] as const;

/** 1Password's Events API: sign-in attempts, item usage, audit events. */
export const onepassword: Vendor = {
  id: "onepassword",
  title: "1Password events",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        (hasAny(row, "target_user", "target_user.email") &&
          count(row, "session_uuid", "client", "category", "uuid") >= 2) ||
        (has(row, "item_uuid", "vault_uuid") && hasAny(row, "user", "user.email")) ||
        (has(row, "actor_uuid", "object_type") && hasAny(row, "action")),
    ),
  mapping: (sample) => ({
    time: times("timestamp"),
    timeFormat: "iso",
    actor: [
      "target_user.email",
      "target_user.name",
      "user.email",
      "user.name",
      "actor_details.email",
      "actor_details.name",
      "target_user.uuid",
      "user.uuid",
      "actor_uuid",
    ],
    type: [prevalent(sample, ["type", "action"])],
    id: "uuid",
    entities: [
      acts("item_uuid", "item"),
      within("vault_uuid", "vault"),
      acts(["object_details.email", "object_details.name", "object_uuid"], "object"),
      within("client.platform_name", "device", "from"),
    ],
    attributes: [
      network,
      { name: "country", column: ["country", "location.country"] },
      { name: "device", column: "client.platform_name" },
      { name: "agent", column: "client.app_name" },
    ],
    roots,
  }),
  derive: (row) => ({ _network: networkOf(firstText(row, ["client.ip_address", "session.ip"])) }),
};
