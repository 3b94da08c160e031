import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, hasAny, type Row } from "./record.ts";
import type { Sample, Vendor } from "./vendor.ts";

/** A log's own columns, by which a table without `_path` is known; then the column that says what was done. */
const logs: readonly (readonly [path: string, columns: readonly string[], verb?: string])[] = [
  ["rdp", ["security_protocol", "cookie"]],
  ["ntlm", ["domainname", "server_nb_computer_name"]],
  ["kerberos", ["request_type", "till"], "request_type"],
  ["smb_mapping", ["share_type", "native_file_system"], "share_type"],
  ["smb_files", ["action", "prev_name"], "action"],
  ["smtp", ["mailfrom", "rcptto"]],
  ["http", ["method", "user_agent"], "method"],
  ["dns", ["query", "qtype_name"], "qtype_name"],
  ["ssh", ["auth_success", "cipher_alg"]],
  ["ftp", ["command", "reply_code"], "command"],
  ["ssl", ["server_name", "cipher"]],
  ["dce_rpc", ["endpoint", "named_pipe"], "operation"],
  ["files", ["mime_type", "seen_bytes"], "mime_type"],
  ["dhcp", ["client_fqdn", "lease_time"]],
  ["radius", ["connect_info", "framed_addr"]],
  ["notice", ["note", "peer_descr"], "note"],
  ["conn", ["conn_state", "history"], "proto"],
];

const columnsOf = (sample: Sample): Row =>
  Object.assign(
    {},
    Object.fromEntries(sample.columns.map((column) => [column, true])),
    ...sample.records.slice(0, 100),
  );

/** The log that a table without `_path` is, by its columns. */
function pathOf(columns: Row): string | undefined {
  return logs.find(([, own]) => own.every((column) => hasAny(columns, column)))?.[0];
}

/** A user's name without realm or domain: `alice/CORP.EXAMPLE`, `CORP\alice`. */
function actorOf(row: Row): string | undefined {
  const client = firstText(row, ["client"])?.replace(/\/[^/]*$/, "");
  const person = firstText(row, ["username", "user", "cookie", "mailfrom", "from"]) ?? (client || undefined);
  const bare = person?.replace(/^[^\\]*\\(?=.)/, "").replace(/^<(.*)>$/, "$1");
  return bare || firstText(row, ["id.orig_h", "tx_hosts[0]", "client_addr", "src", "host"]);
}

const roots = [
  "ntlm failed",
  "kerberos TGS",
  "smb_files SMB::FILE_DELETE",
  "smb_files SMB::FILE_RENAME",
  "http PUT",
  "ftp STOR",
  "ftp RETR",
  "notice SSH::Password_Guessing",
] as const;

/** Zeek logs as JSON or tab-separated tables. The actor is the user where the protocol tells one, else the originating host. */
export const zeek: Vendor = {
  id: "zeek",
  title: "Zeek network logs",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        hasAny(row, "ts") &&
        (count(row, "uid", "id.orig_h", "id.resp_h", "id.orig_p", "_path") >= 2 ||
          (hasAny(row, "fuid") && hasAny(row, "mime_type", "source")) ||
          (hasAny(row, "_path") && hasAny(row, "_write_ts", "uid"))),
    ),
  mapping: (sample) => {
    const columns = columnsOf(sample);
    const path = pathOf(columns);
    const verb = logs.find(([name]) => name === path)?.[2];
    const derived = sample.records.length === 0 || sample.records.some((row) => hasAny(row, "_path"));
    return {
      time: times("ts", "_write_ts"),
      timeFormat: ["iso", "epoch_s"],
      actor: ["_actor", "username", "user", "cookie", "client", "mailfrom", "id.orig_h", "tx_hosts[0]"],
      type: derived || path === undefined ? ["_type"] : [`=${path}`, ...(verb === undefined ? [] : [verb])],
      entities: [
        acts("id.resp_h", "host", "reaches"),
        within("id.orig_h", "host", "from"),
        acts(["path", "name", "uri", "query", "server_name"], "object"),
        acts(["service", "host"], "service"),
        acts("rcptto[0]", "address", "mails"),
      ],
      attributes: [
        network,
        { name: "device", column: ["client_name", "hostname"] },
        { name: "agent", column: ["user_agent", "client_build"] },
        { name: "domain", column: "domainname" },
      ],
      roots,
    };
  },
  derive: (row) => {
    const path = firstText(row, ["_path"]) ?? pathOf(row);
    const verb = logs.find(([name]) => name === path)?.[2];
    const failed = path === "ntlm" && row.success === false ? "failed" : undefined;
    return {
      _actor: actorOf(row),
      _type: [path, failed ?? (verb && firstText(row, [verb]))].filter(Boolean).join(" ") || undefined,
      _network: networkOf(firstText(row, ["id.orig_h"])),
    };
  },
};
