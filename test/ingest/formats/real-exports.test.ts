import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { describeFormat } from "../../../src/ingest/formats/describe.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { readSample } from "../../../src/ingest/formats/sample.ts";
import { readSlices } from "../../../src/ingest/formats/slices.ts";
import { sourceOf } from "./support.ts";

const data = findData(import.meta.dirname);

function findData(from: string): string | null {
  const found = join(from, "shared", "data");
  if (existsSync(found)) return found;
  return dirname(from) === from ? null : findData(dirname(from));
}

const read = (path: string): Uint8Array => readFileSync(join(data!, path));
const plain = (path: string): string => {
  const bytes = read(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : Buffer.from(bytes)).toString("utf8");
};
const list = (folder: string, ending: RegExp): string[] =>
  data === null
    ? []
    : readdirSync(join(data, folder))
        .filter((name) => ending.test(name))
        .map((name) => `${folder}/${name}`);
const countLines = (path: string): number =>
  plain(path)
    .split("\n")
    .filter((line) => line.trim() !== "").length;

async function count(path: string): Promise<{ records: number; rejects: number; format: string }> {
  const source = sourceOf(read(path), path);
  const recognised = await recognise(source);
  let records = 0;
  let rejects = 0;
  for await (const slice of readSlices(source, recognised)) {
    records += slice.records;
    rejects += slice.rejects.length;
    if (slice.data.kind === "records") expect(slice.data.records.length).toBe(slice.records);
  }
  const sample = await readSample(source, recognised);
  expect(sample.columns.length).toBeGreaterThan(1);
  return { records, rejects, format: describeFormat(recognised) };
}

describe.skipIf(data === null)("real exports (skipped where ../shared/data is absent)", () => {
  test.each([
    ["servicenow_incidents/incident_event_log.csv.gz", 119_998, "CSV (comma), gzip, UTF-8"],
    ["git_tenant/events.csv.gz", 86_544, "CSV (comma), gzip, UTF-8"],
    ["windows_security/windows_security_all.ndjson.gz", 102_381, "JSON lines, gzip, UTF-8"],
  ])("%s has %i rows", async (path, records, format) => {
    expect(await count(path)).toEqual({ records, rejects: 0, format });
  });

  test("55 CloudTrail files hold 2,900 records", async () => {
    const files = list("cloudtrail", /\.json\.gz$/);
    let records = 0;
    for (const path of files) {
      const counted = await count(path);
      expect(counted).toEqual({
        records: (JSON.parse(plain(path)) as { Records: unknown[] }).Records.length,
        rejects: 0,
        format: "JSON (Records), gzip, UTF-8",
      });
      records += counted.records;
    }
    expect([files.length, records]).toEqual([55, 2900]);
  });

  test.each([
    ...list("saas_samples", /\.ndjson$/),
    ...list("zeek", /\.json\.gz$/),
    ...list("windows_security/golden_saml", /\.json$/),
    ...list("windows_security/aws", /\.json$/),
  ])("%s has as many records as lines", async (path) => {
    const counted = await count(path);
    expect(counted).toMatchObject({ records: countLines(path), rejects: 0 });
    expect(counted.format).toMatch(/^JSON/);
  });
});
