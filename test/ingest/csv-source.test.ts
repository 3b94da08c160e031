import fc from "fast-check";
import { expect, test } from "vitest";
import { texts } from "../../src/db/columns.ts";
import { csvSelect } from "../../src/ingest/csv-source.ts";
import { planStaging } from "../../src/ingest/staging-plan.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase({ canonical: false });
const plan = planStaging({
  time: "c",
  actor: ["a", "b"],
  type: ["=did", "b"],
  entities: [{ column: "absent", type: "x", relationship: "y" }],
  nulls: ["?"],
});
const field = fc.string({
  unit: fc.constantFrom("a", "é", "😀", "?", "'", '"', ",", ";", "\n", "\r\n", "\r", " ", "\\", "\t", "0"),
  maxLength: 8,
});
const written = (value: string, delimiter: string): string =>
  /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;

test("DuckDB reads well-formed text to the letter, whatever the fields hold and however the lines end", async () => {
  const rows = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom("\n", "\r\n"),
      async (records, delimiter, eol) => {
        const text = records
          .map((record) => `${record.map((value) => written(value, delimiter)).join(delimiter)}${eol}`)
          .join("");
        const bytes = new TextEncoder().encode(text);
        const dialect = { delimiter, quote: '"', columns: ["a", "b", "c"], headerLines: 0 };
        const select = csvSelect(plan, dialect, { file: "p.csv", bytes: bytes.length });
        await db.registerBytes("p.csv", bytes);
        const table = await db.query(select);
        await db.dropFile("p.csv");
        const value = (text: string | undefined) => (text === "?" ? "" : (text ?? ""));
        expect(texts(table, "t")).toEqual(records.map((record) => value(record[2])));
        expect(texts(table, "actor")).toEqual(records.map(([a, b]) => value(a) || value(b)));
        expect(texts(table, "type")).toEqual(records.map(([, b]) => (value(b) ? `did ${value(b)}` : "did")));
        expect(texts(table, "e0")).toEqual(records.map(() => ""));
      },
    ),
    { numRuns: 150 },
  );
});
