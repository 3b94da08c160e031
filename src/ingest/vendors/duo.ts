import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, has, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "authentication fraud",
  "enrollment success",
  "user_delete",
  "user_update",
  "admin_create",
  "admin_delete",
  "admin_update",
  "admin_reset_password",
  "bypass_create",
  "bypass_delete",
  "phone_create",
  "phone_delete",
  "policy_update",
  "policy_delete",
  "integration_create",
  "integration_delete",
  "integration_skey_view",
  "azure_directory_delete",
  "customer_update",
] as const;

/** Duo's authentication log (v1 and v2) and administrator log. A sign-in's type has its result: `authentication denied`. */
export const duo: Vendor = {
  id: "duo",
  title: "Duo authentication and administration",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        (hasAny(row, "access_device", "access_device.ip") &&
          count(row, "factor", "auth_device", "result", "txid") >= 2) ||
        (has(row, "action", "username", "isotimestamp") && hasAny(row, "object", "description")),
    ),
  mapping: () => ({
    time: times("isotimestamp", "timestamp"),
    timeFormat: ["iso", "epoch_s"],
    actor: ["user.name", "username", "user.key", "email"],
    type: ["_type"],
    id: "txid",
    entities: [
      within(["application.name", "integration"], "application", "signs in to"),
      within(["auth_device.name", "auth_device.key"], "device", "with"),
      acts("object", "object"),
    ],
    attributes: [
      network,
      { name: "country", column: ["access_device.location.country"] },
      { name: "device", column: ["access_device.hostname", "access_device.os"] },
      { name: "factor", column: "factor" },
    ],
    roots,
  }),
  derive: (row) => ({
    _type:
      [firstText(row, ["event_type"]), firstText(row, ["result"])].filter(Boolean).join(" ") ||
      firstText(row, ["action", "eventtype"]),
    _network: networkOf(firstText(row, ["access_device.ip", "ip"])),
  }),
};
