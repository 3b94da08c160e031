import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { prevalent, share } from "./recognition.ts";
import { count, firstText, hasAny } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const both = (camel: string, snake: string, ...rest: readonly string[]): readonly string[] =>
  rest.length === 0 ? [camel, snake] : rest.flatMap((field) => [`${camel}.${field}`, `${snake}.${field}`]);
const parameter = (...names: readonly string[]): readonly string[] => both("requestParams", "request_params", ...names);

const roots = [
  "accounts add",
  "accounts delete",
  "accounts setAdmin",
  "accounts setAccountAdmin",
  "accounts removeAdmin",
  "accounts addPrincipalToGroup",
  "accounts addPrincipalsToGroup",
  "accounts generateDbToken",
  "accounts createIpAccessList",
  "accounts deleteIpAccessList",
  "accounts updateIpAccessList",
  "accounts changePassword",
  "accounts mfaAddKey",
  "accounts mfaDeleteKey",
  "workspace workspaceConfEdit",
  "workspace workspaceExport",
  "workspace changeWorkspaceAcl",
  "notebook downloadPreviewResults",
  "notebook downloadLargeResults",
  "secrets getSecret",
  "secrets putAcl",
  "secrets deleteSecret",
  "unityCatalog updatePermissions",
  "unityCatalog createShare",
  "unityCatalog updateShare",
  "unityCatalog createRecipient",
  "unityCatalog deleteCatalog",
  "unityCatalog deleteTable",
  "unityCatalog generateTemporaryTableCredential",
  "globalInitScripts create",
  "globalInitScripts update",
  "clusters changeClusterAcl",
  "dbfs mount",
  "dbfs read",
  "databrickssql downloadQueryResult",
  "ssoConfigBackend update",
] as const;

/** Databricks audit logs: delivered JSON, and the columns of `system.access.audit`. */
export const databricks: Vendor = {
  id: "databricks-audit",
  title: "Databricks audit log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        count(row, "serviceName", "actionName") + count(row, "service_name", "action_name") === 2 &&
        hasAny(
          row,
          "userIdentity",
          "user_identity",
          "timestamp",
          "event_time",
          "requestParams",
          "userIdentity.email",
          "workspaceId",
        ),
    ),
  mapping: (sample) => ({
    time: times("timestamp", "event_time"),
    timeFormat: ["iso", "epoch_ms"],
    actor: [
      ...both("userIdentity", "user_identity", "email", "subjectName", "subject_name"),
      ...both("identityMetadata", "identity_metadata", "run_by", "runBy"),
      ...parameter("user", "userId", "user_name"),
      ...both("sourceIPAddress", "source_ip_address"),
    ],
    type: [prevalent(sample, ["serviceName", "service_name"]), prevalent(sample, ["actionName", "action_name"])],
    id: both("requestId", "request_id"),
    entities: [
      acts(parameter("targetUserName", "targetUserId", "principal", "user"), "user", "concerns"),
      acts(parameter("targetGroupName", "targetGroupId"), "group", "changes"),
      acts(
        parameter(
          "full_name_arg",
          "name",
          "path",
          "clusterId",
          "cluster_id",
          "notebookId",
          "scope",
          "metastoreId",
          "workspaceConfKeys",
          "tokenId",
          "mountPoint",
        ),
        "object",
      ),
      within(both("workspaceId", "workspace_id"), "workspace"),
    ],
    attributes: [network, agent],
    roots,
  }),
  derive: (row) => ({
    _network: networkOf(firstText(row, both("sourceIPAddress", "source_ip_address"))),
    _agent: agentFamily(firstText(row, both("userAgent", "user_agent"))),
  }),
};
