import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, entered, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const schema = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

/** The caller from the token's claims, whose names are URLs; else the principal, the kind of key, and last the address. */
function actorOf(row: Row): string | undefined {
  const claims = entered(at(row, "identity.claims")) ?? entered(row.claims) ?? entered(at(row, "Claims_d"));
  for (const name of [
    `${schema}upn`,
    `${schema}emailaddress`,
    "upn",
    "unique_name",
    `${schema}name`,
    "name",
    "preferred_username",
  ]) {
    const found = text(claims?.[name]);
    if (found !== undefined) return found;
  }
  return (
    firstText(row, [
      "caller",
      "Caller",
      "properties.caller",
      "identity.requester.upn",
      "properties.requesterUpn",
      "requesterUpn",
      "identity.authorization.evidence.principalId",
      "properties.principalId",
      "properties.requesterObjectId",
      "identity.requester.objectId",
      "properties.accountName",
    ]) ??
    text(claims?.appid) ??
    firstText(row, ["callerIpAddress", "CallerIpAddress", "identity.type"])
  );
}

const verbs = [
  "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE",
  "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/DELETE",
  "MICROSOFT.AUTHORIZATION/ROLEDEFINITIONS/WRITE",
  "MICROSOFT.AUTHORIZATION/ELEVATEACCESS/ACTION",
  "MICROSOFT.AUTHORIZATION/LOCKS/DELETE",
  "MICROSOFT.AUTHORIZATION/POLICYASSIGNMENTS/DELETE",
  "MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/DELETE",
  "MICROSOFT.INSIGHTS/ACTIONGROUPS/DELETE",
  "MICROSOFT.INSIGHTS/ACTIVITYLOGALERTS/DELETE",
  "MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION",
  "MICROSOFT.STORAGE/STORAGEACCOUNTS/REGENERATEKEY/ACTION",
  "MICROSOFT.STORAGE/STORAGEACCOUNTS/DELETE",
  "MICROSOFT.KEYVAULT/VAULTS/DELETE",
  "MICROSOFT.KEYVAULT/VAULTS/WRITE",
  "MICROSOFT.KEYVAULT/VAULTS/ACCESSPOLICIES/WRITE",
  "MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION",
  "MICROSOFT.COMPUTE/DISKS/BEGINGETACCESS/ACTION",
  "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
  "MICROSOFT.COMPUTE/SNAPSHOTS/DELETE",
  "MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE",
  "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE",
  "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/DELETE",
  "MICROSOFT.NETWORK/AZUREFIREWALLS/DELETE",
  "MICROSOFT.SQL/SERVERS/DATABASES/EXPORT/ACTION",
  "MICROSOFT.RESOURCES/SUBSCRIPTIONS/RESOURCEGROUPS/DELETE",
  "MICROSOFT.SECURITY/PRICINGS/WRITE",
] as const;

/** Azure Monitor's activity and resource logs: an event is an operation (in capitals, as spellings vary) on a resource. */
export const azureActivity: Vendor = {
  id: "azure-activity",
  title: "Azure Monitor activity",
  recognise: (sample) =>
    share(sample, (row) => {
      const resource = firstText(row, ["resourceId", "ResourceId", "_ResourceId", "resourceID"]) ?? "";
      const operation = firstText(row, ["operationName", "OperationNameValue", "operationName.value"]) ?? "";
      const aad =
        /microsoft\.aadiam/i.test(resource) || hasAny(row, "properties.initiatedBy", "properties.userPrincipalName");
      return (
        !aad &&
        operation !== "" &&
        hasAny(row, "time", "eventTimestamp", "EventSubmissionTimestamp", "TimeGenerated") &&
        (/^\/(subscriptions|providers|tenants)\//i.test(resource) ||
          /^microsoft\.[a-z]+\//i.test(operation) ||
          count(row, "callerIpAddress", "correlationId", "category", "resultType", "tenantId", "CallerIpAddress") >= 3)
      );
    }),
  mapping: () => ({
    time: times("time", "eventTimestamp", "TimeGenerated"),
    timeFormat: "iso",
    actor: ["_actor", "caller", "Caller", "callerIpAddress"],
    type: ["_type"],
    id: ["eventDataId", "EventDataId"],
    entities: [
      acts(["_resource", "resourceId"], "resource"),
      acts(["properties.objectKey", "uri"], "object", "reads or writes"),
      within("_subscription", "subscription"),
    ],
    attributes: [network, agent, { name: "region", column: ["location", "properties.resourceLocation"] }],
    roots: verbs,
  }),
  derive: (row) => {
    const resource = firstText(row, ["resourceId", "ResourceId", "_ResourceId"])?.toLowerCase();
    return {
      _actor: actorOf(row),
      _type: firstText(row, [
        "operationName.value",
        "operationName",
        "OperationNameValue",
        "OperationName",
        "category",
      ])?.toUpperCase(),
      _resource: resource,
      _subscription: resource && /\/subscriptions\/([^/]+)/.exec(resource)?.[1],
      _network: networkOf(firstText(row, ["callerIpAddress", "CallerIpAddress", "identity.claims.ipaddr"])),
      _agent: agentFamily(firstText(row, ["properties.userAgentHeader", "userAgent"])),
    };
  },
};
