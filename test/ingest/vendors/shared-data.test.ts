import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recogniseVendor } from "../../../src/ingest/vendors/registry.ts";
import type { Vendor } from "../../../src/ingest/vendors/vendor.ts";
import { claimants, type Read, readAll } from "../../support/events.ts";
import { readNdjson, readText, sharedData } from "../../support/shared-data.ts";

type Row = Record<string, unknown>;

const data = sharedData();
const samples = data === null ? "" : join(data, "saas_samples");

/** Every leaf of a row with its path in lower case. */
function* leaves(value: unknown, path = ""): Generator<readonly [string, string]> {
  if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value))
      yield* leaves(inner, path === "" ? name.toLowerCase() : `${path}.${name.toLowerCase()}`);
  } else if (value !== null && value !== undefined && String(value) !== "") yield [path, String(value)];
}

const looksLikeTime = /^(20\d\d-\d\d-\d\d[T ]\d\d:\d\d|1[2-9]\d{8}(\d{3})?$)/;
const own = "(?:^|^event\\.|^data\\.|^id\\.|^properties\\.|^protopayload\\.)";
const timeNames = new RegExp(
  `${own}(time|eventtime|@timestamp|timestamp|event_timestamp|date|published|created_at|creationtime|date_create|receivetimestamp|p_event_time|activitydatetime|createddatetime)$`,
);
const actorNames = new RegExp(
  `${own}(actor|user|userid|user_name|username|login|useridentity\\.(username|arn|principalid|email|invokedby)|useridentity\\.sessioncontext\\.sessionissuer\\.arn|actor\\.(email|alternateid|user\\.email|person\\.email)|created_by\\.(login|name|id)|user\\.name|target_user\\.email|actor_user_name|actor_user_id|authenticationinfo\\.principalemail|useridentity|initiatedby\\.(user|app)\\.\\w+|userprincipalname|details\\.request\\.auth\\.user\\.email|user_id)$`,
);
const typeNames = new RegExp(
  `${own}(action|event|eventtype|event_type|event_type_id|eventname|methodname|operation|operationname|actionname|name|type)$`,
);

/** Which of the three a row holds, by a search of its own that knows no vendor. */
function holds(row: Row): { time: boolean; actor: boolean; type: boolean } {
  const all = [...leaves(row)];
  return {
    time: all.some(([path, value]) => timeNames.test(path) && looksLikeTime.test(value)),
    actor: all.some(([path, value]) => actorNames.test(path) && value !== "null"),
    type: all.some(([path]) => typeNames.test(path)),
  };
}

/** The share of the rows that have it in which it was found. */
function found(rows: readonly Row[], reads: readonly Read[], what: "time" | "actor" | "type"): number {
  const having = rows.flatMap((row, i) => (holds(row)[what] ? [reads[i]] : []));
  const read = having.filter((one) => (what === "time" ? one?.ms : one?.[what]) !== null);
  return having.length === 0 ? 1 : read.length / having.length;
}

/** The rows as they come without the marks of the pipeline that collected them. */
const unmarked = (rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith("p_") || name === "p_event_time")),
  );

const expected: Readonly<Record<string, string>> = {
  auth0_events: "auth0",
  aws_cloudtrail: "aws-cloudtrail",
  azure_audit: "entra",
  azure_monitoractivity: "azure-activity",
  box_event: "box",
  databricks_audit: "databricks-audit",
  duo_authentication: "duo",
  gcp_auditlog: "gcp-audit",
  github_audit: "github-audit",
  gravitational_teleportaudit: "teleport-audit",
  gsuite_activityevent: "google-workspace",
  microsoft365_audit_azureactivedirectory: "m365-audit",
  microsoft365_audit_exchange: "m365-audit",
  notion_auditlogs: "notion-audit",
  okta_systemlog: "okta",
  onelogin_events: "onelogin",
  onepassword_signinattempt: "onepassword",
  slack_auditlogs: "slack-audit",
  snowflake_loginhistory: "snowflake",
};

function vendorOf(rows: readonly Row[]): Vendor {
  const vendor = recogniseVendor({ name: "export", columns: Object.keys(rows[0] ?? {}), records: rows.slice(0, 1000) });
  if (vendor === null) throw new Error("no vendor");
  return vendor;
}

describe.skipIf(data === null)("the real exports", () => {
  const files = data === null ? [] : readdirSync(samples).filter((name) => name.endsWith(".ndjson"));

  it.each(files)("%s is claimed by its own vendor only, with time, actor and type", (file) => {
    const rows = unmarked(readNdjson(join(samples, file)));
    expect(claimants(rows)).toEqual([expected[file.replace(".ndjson", "")]]);
    const reads = readAll(vendorOf(rows), rows);
    const shares = {
      time: found(rows, reads, "time"),
      actor: found(rows, reads, "actor"),
      type: found(rows, reads, "type"),
    };
    console.log(file, rows.length, JSON.stringify(shares));
    for (const [what, share] of Object.entries(shares)) expect(share, `${file}: ${what}`).toBeGreaterThanOrEqual(0.95);
  });

  it.each(files)("%s is recognised by its first twenty rows", (file) => {
    const rows = unmarked(readNdjson(join(samples, file))).slice(0, 20);
    expect(claimants(rows)).toEqual([expected[file.replace(".ndjson", "")]]);
  });

  const whole: readonly (readonly [string, string])[] = [
    ["windows_security/golden_saml/AADAuditEvents.json", "entra"],
    ["windows_security/golden_saml/Microsoft365DefenderEvents.json", "microsoft-defender"],
    ["windows_security/golden_saml/OfficeActivityEvents.json", "m365-audit"],
    ["windows_security/golden_saml/WindowsEvents.json", "windows-security"],
    ["windows_security/aws/ec2_proxy_s3_exfiltration_2020-09-14011940.json", "aws-cloudtrail"],
    ["zeek/kerberos.json.gz", "zeek"],
    ["zeek/ntlm.json.gz", "zeek"],
    ["zeek/rdp.json.gz", "zeek"],
    ["zeek/smb_mapping.json.gz", "zeek"],
    ["zeek/smtp.json.gz", "zeek"],
  ];

  it.each(whole)("%s: every row has time, actor and type", (file, vendor) => {
    const rows = readNdjson(join(data ?? "", file));
    expect(claimants(rows.slice(0, 1000))).toEqual([vendor]);
    const missing = readAll(vendorOf(rows), rows).filter(
      (read) => read.ms === null || read.actor === null || read.type === null,
    );
    expect(missing).toEqual([]);
  });

  it.each(["servicenow_incidents/incident_event_log.csv.gz", "git_tenant/events.csv.gz"])(
    "%s is no vendor's",
    (file) => {
      const [header = "", ...lines] = readText(join(data ?? "", file)).split("\n", 20);
      const columns = header.split(",");
      const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i] ?? "", cell])));
      expect(claimants(rows)).toEqual([]);
    },
  );

  it("AWS_S3_HoneyBucketLogs.csv is known by its header", () => {
    const header =
      readText(join(data ?? "", "windows_security/aws/AWS_S3_HoneyBucketLogs.csv")).split(/\r?\n/, 1)[0] ?? "";
    expect(recogniseVendor({ name: "export", columns: header.split(","), records: [] })?.id).toBe("aws-s3");
  });

  it("all 2,900 CloudTrail records have time, actor and type, and an id each", () => {
    const folder = join(data ?? "", "cloudtrail");
    const records = readdirSync(folder)
      .filter((name) => name.endsWith(".json.gz"))
      .flatMap((name) => {
        const rows = (JSON.parse(readText(join(folder, name))) as { Records: Row[] }).Records;
        expect(claimants(rows), name).toEqual(["aws-cloudtrail"]);
        return rows;
      });
    const reads = readAll(vendorOf(records), records);
    expect(reads).toHaveLength(2900);
    expect(reads.filter((read) => read.ms === null || read.actor === null || read.type === null)).toEqual([]);
    expect(new Set(reads.map((read) => read.id)).size).toBe(2900);
  });

  it("all 102,381 Windows records have time, actor and type, wherever the sample is taken", () => {
    const path = join(data ?? "", "windows_security", "windows_security_all.ndjson.gz");
    if (!existsSync(path)) return;
    const rows = readNdjson(path);
    expect(rows).toHaveLength(102_381);
    for (let from = 0; from < rows.length; from += 5000) {
      expect(claimants(rows.slice(from, from + 50)), `from ${from}`).toEqual(["windows-security"]);
    }
    const reads = readAll(vendorOf(rows), rows);
    expect(reads.filter((read) => read.ms === null || read.actor === null || read.type === null)).toEqual([]);
    const ids = reads.map((read) => read.id).filter((id) => id !== null);
    expect(new Set(ids).size).toBe(ids.length);
  }, 60_000);
});
