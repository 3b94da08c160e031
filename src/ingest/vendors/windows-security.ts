import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, entered, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";
import { windowsTime } from "./windows-time.ts";

/** Logons and tickets: the target is the person who comes in, the subject only the machine that says so. */
const targetActs = new Set(
  "4624 4625 4626 4627 4634 4647 4768 4769 4770 4771 4772 4773 4776 4778 4779 4800 4801 4802 4803 4964".split(" "),
);

/** Accounts, groups and rights; the log and its policy; services, tasks, drivers; replication, shadow copies, DPAPI keys. */
const roots = (
  "1100 1102 104 4616 4649 4657 4692 4697 4698 4699 4702 4704 4705 4706 4713 4717 4718 4719 4720 4722 4723 4724 4725 4726 4728 " +
  "4729 4732 4733 4735 4737 4738 4739 4740 4741 4742 4743 4756 4757 4765 4766 4767 4780 4781 4794 4906 4907 4912 4946 4947 4948 " +
  "4950 5136 5137 5141 5142 5376 5377 7045 8222"
).split(" ");

const text0 = (value: unknown): string | undefined => (text(value) === "0" ? undefined : text(value));

/** The event's own fields: nested (winlogbeat), XML (Sentinel), or the record itself (NXLog). */
function fieldsOf(row: Row): Row {
  const nested =
    entered(at(row, "winlog.event_data")) ?? entered(row.event_data) ?? entered(at(row, "Event.EventData"));
  if (nested) return nested;
  if (typeof row.EventData !== "string" || !row.EventData.includes("<Data")) return row;
  const fields: Record<string, unknown> = { ...row };
  for (const [, name = "", value = ""] of row.EventData.matchAll(/<Data Name="([^"]+)">([^<]*)<\/Data>/g)) {
    fields[name] ??= value;
  }
  return fields;
}

const numbered = ["EventID", "event_id", "winlog.event_id", "event.code", "Event.System.EventID", "EventId", "Id"];

/** The event's number; where an export left it out, the number that its title starts with, else the title itself. */
function typeOf(row: Row): string | undefined {
  const number = firstText(row, numbered);
  if (number !== undefined) return number;
  const title = firstText(row, ["Activity", "Message", "message", "Category", "winlog.task", "task"])?.split(
    /[\r\n]/,
  )[0];
  return /^(\d{3,5})\b/.exec(title ?? "")?.[1] ?? title?.replace(/\.$/, "");
}

const hostOf = (row: Row): string | undefined =>
  firstText(row, [
    "Hostname",
    "computer_name",
    "winlog.computer_name",
    "Computer",
    "Event.System.Computer",
    "MachineName",
    "host.name",
  ]);

const machineAccount = (host: string): string => `${host.split(".")[0]?.toUpperCase()}$`;

/** `user` of `user@REALM` and `DOMAIN\user`, so that a person is one actor in every event. */
const plainName = (name: string): string => name.replace(/^[^\\]*\\(?=.)/, "").replace(/(?<=.)@.*$/, "");

function actorOf(row: Row, fields: Row, type: string | undefined): string | undefined {
  const subject = ["SubjectUserName", "SubjectAccount"];
  const target = ["TargetUserName", "TargetAccount"];
  const order = type !== undefined && targetActs.has(type) ? [...target, ...subject] : [...subject, ...target];
  const named =
    firstText(fields, [...order, "UserName", "AccountName", "User", "Account", "SubjectUserSid", "UserSid"]) ??
    firstText(row, ["winlog.user.name", "user.name", "UserID", "AccountName"]);
  const bare = named === undefined ? undefined : plainName(named);
  if (bare !== undefined && !/^S-1-5-(18|19|20)$/.test(bare)) return bare;
  const host = hostOf(row);
  return host === undefined ? bare : machineAccount(host);
}

function idOf(row: Row): string | undefined {
  const record = firstText(row, ["RecordNumber", "record_number", "winlog.record_id", "RecordId", "EventRecordID"]);
  if (record === undefined) return undefined;
  const channel = firstText(row, ["Channel", "log_name", "winlog.channel", "LogName"]);
  return [hostOf(row), channel, record, firstText(row, ["EventTime", "TimeCreated", "@timestamp"])].join("/");
}

function derive(row: Row): Row {
  const fields = fieldsOf(row);
  const type = typeOf(row);
  const target = firstText(fields, ["TargetUserName", "MemberName", "TargetSid"]);
  const object = firstText(fields, ["ObjectName", "ServiceName", "TaskName", "ShareName", "ObjectDN"]);
  return {
    _time: windowsTime(row),
    _type: type,
    _actor: actorOf(row, fields, type),
    _id: idOf(row),
    _host: hostOf(row)?.split(".")[0]?.toUpperCase(),
    _target: target === undefined ? undefined : plainName(target),
    _object: object,
    _process: firstText(fields, ["NewProcessName", "ProcessName", "Application"])?.split("\\").at(-1)?.toLowerCase(),
    _share: firstText(fields, ["ShareName"]),
    _network: networkOf(firstText(fields, ["IpAddress", "SourceAddress", "SourceNetworkAddress", "ClientAddress"])),
    _logon: text0(fields.LogonType),
    _from: firstText(fields, ["WorkstationName", "Workstation"]),
  };
}

/** Windows Security events as NXLog, winlogbeat (6 and 7), Sentinel's SecurityEvent table and PowerShell write them. */
export const windowsSecurity: Vendor = {
  id: "windows-security",
  title: "Windows Security events",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        (typeOf(row) !== undefined || hasAny(row, ...numbered)) &&
        (count(row, "Channel", "Hostname", "ProviderGuid", "SourceName", "EventReceivedTime", "EventSourceName") >= 2 ||
          hasAny(
            row,
            "winlog.channel",
            "winlog.provider_name",
            "winlog.event_data",
            "winlog.computer_name",
            "Event.System",
          ) ||
          count(row, "log_name", "computer_name", "event_data", "source_name", "provider_guid") >= 2 ||
          count(row, "LogName", "ProviderName", "MachineName", "LevelDisplayName", "TimeCreated") >= 3 ||
          (hasAny(row, "EventID") && hasAny(row, "Computer") && hasAny(row, "TimeGenerated")) ||
          (hasAny(row, "EventID") && hasAny(row, "SubjectUserName", "TargetUserName"))),
    ),
  mapping: () => ({
    time: times("_time", "TimeCreated", "@timestamp", "TimeGenerated", "EventTime", "UtcTime", "EventReceivedTime"),
    timeFormat: ["iso", "%m/%d/%Y %I:%M:%S %p"],
    actor: ["_actor", "SubjectUserName", "TargetUserName", "_host"],
    type: ["_type"],
    id: "_id",
    entities: [
      within("_host", "host", "on"),
      acts("_target", "user", "concerns"),
      acts("_object", "object"),
      within("_process", "process", "by"),
    ],
    attributes: [
      network,
      { name: "host", column: "_host" },
      { name: "device", column: "_from" },
      { name: "logon", column: "_logon" },
    ],
    roots,
  }),
  derive,
};
