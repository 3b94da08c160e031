import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { mendedTime } from "./mended-time.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, firstText, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "repo.destroy",
  "repo.access",
  "repo.transfer",
  "repo.archived",
  "repo.download_zip",
  "git.clone",
  "repo.add_member",
  "org.add_member",
  "org.remove_member",
  "org.update_member",
  "org.add_outside_collaborator",
  "org.disable_two_factor_requirement",
  "org.disable_saml",
  "org.update_default_repository_permission",
  "org.oauth_app_access_approved",
  "org.disable_oauth_app_restrictions",
  "org.audit_log_export",
  "business.add_admin",
  "business.disable_two_factor_requirement",
  "business.audit_log_export",
  "protected_branch.destroy",
  "protected_branch.policy_override",
  "protected_branch.update_admin_enforced",
  "repository_ruleset.destroy",
  "repository_ruleset.update",
  "hook.create",
  "deploy_key.create",
  "public_key.create",
  "personal_access_token.access_granted",
  "oauth_application.create",
  "integration_installation.create",
  "team.add_repository",
  "team.add_member",
  "org.set_actions_fork_pr_approvals_policy",
  "secret_scanning.disable",
  "secret_scanning_push_protection.bypass",
  "repository_secret_scanning.disable",
  "repository_vulnerability_alerts.disable",
  "dependabot_alerts.disable",
  "org.self_hosted_runner_created",
  "enterprise.register_self_hosted_runner",
] as const;

/** GitHub's audit log: JSON and CSV exports, the API, streams. */
export const github: Vendor = {
  id: "github-audit",
  title: "GitHub audit log",
  recognise: (sample) =>
    share(sample, (row) => {
      const actor = at(row, "actor");
      return (
        /^[a-z0-9_]+([._][a-z0-9_]+)+$/.test(firstText(row, ["action"]) ?? "") &&
        (typeof actor === "string" || (hasAny(row, "_document_id", "actor_id") && (actor ?? null) === null)) &&
        count(row, "actor", "org", "repo", "_document_id", "business", "created_at", "@timestamp") +
          count(row, "actor_location", "operation_type", "actor_ip", "repository", "at_sign_timestamp", "user") >=
          2
      );
    }),
  mapping: () => ({
    time: times("_time", "@timestamp", "at_sign_timestamp", "created_at", "timestamp"),
    timeFormat: ["iso", "epoch_ms"],
    actor: ["actor", "user", "external_identity_nameid", "actor_id", "external_id", "integration"],
    type: ["action"],
    id: "_document_id",
    entities: [
      acts(["repo", "repository", "data.repo"], "repository"),
      acts(["user", "invitee", "blocked_user"], "user", "concerns"),
      acts(["team", "data.team"], "team", "changes"),
      within(["org", "business"], "organisation"),
    ],
    attributes: [
      network,
      agent,
      { name: "country", column: ["actor_location.country_code", "country"] },
      { name: "credential", column: "programmatic_access_type" },
    ],
    roots,
  }),
  derive: (row) => ({
    _time: mendedTime(firstText(row, ["@timestamp", "created_at"])),
    _network: networkOf(firstText(row, ["actor_ip"])),
    _agent: agentFamily(firstText(row, ["user_agent"])),
  }),
};
