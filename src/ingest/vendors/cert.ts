import type { EntityMapping } from "../mapping.ts";
import { acts, within } from "./common.ts";
import { share } from "./recognition.ts";
import { count, firstText, has, hasAny, type Row } from "./record.ts";
import type { Sample, Vendor } from "./vendor.ts";

type Kind = "email" | "http" | "file" | "device" | "logon";

/** Which of the data set's five files this is, by the columns that only it has; logon and device by their activities. */
function kindOf(sample: Sample): Kind {
  const row: Row = Object.fromEntries(
    [...sample.columns, ...Object.keys(sample.records[0] ?? {})].map((name) => [name, ""]),
  );
  if (hasAny(row, "to", "from", "attachments")) return "email";
  if (has(row, "url")) return "http";
  if (has(row, "filename")) return "file";
  const connects = sample.records.some((record) => /connect$/i.test(firstText(record, ["activity"]) ?? ""));
  return has(row, "file_tree") || connects ? "device" : "logon";
}

const entities: Readonly<Record<Kind, readonly EntityMapping[]>> = {
  logon: [],
  device: [],
  file: [acts("filename", "file")],
  http: [acts(["_domain", "url"], "domain", "visits")],
  email: [acts(["_recipient", "to"], "address", "mails"), acts("from", "address", "mails as")],
};

const roots: Readonly<Record<Kind, readonly string[]>> = {
  logon: [],
  device: ["device Connect"],
  file: ["file", "file File Copy", "file File Delete", "file File Write"],
  http: ["http WWW Upload", "http WWW Download"],
  email: ["email Send", "email"],
};

/** CERT insider-threat data set (all releases): logon, device, file, http and email tables. */
export const cert: Vendor = {
  id: "cert-insider",
  title: "CERT insider threat data set",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        has(row, "id", "date", "user", "pc") &&
        count(row, "activity", "filename", "url", "content", "to", "from", "attachments", "file_tree") >= 1 &&
        (sample.records.length === 0 || /^\d\d?\/\d\d?\/\d{4} \d\d?:\d\d/.test(firstText(row, ["date"]) ?? "")),
    ),
  mapping: (sample) => {
    const kind = kindOf(sample);
    const told = sample.columns.includes("activity") || sample.records.some((row) => has(row, "activity"));
    return {
      time: "date",
      timeFormat: ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"],
      actor: "user",
      type: told ? [`=${kind}`, "activity"] : [`=${kind}`],
      id: "id",
      entities: [within("pc", "host", "on"), ...entities[kind]],
      attributes: [{ name: "device", column: "pc" }],
      roots: roots[kind],
    };
  },
  derive: (row) => ({
    _domain: /^[a-z]+:\/\/([^/:]+)/i.exec(firstText(row, ["url"]) ?? "")?.[1]?.toLowerCase(),
    _recipient: firstText(row, ["to"])?.split(";")[0]?.trim(),
  }),
};
