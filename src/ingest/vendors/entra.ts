import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { entraRoots } from "./entra-roots.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, hasAny, type Row } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const categories =
  /^(signinlogs|noninteractiveusersigninlogs|serviceprincipalsigninlogs|managedidentitysigninlogs|auditlogs|riskyusers|userriskevents|provisioninglogs)$/i;

/** The operation; for a sign-in, which the tables don't name, that it is one and whether it failed. */
function typeOf(row: Row): string | undefined {
  const signIn =
    categories.test(firstText(row, ["category"]) ?? "") && /signin/i.test(firstText(row, ["category"]) ?? "");
  const named = firstText(row, [
    "operationName",
    "OperationName",
    "activityDisplayName",
    "ActivityDisplayName",
    "properties.activityDisplayName",
    "properties.operationName",
    "Activity",
  ]);
  if (named !== undefined && !/^sign-in activity$/i.test(named)) return named;
  if (signIn || named !== undefined || hasAny(row, ...signInColumns)) {
    const code = firstText(row, [
      "properties.status.errorCode",
      "status.errorCode",
      "resultType",
      "ResultType",
      "Status",
    ]);
    return code === undefined || code === "0" || /^success/i.test(code) ? "Sign-in" : "Sign-in failed";
  }
  return firstText(row, [
    "properties.riskEventType",
    "riskEventType",
    "category",
    "Category",
    "properties.operationType",
  ]);
}

const signInColumns = [
  "appDisplayName",
  "AppDisplayName",
  "properties.appDisplayName",
  "properties.authenticationProtocol",
  "clientAppUsed",
  "Client app",
] as const;

const initiators = ["properties.initiatedBy", "initiatedBy", "InitiatedBy"].flatMap((path) => [
  `${path}.user.userPrincipalName`,
  `${path}.user.displayName`,
  `${path}.app.displayName`,
  `${path}.app.servicePrincipalName`,
  `${path}.user.id`,
  `${path}.app.servicePrincipalId`,
  `${path}.app.appId`,
]);

const actors = [
  ...initiators,
  "properties.userPrincipalName",
  "userPrincipalName",
  "UserPrincipalName",
  "Username",
  "ActorUserPrincipalName",
  "ActorDisplayName",
  "InitiatingUserOrApp",
  "properties.userDisplayName",
  "userDisplayName",
  "identity",
  "Identity",
  "properties.servicePrincipalName",
  "servicePrincipalName",
  "ServicePrincipalName",
  "properties.servicePrincipalId",
  "ServicePrincipalId",
  "properties.userId",
  "userId",
  "UserId",
  "properties.appDisplayName",
  "properties.appId",
  "properties.loggedByService",
  "loggedByService",
  "LoggedByService",
];

/** Entra (Azure AD) sign-ins and directory audit: diagnostic settings, Graph, Sentinel's tables, the portal's CSV. */
export const entra: Vendor = {
  id: "entra",
  title: "Entra (Azure AD) sign-in and audit",
  recognise: (sample) =>
    share(sample, (row) => {
      const resource = firstText(row, ["resourceId", "ResourceId"]) ?? "";
      return (
        /microsoft\.aadiam/i.test(resource) ||
        (hasAny(row, "category", "time", "Category") &&
          categories.test(firstText(row, ["category", "Category", "Type"]) ?? "")) ||
        count(row, "properties.initiatedBy", "properties.targetResources", "properties.loggedByService") >= 2 ||
        count(
          row,
          "properties.userPrincipalName",
          "properties.appDisplayName",
          "properties.createdDateTime",
          "properties.riskLevelAggregated",
          "properties.conditionalAccessStatus",
          "properties.authenticationProtocol",
        ) >= 2 ||
        count(row, "activityDisplayName", "activityDateTime", "initiatedBy", "loggedByService") >= 3 ||
        count(row, "ActivityDisplayName", "ActivityDateTime", "InitiatedBy", "LoggedByService") >= 3 ||
        count(row, "createdDateTime", "userPrincipalName", "appDisplayName", "conditionalAccessStatus") >= 3 ||
        count(row, "UserPrincipalName", "AppDisplayName", "ConditionalAccessStatus", "TimeGenerated") >= 3 ||
        count(
          row,
          "Date (UTC)",
          "Request ID",
          "Username",
          "Conditional Access",
          "ActorUserPrincipalName",
          "CorrelationId",
        ) >= 3
      );
    }),
  mapping: () => ({
    time: times(
      "properties.activityDateTime",
      "properties.createdDateTime",
      "activityDateTime",
      "createdDateTime",
      "ActivityDateTime",
      "CreatedDateTime",
      "Date (UTC)",
      "time",
      "TimeGenerated",
    ),
    timeFormat: ["iso", "%m/%d/%Y %I:%M:%S %p"],
    actor: actors,
    type: ["_type"],
    id: ["properties.id", "id", "Id", "OriginalRequestId", "Request ID"],
    entities: [
      acts(
        ["properties.targetResources[0]", "targetResources[0]", "TargetResources[0]"].flatMap((path) => [
          `${path}.userPrincipalName`,
          `${path}.displayName`,
          `${path}.id`,
        ]),
        "resource",
      ),
      acts("Target1DisplayName", "resource"),
      within(
        ["properties.appDisplayName", "appDisplayName", "AppDisplayName", "Application"],
        "application",
        "signs in to",
      ),
      within(["properties.resourceDisplayName", "resourceDisplayName", "ResourceDisplayName", "Resource"], "service"),
    ],
    attributes: [
      network,
      agent,
      {
        name: "country",
        column: ["properties.location.countryOrRegion", "location.countryOrRegion", "location", "Location"],
      },
      {
        name: "device",
        column: [
          "properties.deviceDetail.displayName",
          "deviceDetail.displayName",
          "properties.deviceDetail.operatingSystem",
        ],
      },
    ],
    roots: entraRoots,
  }),
  derive: (row) => ({
    _type: typeOf(row),
    _network: networkOf(
      firstText(row, [
        "callerIpAddress",
        "properties.ipAddress",
        "ipAddress",
        "IPAddress",
        "IP address",
        ...["properties.initiatedBy", "initiatedBy", "InitiatedBy"].map((path) => `${path}.user.ipAddress`),
      ]),
    ),
    _agent: agentFamily(firstText(row, ["properties.userAgent", "userAgent", "UserAgent", "User agent"])),
  }),
};
