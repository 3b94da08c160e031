import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { prevalent, share } from "./recognition.ts";
import { at, count, entered, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";

/** The same column in the three spellings of the audit log: inside AuditData, at the top, and in lower case. */
const spelled = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`AuditData.${name}`, `auditData.${name}`, name, name.toLowerCase()]);

const roots = [
  "Add member to role.",
  "Add eligible member to role.",
  "Add owner to application.",
  "Add service principal credentials.",
  "Add app role assignment grant to user.",
  "Add delegated permission grant.",
  "Consent to application.",
  "Disable Strong Authentication.",
  "Reset user password.",
  "Delete user.",
  "Set domain authentication.",
  "Set federation settings on domain.",
  "Update policy.",
  "New-InboxRule",
  "Set-InboxRule",
  "UpdateInboxRules",
  "New-TransportRule",
  "Set-TransportRule",
  "Set-Mailbox",
  "Add-MailboxPermission",
  "Add-MailboxFolderPermission",
  "Add-RecipientPermission",
  "Set-AdminAuditLogConfig",
  "Set-MailboxAuditBypassAssociation",
  "New-ManagementRoleAssignment",
  "Add-RoleGroupMember",
  "New-MailboxExportRequest",
  "New-ComplianceSearch",
  "New-ComplianceSearchAction",
  "SearchExported",
  "Remove-DlpPolicy",
  "Disable-DlpPolicy",
  "AnonymousLinkCreated",
  "AnonymousLinkUpdated",
  "SharingSet",
  "SharingInvitationCreated",
  "AddedToSecureLink",
  "SecureLinkCreated",
  "CompanyLinkCreated",
  "SiteCollectionAdminAdded",
  "FileSyncDownloadedFull",
  "FileDeletedFirstStageRecycleBin",
  "FileDeletedSecondStageRecycleBin",
  "HardDelete",
  "SendAs",
  "SendOnBehalf",
  "MemberAdded",
  "TeamsTenantSettingChanged",
  "DownloadReport",
  "ExportReport",
] as const;

const agentColumns = spelled("UserAgent", "ClientInfoString");

/** The user agent that Entra's records keep in a list of names and values. */
function extendedAgent(row: Row): string | undefined {
  const list = entered(firstEntered(row, ["AuditData.ExtendedProperties", "ExtendedProperties", "extendedproperties"]));
  if (!Array.isArray(list)) return undefined;
  for (const property of list) {
    const pair = entered(property);
    if (pair?.Name === "UserAgent") return text(pair.Value);
  }
  return undefined;
}

const firstEntered = (row: Row, paths: readonly string[]): unknown =>
  paths.map((path) => at(row, path)).find((value) => value !== undefined && value !== null);

/** Microsoft 365 unified audit log: Purview's CSV with its AuditData column, the management API's JSON, Graph, Sentinel's OfficeActivity. */
export const m365: Vendor = {
  id: "m365-audit",
  title: "Microsoft 365 unified audit log",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        (hasAny(row, "AuditData", "auditData") &&
          hasAny(row, "Operations", "Operation", "operation", "RecordType", "auditLogRecordType")) ||
        (hasAny(row, "Operation", "operation") &&
          count(
            row,
            "UserId",
            "CreationTime",
            "Workload",
            "RecordType",
            "OrganizationId",
            "OfficeWorkload",
            "UserKey",
          ) +
            count(row, "userid", "creationtime", "workload", "recordtype", "organizationid", "userkey") >=
            3),
    ),
  mapping: (sample) => ({
    time: times(...spelled("CreationTime"), "TimeGenerated", "CreationDate", "createdDateTime"),
    timeFormat: ["iso", "%m/%d/%Y %I:%M:%S %p"],
    actor: [
      ...spelled("UserId"),
      "UserIds",
      "userPrincipalName",
      ...spelled("MailboxOwnerUPN", "UserKey"),
      "AuditData.Actor[0].ID",
      "Actor[0].ID",
      "AuditData.AppId",
      "AppId",
    ],
    type: [prevalent(sample, ["AuditData.Operation", "auditData.Operation", "Operation", "Operations", "operation"])],
    id: [...spelled("Id"), "RecordId", "Identity", "OfficeId"],
    entities: [
      acts(spelled("ObjectId", "OfficeObjectId", "MailboxOwnerUPN"), "object"),
      acts(spelled("TargetUserOrGroupName"), "user", "shares with"),
      acts(["AuditData.Target[0].ID", "Target[0].ID"], "target", "concerns"),
      within(spelled("SiteUrl", "Site_Url", "TeamName"), "site"),
      within(spelled("Workload", "OfficeWorkload"), "workload"),
    ],
    attributes: [network, agent, { name: "application", column: spelled("ClientAppId", "ApplicationId", "AppId") }],
    roots,
  }),
  derive: (row) => ({
    _network: networkOf(firstText(row, spelled("ClientIP", "ClientIPAddress", "Client_IPAddress", "ActorIpAddress"))),
    _agent: agentFamily(extendedAgent(row) ?? firstText(row, agentColumns)),
  }),
};
