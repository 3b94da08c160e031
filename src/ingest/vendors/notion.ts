import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

/** Pipelines wrap the record in `event`; Notion's own export doesn't. */
const inside = (...paths: readonly string[]): readonly string[] => paths.flatMap((path) => [`event.${path}`, path]);

const roots = [
  "workspace.content_exported",
  "workspace.members_exported",
  "workspace.audit_log_exported",
  "workspace.scim_token_generated",
  "workspace.scim_token_revoked",
  "workspace.settings.enforce_saml_sso_config_updated",
  "workspace.settings.saml_sso_config_updated",
  "workspace.settings.public_homepage_added",
  "workspace.permissions.member_added",
  "workspace.permissions.member_removed",
  "workspace.permissions.member_role_updated",
  "workspace.permissions.guest_added",
  "page.permissions.shared_to_public_role_updated",
  "page.permissions.shared_to_public_role_added",
  "page.permissions.guest_role_added",
  "page.permissions.guest_role_updated",
  "page.exported",
  "page.deleted",
  "teamspace.deleted",
  "database.exported",
  "user.settings.login_method.email_updated",
  "user.settings.login_method.password_updated",
  "user.settings.login_method.mfa_totp_updated",
  "user.settings.login_method.mfa_disabled",
] as const;

/** Notion's audit log. */
export const notion: Vendor = {
  id: "notion-audit",
  title: "Notion audit log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, ...inside("workspace_id")) &&
        hasAny(row, ...inside("type")) &&
        count(row, ...inside("actor", "timestamp", "platform", "ip_address")) >= 2,
    ),
  mapping: () => ({
    time: times(...inside("timestamp")),
    timeFormat: ["iso", "epoch_ms"],
    actor: inside("actor.person.email", "actor.email", "actor.name", "actor.id", "actor.type"),
    type: ["_type"],
    id: inside("id"),
    entities: [
      acts(inside("details.target.page_id", "details.target.database_id", "details.page_id"), "page"),
      acts(
        inside("details.entity.person.email", "details.member.person.email", "details.entity.id", "details.member.id"),
        "user",
        "concerns",
      ),
      within(inside("workspace_id"), "workspace"),
    ],
    attributes: [network, { name: "device", column: inside("platform") }],
    roots,
  }),
  derive: (row) => ({
    _type: firstText(row, inside("type")),
    _network: networkOf(firstText(row, inside("ip_address"))),
  }),
};
