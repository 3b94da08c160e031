import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, hasAny, type Row } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const roots = [
  "UserAccountCreated",
  "UserAccountAddedToLocalGroup",
  "UserAccountDeleted",
  "SecurityLogCleared",
  "ServiceInstalled",
  "ScheduledTaskCreated",
  "ScheduledTaskUpdated",
  "UsbDriveMounted",
  "RemovableStorageFileEvent",
  "AntivirusDefinitionsUpdateFailed",
  "TamperingAttempt",
  "DpapiAccessed",
  "Directory Services replication",
  "Group Membership changed",
  "Account Password changed",
  "Account Password reset",
  "Private key export",
  "Add app role assignment to service principal.",
  "Add member to role.",
  "Consent to application.",
  "FileDownloaded",
  "New-InboxRule",
  "AnonymousLinkCreated",
] as const;

const nobody = /^(system|local service|network service|dwm-\d+|umfd-\d+)$/i;

/** A person by the name that all tables share; on a device where none is named, the device's own account. */
function actorOf(row: Row): string | undefined {
  const upn = firstText(row, ["AccountUpn", "InitiatingProcessAccountUpn"]);
  if (upn) return upn;
  const name = firstText(row, ["AccountName", "InitiatingProcessAccountName"]);
  const device = firstText(row, ["DeviceName"])?.split(".")[0]?.toUpperCase();
  if (name && (!nobody.test(name) || !device)) return name;
  return (
    firstText(row, ["AccountDisplayName", "AccountObjectId", "SenderFromAddress", "ApplicationId"]) ??
    (device === undefined ? undefined : `${device}$`)
  );
}

/** Microsoft Defender's advanced hunting tables (Device*, Identity*, CloudAppEvents, EmailEvents), from its portal or Sentinel. */
export const microsoftDefender: Vendor = {
  id: "microsoft-defender",
  title: "Microsoft Defender advanced hunting",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "ActionType") &&
        hasAny(row, "Timestamp", "TimeGenerated") &&
        count(
          row,
          "DeviceName",
          "AccountUpn",
          "AccountObjectId",
          "ReportId",
          "InitiatingProcessFileName",
          "ActivityType",
        ) >= 2,
    ),
  mapping: () => ({
    time: times("Timestamp", "TimeGenerated"),
    timeFormat: "iso",
    actor: ["_actor", "AccountUpn", "AccountName", "InitiatingProcessAccountName", "AccountObjectId"],
    type: ["ActionType"],
    entities: [
      within(["DeviceName", "DestinationDeviceName"], "host", "on"),
      acts(["TargetAccountUpn", "TargetAccountDisplayName"], "user", "concerns"),
      acts(["TargetDeviceName", "DestinationDeviceName", "RemoteDeviceName", "RemoteUrl"], "host", "reaches"),
      acts(["FileName", "ObjectName"], "object"),
      within("Application", "application"),
    ],
    attributes: [
      network,
      agent,
      { name: "country", column: "CountryCode" },
      { name: "device", column: ["DeviceName", "DeviceType"] },
      { name: "provider", column: "ISP" },
    ],
    roots,
  }),
  derive: (row) => ({
    _actor: actorOf(row),
    _network: networkOf(firstText(row, ["IPAddress", "RemoteIP", "LocalIP"])),
    _agent: agentFamily(firstText(row, ["UserAgent"])),
  }),
};
