import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { firstText, hasAny, type Row } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const payloads = ["protoPayload", "protopayload", "protopayload_auditlog", "jsonPayload"] as const;
const inside = (...paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => payloads.map((payload) => `${payload}.${path}`));

const roots = [
  "SetIamPolicy",
  "google.iam.admin.v1.SetIAMPolicy",
  "google.iam.admin.v1.CreateServiceAccountKey",
  "google.iam.admin.v1.CreateServiceAccount",
  "google.iam.admin.v1.CreateRole",
  "google.iam.admin.v1.UpdateRole",
  "google.logging.v2.ConfigServiceV2.DeleteSink",
  "google.logging.v2.ConfigServiceV2.UpdateSink",
  "google.logging.v2.ConfigServiceV2.DeleteBucket",
  "google.logging.v2.LoggingServiceV2.DeleteLog",
  "storage.setIamPermissions",
  "storage.buckets.delete",
  "storage.buckets.update",
  "storage.hmacKeys.create",
  "v1.compute.firewalls.insert",
  "v1.compute.firewalls.delete",
  "v1.compute.firewalls.patch",
  "v1.compute.instances.setMetadata",
  "v1.compute.instances.delete",
  "v1.compute.snapshots.setIamPolicy",
  "v1.compute.images.setIamPolicy",
  "v1.compute.subnetworks.patch",
  "cloudsql.instances.export",
  "cloudsql.instances.delete",
  "google.cloud.bigquery.v2.DatasetService.UpdateDataset",
  "google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion",
  "google.cloud.secretmanager.v1.SecretManagerService.DestroySecretVersion",
  "google.cloud.kms.v1.KeyManagementService.DestroyCryptoKeyVersion",
  "google.identity.accesscontextmanager.v1.AccessContextManager.DeleteServicePerimeter",
  "google.cloud.orgpolicy.v2.OrgPolicy.UpdatePolicy",
  "google.cloud.orgpolicy.v2.OrgPolicy.DeletePolicy",
  "io.k8s.authorization.rbac.v1.clusterrolebindings.create",
  "io.k8s.core.v1.pods.exec.create",
] as const;

/** Google Cloud audit logs: Logging's JSON, its BigQuery columns, pipelines that lower-case the names. */
export const gcp: Vendor = {
  id: "gcp-audit",
  title: "Google Cloud audit log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "protoPayload", "protopayload", "protopayload_auditlog", "protoPayload.methodName") ||
        /cloudaudit\.googleapis\.com/.test(firstText(row, ["logName", "logname", "log_name"]) ?? ""),
    ),
  mapping: () => ({
    time: times(
      "timestamp",
      ...inside("timestamp", "requestMetadata.requestAttributes.time"),
      "receiveTimestamp",
      "receivetimestamp",
      "receiveTimestampString",
    ),
    timeFormat: "iso",
    actor: [
      ...inside(
        "authenticationInfo.principalEmail",
        "authenticationInfo.principalemail",
        "authenticationInfo.principalSubject",
        "authenticationInfo.authoritySelector",
        "authenticationInfo.serviceAccountKeyName",
      ),
      "_actor",
    ],
    type: ["_type"],
    id: ["insertId", "insertid"],
    entities: [
      acts(inside("resourceName", "resourcename"), "resource"),
      within(["resource.labels.project_id", "resource.labels.organization_id", "_project"], "project"),
      within(inside("serviceName"), "service"),
    ],
    attributes: [network, agent, { name: "region", column: "resource.labels.location" }],
    roots,
  }),
  derive: (row: Row) => ({
    _type: firstText(row, [
      ...inside("methodName", "methodname"),
      "resource.labels.method",
      ...inside("authorizationInfo[0].permission", "metadata.event[0].eventName", "metadata.@type", "serviceName"),
      "methodName",
      "authorizationInfo[0].permission",
      "resource.type",
      "operation.producer",
    ]),
    _actor: firstText(row, [
      "protoPayload.metadata.event[0].parameter[0].value",
      "resource.labels.email_id",
      "protoPayload.requestMetadata.callerIp",
      "protoPayload.requestMetadata.callerIP",
    ]),
    _project: /projects\/([^/]+)/.exec(firstText(row, ["logName", "logname"]) ?? "")?.[1],
    _network: networkOf(firstText(row, inside("requestMetadata.callerIp", "requestMetadata.callerIP"))),
    _agent: agentFamily(firstText(row, inside("requestMetadata.callerSuppliedUserAgent"))),
  }),
};
