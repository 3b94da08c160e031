import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { firstText, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

/** Assumed users, locks, lost passwords, privileges, factors, deletions (OneLogin's numbers of event types). */
const roots = [
  "3",
  "10",
  "11",
  "13",
  "14",
  "15",
  "17",
  "18",
  "19",
  "20",
  "21",
  "22",
  "24",
  "66",
  "69",
  "72",
  "114",
  "172",
  "173",
  "242",
  "533",
];

/** OneLogin events; an event's type is OneLogin's number, as its exports have it. */
export const onelogin: Vendor = {
  id: "onelogin",
  title: "OneLogin events",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "event_type_id") &&
        hasAny(row, "user_id", "actor_user_id", "user_name", "app_id", "account_id", "app_name", "actor_system"),
    ),
  mapping: () => ({
    time: times("event_timestamp", "created_at"),
    timeFormat: ["iso", "%Y-%m-%d %H:%M:%S UTC"],
    actor: [
      "actor_user_name",
      "user_name",
      "actor_user_id",
      "user_id",
      "actor_system",
      "operator",
      "userIdentity.userName",
      "directory_name",
    ],
    type: ["_type"],
    id: ["uuid", "id"],
    entities: [
      acts(["user_name", "user_id"], "user", "concerns"),
      acts(["role_name", "role_id"], "role", "changes"),
      acts(["policy_name", "otp_device_name"], "setting", "changes"),
      within(["app_name", "app_id"], "application", "signs in to"),
    ],
    attributes: [network, { name: "factor", column: "authentication_factor_description" }],
    roots,
  }),
  derive: (row) => ({
    _type: firstText(row, ["event_type_id", "eventName", "action", "event_type"]),
    _network: networkOf(firstText(row, ["ipaddr", "sourceIPAddress"])),
  }),
};
