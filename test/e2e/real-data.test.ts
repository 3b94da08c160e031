import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { serviceNow } from "../support/service-now.ts";
import { readText, sharedData } from "../support/shared-data.ts";
import { type Finished, Workshop } from "./command.ts";

interface Rows {
  readonly in: number;
  readonly typed: number;
  readonly rejected: number;
  readonly duplicate: number;
}

const data = sharedData();
const workshop = new Workshop();
beforeAll(buildWhatIsStale);
afterAll(() => workshop.close());

/** The run's counts, after the laws that hold for every run: nothing lost, nothing asked of anybody. */
function accounted(run: Finished): { rows: Rows; files: { name: string; vendor: string | null; rows: Rows }[] } {
  expect(run.status, run.said).toBe(0);
  const facts = JSON.parse(run.written("run.json"));
  expect(facts.requests).toBe(0);
  for (const { rows } of [facts, ...facts.files])
    expect(rows.typed + rows.rejected + rows.duplicate, run.said).toBe(rows.in);
  console.info(`${run.seconds.toFixed(1)} s: ${JSON.stringify(facts.rows)} ${JSON.stringify(facts.seconds)}`);
  return facts;
}

/** Whether anything in a record reads as a time: these samples leave out many. */
const hasTime = (line: string): boolean => /\d{4}-\d\d-\d\d[T ]\d\d:|"\d{10,13}"|:\s*\d{10,13}\b/.test(line);

/** Samples of Azure and Entra: time, actor and type are in every record, in one of many places. */
const whole = new Set([
  "azure_audit.ndjson",
  "azure_monitoractivity.ndjson",
  "microsoft365_audit_azureactivedirectory.ndjson",
]);

describe.skipIf(data === null)("real exports, accounted to the row", () => {
  test("ServiceNow incidents by the written mapping: 119,998 rows, one root type, no ignored actor", async () => {
    const mapping = workshop.write("mapping.json", JSON.stringify(serviceNow));
    const run = await workshop.investigate(
      "--mapping",
      mapping,
      join(data!, "servicenow_incidents/incident_event_log.csv.gz"),
    );
    expect(accounted(run).rows.in).toBe(119_998);
    expect(run.cases.length).toBeGreaterThan(0);
    expect(run.scores.some(({ actor }) => actor === "Updated by 908")).toBe(false);
  });

  test("repository activity by a suggested mapping: 86,544 rows", async () => {
    const run = await workshop.investigate(join(data!, "git_tenant/events.csv.gz"));
    expect(accounted(run).rows).toEqual({ in: 86_544, typed: 86_544, rejected: 0, duplicate: 0 });
  });

  test("Windows Security events without a mapping: 102,381 rows", async () => {
    const run = await workshop.investigate(join(data!, "windows_security/windows_security_all.ndjson.gz"));
    const { rows } = accounted(run);
    expect(rows.in).toBe(102_381);
    expect(rows.typed + rows.duplicate).toBeGreaterThan(0.95 * rows.in);
  });

  test("55 CloudTrail deliveries as one tenant: 2,900 events", async () => {
    const folder = join(data!, "cloudtrail");
    const files = readdirSync(folder).filter((name) => name.endsWith(".json.gz"));
    expect(files).toHaveLength(55);
    const { rows, files: read } = accounted(await workshop.investigate(...files.map((name) => join(folder, name))));
    expect(rows.in).toBe(2900);
    expect(read).toHaveLength(55);
  });

  test("one file of each service: its vendor recognised, and rows rejected only where the sample leaves out time, actor or type", async () => {
    const { files } = accounted(await workshop.investigate(join(data!, "saas_samples")));
    expect(files).toHaveLength(readdirSync(join(data!, "saas_samples")).length);
    for (const { name, vendor, rows } of files) {
      expect(vendor, name).not.toBeNull();
      const dated = readText(join(data!, "saas_samples", name))
        .split("\n")
        .filter(hasTime).length;
      if (rows.in === dated || whole.has(name))
        expect(rows.typed + rows.duplicate, name).toBeGreaterThanOrEqual(0.95 * rows.in);
    }
    expect(files.filter(({ name }) => whole.has(name))).toHaveLength(whole.size);
  });
});
