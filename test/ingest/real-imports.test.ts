import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ints, scalar, texts } from "../../src/db/columns.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { describeFormat } from "../../src/ingest/formats/describe.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { readSample } from "../../src/ingest/formats/sample.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { parseMapping } from "../../src/ingest/parse-mapping.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { suggestMapping } from "../../src/ingest/suggest.ts";
import { recogniseVendor } from "../../src/ingest/vendors/registry.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";
import { serviceNow } from "../support/service-now.ts";
import { sharedData } from "../support/shared-data.ts";

const data = sharedData();

async function opened(path: string) {
  const blob = new Blob([readFileSync(join(data!, path))]);
  const source = { name: basename(path), size: blob.size, blob };
  const recognised = await recognise(source);
  const { columns, records } = await readSample(source, recognised);
  return { source, recognised, columns, records, sample: { name: source.name, columns, records } };
}

async function tenant() {
  const db = await openTestDatabase();
  const raw = createRawStore();
  const importer = createImporter(db, { decoder: decodeHere(), raw });
  const load = async (path: string, given?: Mapping) => {
    const { source, recognised, columns, sample } = await opened(path);
    const vendor = recogniseVendor(sample);
    const mapping = given ?? vendor?.mapping(sample) ?? suggestMapping(sample).mapping!;
    const rest = { vendor: vendor?.id ?? null, derives: given === undefined && vendor?.derive !== undefined };
    return importer.importSource(
      { source, recognised, format: describeFormat(recognised), columns, mapping, ...rest },
      quietJob(),
    );
  };
  return { db, raw, importer, load };
}

describe.skipIf(data === null)("real exports", () => {
  test("ServiceNow incidents import by the written mapping, every row of them", async () => {
    const { db, raw, importer, load } = await tenant();
    const report = await load("servicenow_incidents/incident_event_log.csv.gz", parseMapping(serviceNow));
    expect(report.rows.in).toBe(119_998);
    expect(report.rows.typed + report.rows.rejected).toBe(119_998);
    expect(report.notes.join()).toContain("event_id");
    expect(scalar(await db.query("select count(*)::integer from events"))).toBe(report.rows.typed);
    expect(scalar(await db.query("select count(*)::integer from entities where type = 'ticket'"))).toBeGreaterThan(
      20_000,
    );
    const first = "select ts || ' ' || name || ' ' || line as v from events join actors on id = actor where event = 0";
    expect(texts(await db.query(first), "v")).toEqual(["2016-02-29 00:23:00 Updated by 21 2"]);
    expect(await raw.rawRecord(0, 2)).toContain("INC0000045,New,true,0,0,0");
    await importer.finishImport();
    expect(texts(await db.query("select name from types where root"), "name")).toEqual(["Resolved"]);
  });

  test("git activity imports by its suggested mapping, every row of it", async () => {
    const { load } = await tenant();
    const report = await load("git_tenant/events.csv.gz");
    expect(report.rows).toEqual({ in: 86_544, typed: 86_544, rejected: 0, duplicate: 0 });
  });

  test("CloudTrail deliveries import as one tenant", async () => {
    const { db, raw, load } = await tenant();
    let typed = 0;
    for (const name of readdirSync(join(data!, "cloudtrail"))
      .filter((file) => file.endsWith(".gz"))
      .slice(0, 12)) {
      const { rows } = await load(`cloudtrail/${name}`);
      const trail = JSON.parse(gunzipSync(readFileSync(join(data!, "cloudtrail", name))).toString()) as {
        Records: unknown[];
      };
      expect(rows.in).toBe(trail.Records.length);
      expect(rows.in).toBe(rows.typed + rows.rejected + rows.duplicate);
      typed += rows.typed;
    }
    const raws = await db.query("select file, line, event from events order by event limit 60");
    const [files, lines, events] = ["file", "line", "event"].map((name) => ints(raws, name));
    const places = [...files!].map((file, i) => ({ file, line: lines![i]!, event: events![i]! }));
    const ids = texts(await db.query("select id from event_ids order by event limit 60"), "id");
    const found = (await raw.rawRecords(places)).map((text) => (JSON.parse(text!) as { eventID: string }).eventID);
    expect(found).toEqual(ids);
    expect(scalar(await db.query("select count(*)::integer from events"))).toBe(typed);
  });

  test("a mapping is suggested for ServiceNow incidents", async () => {
    const { sample } = await opened("servicenow_incidents/incident_event_log.csv.gz");
    const { mapping, reasons } = suggestMapping(sample);
    expect(mapping).toMatchObject({
      time: "sys_updated_at",
      timeFormat: "%d/%m/%Y %H:%M",
      actor: "sys_updated_by",
      type: ["incident_state"],
    });
    expect(mapping!.entities!.map(({ column }) => column)).toEqual(expect.arrayContaining(["number", "caller_id"]));
    expect(mapping!.attributes).toContain("location");
    expect(reasons.find(({ part }) => part === "time")!.text).toMatch(/\d+ of 200 values parse only as day\/month/);
  });

  test("a mapping is suggested for git activity", async () => {
    const { sample } = await opened("git_tenant/events.csv.gz");
    const { mapping } = suggestMapping(sample);
    expect(mapping).toMatchObject({
      time: "timestamp",
      timeFormat: "iso",
      actor: "user",
      type: ["action"],
      attributes: ["tz_offset"],
    });
    expect(mapping!.id).toBeUndefined();
    expect(mapping!.entities!.map(({ column }) => column)).toEqual(expect.arrayContaining(["repo", "directory"]));
  });
});
