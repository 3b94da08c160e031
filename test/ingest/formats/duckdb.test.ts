import fc from "fast-check";
import { expect, test } from "vitest";
import { texts } from "../../../src/db/columns.ts";
import type { Recognised } from "../../../src/ingest/formats/format.ts";
import { openTestDatabase } from "../../support/database.ts";
import { readWhole, sourceOf } from "./support.ts";

const abc: Recognised = {
  format: "csv",
  compression: "none",
  encoding: "utf-8",
  dialect: { delimiter: ",", quote: '"', columns: ["a", "b", "c"], headerLines: 1 },
  notes: [],
};
const piece = fc.constantFrom("a", "b", ",", '"', "\n", "\r\n", "é", "1", ",", "\n", ',"', '",', '""');

test("a cell of three megabytes goes through where DuckDB is told of long lines", async () => {
  const db = await openTestDatabase({ canonical: false });
  const { csv } = await readWhole(sourceOf(`a,b,c\n1,${"x".repeat(3 << 20)},3\n4,5,6\n`), { wants: "csv" }, abc);
  await db.registerBytes("long.csv", new TextEncoder().encode(csv));
  const table = await db.query(
    `select length(b)::varchar n from read_csv('/in/long.csv', auto_detect=false, header=false, delim=',', quote='"',
     escape='"', new_line='\\n', max_line_size=20000000, columns={a:'VARCHAR', b:'VARCHAR', c:'VARCHAR'})`,
  );
  expect(texts(table, "n")).toEqual([String(3 << 20), "1"]);
});

test("DuckDB reads the bytes that are handed over as the same records", async () => {
  const db = await openTestDatabase({ canonical: false });
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 120 }), async (pieces) => {
      const source = sourceOf(`x,y,z\nfirst,"of ""all""",\n${pieces.join("")}`);
      const { records } = await readWhole(source, { wants: "records" }, abc);
      const { csv } = await readWhole(source, { wants: "csv" }, abc);
      await db.registerBytes("t.csv", new TextEncoder().encode(csv));
      const table = await db.query(
        `select coalesce(a, '') a, coalesce(b, '') b, coalesce(c, '') c from read_csv('/in/t.csv', auto_detect=false,
         header=false, delim=',', quote='"', escape='"', new_line='\\n', strict_mode=false, null_padding=false,
         columns={a:'VARCHAR', b:'VARCHAR', c:'VARCHAR'})`,
      );
      await db.dropFile("t.csv");
      const [a, b, c] = [texts(table, "a"), texts(table, "b"), texts(table, "c")];
      expect(records).toEqual(records.map((_, i) => ({ a: a[i], b: b[i], c: c[i] })));
      expect(a.length).toBe(records.length);
    }),
    { numRuns: 150 },
  );
});
