import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, entered, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "user.session.impersonation.grant",
  "user.session.impersonation.initiate",
  "user.account.privilege.grant",
  "user.account.privilege.revoke",
  "group.privilege.grant",
  "user.mfa.factor.deactivate",
  "user.mfa.factor.reset_all",
  "user.mfa.factor.suspend",
  "user.mfa.attempt_bypass",
  "user.account.reset_password",
  "user.account.report_suspicious_activity_by_enduser",
  "user.lifecycle.create",
  "user.lifecycle.deactivate",
  "user.lifecycle.delete.initiated",
  "policy.lifecycle.update",
  "policy.lifecycle.deactivate",
  "policy.lifecycle.delete",
  "policy.rule.update",
  "policy.rule.deactivate",
  "policy.rule.delete",
  "zone.update",
  "zone.deactivate",
  "zone.delete",
  "system.api_token.create",
  "system.idp.lifecycle.create",
  "system.idp.lifecycle.update",
  "system.log_stream.lifecycle.deactivate",
  "system.org.rate_limit.expiration.warning",
  "application.lifecycle.delete",
  "application.lifecycle.update",
  "app.oauth2.client.lifecycle.create",
  "application.user_membership.show_password",
  "iam.resourceset.bindings.add",
  "analytics.reports.export.download",
  "support.org.update",
] as const;

const agentOf = (row: Row): string | undefined => {
  const parts = ["client.userAgent.browser", "client.userAgent.os"].map((path) => firstText(row, [path]));
  const known = parts.filter((part) => part !== undefined && part !== "UNKNOWN" && part !== "Unknown");
  return known.length > 0 ? known.join(", ") : undefined;
};

/** The user among the targets, for events that name no actor. */
function userOf(row: Row): string | undefined {
  const targets = at(row, "target");
  if (!Array.isArray(targets)) return undefined;
  const user = targets.map(entered).find((target) => /User$/.test(text(target?.type) ?? ""));
  return user && firstText(user, ["alternateId", "displayName", "id"]);
}

/** Okta's system log: the API's JSON (also with lower-case names, as pipelines write it) and the console's CSV. */
export const okta: Vendor = {
  id: "okta",
  title: "Okta system log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "eventType", "eventtype", "event_type", "legacyEventType", "displayMessage", "displaymessage") &&
        (typeof at(row, "actor") === "object" || hasAny(row, "actor.alternateId", "actor.alternate_id", "actor.id")
          ? count(row, "published", "uuid", "outcome", "severity", "displayMessage", "client", "transaction") +
              count(
                row,
                "legacyEventType",
                "displaymessage",
                "legacyeventtype",
                "securitycontext",
                "target",
                "version",
                "display_message",
              ) >=
            3
          : count(
              row,
              "published",
              "legacyEventType",
              "outcome",
              "authenticationContext",
              "authenticationcontext",
              "securitycontext",
              "severity",
            ) >= 3),
    ),
  mapping: () => ({
    time: times("published", "timestamp"),
    timeFormat: "iso",
    actor: ["actor.alternateId", "actor.alternate_id", "actor.displayName", "actor.display_name", "actor.id", "_user"],
    type: ["_type"],
    id: "uuid",
    entities: [
      acts(["target[0].alternateId", "target[0].displayName", "target[0].id"], "target"),
      acts(["target[1].alternateId", "target[1].displayName", "target[1].id"], "target"),
      within("client.device", "device", "from"),
    ],
    attributes: [
      network,
      agent,
      { name: "country", column: ["client.geographicalContext.country", "client.geographical_context.country"] },
      { name: "provider", column: ["securityContext.asOrg", "securitycontext.asOrg"] },
    ],
    roots,
  }),
  derive: (row) => ({
    _type: firstText(row, ["eventType", "eventtype", "event_type", "legacyEventType", "legacyeventtype"]),
    _user: userOf(row),
    _network: networkOf(firstText(row, ["client.ipAddress", "client.ip_address", "request.ipChain[0].ip"])),
    _agent: agentOf(row),
  }),
};
