import fc from "fast-check";
import type { Source } from "../../src/ingest/formats/format.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import type { FileReport } from "../../src/ingest/report.ts";
import { openTestDatabase } from "../support/database.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";
import { checkCounts, emptyTenant, tenantTold } from "./support/tenant-here.ts";
import { csvRow } from "./support/texts.ts";

export const cases = 1000;

const mapping: Mapping = {
  time: "when",
  actor: "who",
  type: ["what"],
  id: "id",
  entities: [
    { column: "file", type: "file", relationship: "touches" },
    { column: "host", type: "host", relationship: "from", role: "subject" },
  ],
  attributes: ["country"],
};
const header = "id,when,who,what,file,host,country\n";
const second = Date.UTC(2024, 0, 1);
const when = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.integer({ min: 0, max: 3_000_000 }).map((s) => new Date(second + s * 1000).toISOString()),
  },
  { weight: 1, arbitrary: fc.constantFrom("", "tomorrow", "2024-13-01", "infinity", "-") },
);
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("ann", "bob", "read", "write", "a.txt", "ä", "-", "", "=1+1") },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom("a", "'", '"', ",", "\n", "\r\n", "\\", "😀", " ", "$kind", "\u202e"),
      maxLength: 5,
    }),
  },
);
const row = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.integer({ min: 0, max: 12 }).map(String), when, name, name, name, name, name) },
  { weight: 1, arbitrary: fc.array(name, { minLength: 1, maxLength: 3 }) },
);
const rows = fc.array(row, { minLength: 1, maxLength: 14 });

function source(title: string, given: readonly (readonly string[])[]): Source {
  const blob = new Blob([header, given.map((fields) => `${csvRow(fields)}\n`).join("")]);
  return { name: title, size: blob.size, blob };
}
const daysLater = (text: string, days: number): string =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(Date.parse(text) + days * 86_400_000).toISOString() : text;

/** The laws again, by the real importer and DuckDB: each case imports its rows five times. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  const db = await openTestDatabase();
  const outcome = async (files: readonly Source[], { sliceBytes = 1 << 20, shiftUs = 0 } = {}) => {
    const tenant = await emptyTenant(db, { sliceBytes });
    const reports: FileReport[] = [];
    for (const file of files) reports.push(await tenant.load(file, mapping));
    await tenant.importer.finishImport();
    await checkCounts(db, reports);
    return { rows: reports.map((report) => report.rows), told: await tenantTold(db, { shiftUs }) };
  };
  const laws = fc.asyncProperty(
    rows,
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: -40, max: 40 }),
    fc.nat(14),
    async (given, sliceBytes, days, cut) => {
      const whole = await outcome([source("whole.csv", given)]);
      const expect = (what: string, ours: unknown, theirs: unknown) => {
        const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
        if (a !== b) throw new Error(`${what}: ${a} is not ${b}`);
      };
      if (whole.rows[0]!.in !== given.length) throw new Error(`${given.length} rows were read as ${whole.rows[0]!.in}`);
      expect("slices", await outcome([source("whole.csv", given)], { sliceBytes }), whole);
      const shifted = given.map((fields) => fields.map((field, i) => (i === 1 ? daysLater(field, days) : field)));
      expect("shift", await outcome([source("whole.csv", shifted)], { shiftUs: days * 86_400e6 }), whole);
      const parts = [source("first.csv", given.slice(0, cut)), source("second.csv", given.slice(cut))];
      const forth = await outcome(parts);
      const back = await outcome(parts.reverse());
      expect("files", forth.told, whole.told);
      expect("files the other way round", back.told, whole.told);
    },
  );
  return [await tryProperty("imports: conservation, splitting, order of files, time shift", laws, options)];
}
