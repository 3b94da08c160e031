import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, entered, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "ASSIGN_ROLE",
  "CREATE_ROLE",
  "DELETE_ROLE",
  "ADD_PRIVILEGE",
  "GRANT_ADMIN_PRIVILEGE",
  "GRANT_DELEGATED_ADMIN_PRIVILEGES",
  "CREATE_DATA_TRANSFER_REQUEST",
  "CUSTOMER_TAKEOUT_CREATED",
  "CUSTOMER_TAKEOUT_SUCCEEDED",
  "DELETE_USER",
  "SUSPEND_USER",
  "CHANGE_PASSWORD",
  "CHANGE_TWO_STEP_VERIFICATION",
  "TURN_OFF_2_STEP_VERIFICATION",
  "UNENROLL_USER_FROM_STRONG_AUTH",
  "ENFORCE_STRONG_AUTHENTICATION",
  "2sv_disable",
  "titanium_unenroll",
  "CHANGE_APPLICATION_SETTING",
  "CREATE_APPLICATION_SETTING",
  "DELETE_APPLICATION_SETTING",
  "AUTHORIZE_API_CLIENT_ACCESS",
  "ADD_TRUSTED_DOMAINS",
  "TOGGLE_ALLOW_ADMIN_PASSWORD_RESET",
  "EMAIL_MONITOR_CREATE",
  "email_forwarding_out_of_domain",
  "change_user_access",
  "change_document_visibility",
  "change_document_access_scope",
  "change_acl_editors",
  "shared_drive_membership_change",
  "download",
  "export",
  "delete",
  "trash",
  "authorize",
  "user_exported_data",
  "DOWNLOAD_USERLIST_CSV",
] as const;

/** A parameter of the first event, which the API keeps as a list of names and values and pipelines as an object. */
function parameter(row: Row, names: readonly string[]): string | undefined {
  const parameters = entered(at(row, "events[0].parameters")) ?? entered(row.parameters);
  if (!parameters) return undefined;
  if (!Array.isArray(parameters)) return firstText(parameters, names);
  for (const name of names) {
    const pair = parameters.map(entered).find((candidate) => candidate?.name === name);
    const value = pair && (text(pair.value) ?? text(pair.intValue) ?? text(entered(pair.multiValue)?.[0]));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Google Workspace reports (admin, drive, login, token, …). An activity with several events counts as its first. */
export const googleWorkspace: Vendor = {
  id: "google-workspace",
  title: "Google Workspace activity",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        /#reports#activity$/.test(text(row.kind) ?? "") ||
        (hasAny(row, "id.applicationName") && hasAny(row, "actor", "actor.email", "events", "name", "id.customerId")),
    ),
  mapping: () => ({
    time: times("id.time"),
    timeFormat: "iso",
    actor: ["actor.email", "actor.key", "actor.profileId", "_actor"],
    type: ["_type"],
    id: "_id",
    entities: [
      acts("_document", "document"),
      acts("_target", "user", "concerns"),
      acts("_setting", "setting", "changes"),
      within("id.applicationName", "application"),
    ],
    attributes: [network, { name: "country", column: ["networkInfo.regionCode"] }],
    roots,
  }),
  derive: (row) => {
    const time = firstText(row, ["id.time"]);
    const qualifier = firstText(row, ["id.uniqueQualifier"]);
    return {
      _type: firstText(row, ["events[0].name", "name", "events[0].type", "type", "id.applicationName"]),
      _actor:
        parameter(row, ["actor_email", "affected_email_address", "USER_EMAIL", "app_name"]) ??
        firstText(row, ["actor.applicationInfo.applicationName", "actor.callerType"]),
      _id: qualifier === undefined ? undefined : [time, firstText(row, ["id.applicationName"]), qualifier].join("/"),
      _document: parameter(row, ["doc_id", "doc_title", "item_id"]),
      _target: parameter(row, [
        "target_user",
        "USER_EMAIL",
        "target",
        "affected_email_address",
        "GROUP_EMAIL",
        "ROLE_NAME",
      ]),
      _setting: parameter(row, ["SETTING_NAME", "APPLICATION_NAME", "app_name", "client_id"]),
      _network: networkOf(firstText(row, ["ipAddress"])),
    };
  },
};
