import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { firstText, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const kinds = [
  "user",
  "channel",
  "file",
  "app",
  "workspace",
  "enterprise",
  "usergroup",
  "workflow",
  "huddle",
  "message",
];

const roots = [
  "owner_transferred",
  "role_change_to_admin",
  "role_change_to_owner",
  "role_change_to_user",
  "role_assigned",
  "user_deactivated",
  "user_session_reset_by_admin",
  "pref.two_factor_auth_changed",
  "pref.sso_setting_changed",
  "pref.org_dlp_changed",
  "pref.dlp_access_changed",
  "pref.private_channel_retention_changed",
  "manual_export_started",
  "manual_export_completed",
  "manual_export_downloaded",
  "corporate_exports_approved",
  "scheduled_export_started",
  "file_downloaded",
  "file_public_link_created",
  "public_channel_converted_to_private",
  "private_channel_converted_to_public",
  "external_shared_channel_connected",
  "external_shared_channel_invite_approved",
  "app_installed",
  "app_approved",
  "app_scopes_expanded",
  "app_restricted",
  "anomaly",
  "information_barrier_deleted",
  "ekm_key_removed",
  "organization_public_url_updated",
  "emm_removed",
  "intune_disabled",
  "channel_deleted",
] as const;

/** Slack's audit logs API. */
export const slack: Vendor = {
  id: "slack-audit",
  title: "Slack audit logs",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "action") &&
        hasAny(row, "actor.user", "actor.user.id", "actor.user.email", "actor.type") &&
        hasAny(row, "context", "entity", "date_create", "context.location"),
    ),
  mapping: () => ({
    time: times("date_create"),
    timeFormat: ["iso", "epoch_s"],
    actor: ["actor.user.email", "actor.user.name", "actor.user.id", "actor.app.name", "actor.type"],
    type: ["action"],
    id: "id",
    entities: [
      ...kinds.map((kind) => acts([`entity.${kind}.email`, `entity.${kind}.name`, `entity.${kind}.id`], kind)),
      within(["context.location.domain", "context.location.name", "context.location.id"], "workspace"),
    ],
    attributes: [network, agent, { name: "workspace", column: "context.location.domain" }],
    roots,
  }),
  derive: (row) => ({
    _network: networkOf(firstText(row, ["context.ip_address"])),
    _agent: agentFamily(firstText(row, ["context.ua"])),
  }),
};
