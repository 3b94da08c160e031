import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, has } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "DOWNLOAD",
  "DELETE",
  "UNDELETE",
  "SHARE",
  "ITEM_SHARED_CREATE",
  "ITEM_SHARED_UPDATE",
  "SHARE_EXPIRATION",
  "COLLABORATION_INVITE",
  "COLLABORATION_ROLE_CHANGE",
  "CHANGE_ADMIN_ROLE",
  "CHANGE_FOLDER_PERMISSION",
  "NEW_USER",
  "DELETE_USER",
  "ADD_LOGIN_ACTIVITY_DEVICE",
  "ADD_LOGIN_APPLICATION",
  "CONTENT_ACCESS",
  "CONTENT_WORKFLOW_ABNORMAL_DOWNLOAD_ACTIVITY",
  "CONTENT_WORKFLOW_POLICY_ADD",
  "DATA_RETENTION_REMOVE_RETENTION",
  "SHIELD_ALERT",
  "FILE_MARKED_MALICIOUS",
  "ACCESS_GRANTED",
  "USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE",
  "ENABLE_TWO_FACTOR_AUTH",
  "MASTER_INVITE_ACCEPT",
] as const;

/** Box enterprise events. */
export const box: Vendor = {
  id: "box",
  title: "Box enterprise events",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        has(row, "event_type") &&
        (firstText(row, ["type"]) === "event" || sample.records.length === 0) &&
        count(
          row,
          "created_by",
          "source",
          "event_id",
          "created_at",
          "additional_details",
          "ip_address",
          "session_id",
        ) >= 2,
    ),
  mapping: () => ({
    time: times("created_at", "recorded_at"),
    timeFormat: "iso",
    actor: [
      "created_by.login",
      "created_by.name",
      "created_by.id",
      "action_by.login",
      "source.owned_by.login",
      "source.login",
      "source.name",
    ],
    type: ["event_type"],
    id: "event_id",
    entities: [
      acts(["source.item_id", "source.file_id", "source.folder_id", "source.item_name"], "file"),
      acts(["source.login"], "user", "concerns"),
      acts(["accessible_by.login", "additional_details.email"], "user", "shares with"),
      within(["source.parent.name", "source.parent.id"], "folder"),
    ],
    attributes: [network, { name: "service", column: "additional_details.service_name" }],
    roots,
  }),
  derive: (row) => ({ _network: networkOf(firstText(row, ["ip_address"])) }),
};
