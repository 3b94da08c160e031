import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { mendedTime } from "./mended-time.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, has } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "user.create",
  "user.delete",
  "user.update",
  "user.password_change",
  "role.created",
  "role.updated",
  "role.deleted",
  "saml.created",
  "saml.deleted",
  "oidc.created",
  "oidc.deleted",
  "github.created",
  "github.deleted",
  "mfa.add",
  "mfa.delete",
  "lock.created",
  "lock.deleted",
  "reset_password_token.create",
  "trusted_cluster.create",
  "trusted_cluster.delete",
  "access_request.create",
  "access_request.review",
  "cert.create",
  "bot.create",
  "join_token.create",
  "scp",
  "sftp",
  "session.recording.access",
  "recovery_code.generated",
] as const;

/** Teleport's audit log. */
export const teleport: Vendor = {
  id: "teleport-audit",
  title: "Teleport audit log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        has(row, "code", "event") &&
        (/^[A-Z]{1,6}\d{3,5}[IWE]$/.test(firstText(row, ["code"]) ?? "") || sample.records.length === 0) &&
        count(row, "time", "uid", "ei", "cluster_name", "user") >= 2,
    ),
  mapping: () => ({
    time: times("_time", "time", "timestamp"),
    timeFormat: "iso",
    actor: [
      "user",
      "updated_by",
      "identity.user",
      "login",
      "bot_name",
      "addr.remote",
      "src_addr",
      "server_id",
      "cluster_name",
    ],
    type: ["event"],
    id: "uid",
    entities: [
      within(["server_hostname", "server_addr", "server_id"], "host", "on"),
      within("login", "login", "as"),
      acts(["target.user", "name"], "object", "changes"),
      acts(["path", "program", "db_name", "app_name", "kubernetes_cluster"], "object"),
      within("cluster_name", "cluster"),
    ],
    attributes: [network, agent, { name: "method", column: ["method", "cert_type"] }],
    roots,
  }),
  derive: (row) => ({
    _time: mendedTime(firstText(row, ["time"])),
    _network: networkOf(firstText(row, ["addr.remote", "src_addr", "identity.client_ip"])),
    _agent: agentFamily(firstText(row, ["user_agent"])),
  }),
};
