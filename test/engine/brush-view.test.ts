import { expect, test } from "vitest";
import { texts } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";
import { type BrushedRange, storeBrush } from "../../src/engine/brush-view.ts";
import { readSchema, storeQuery } from "../../src/engine/tables.ts";
import { openTestDatabase } from "../support/database.ts";

const read = async (db: Database, values: string) =>
  texts(
    await db.query(
      `select cast(v as varchar) as v from (values ${values}) as t(v), chart where lo is null or v between lo and hi order by v`,
    ),
    "v",
  );

test.each<[string, BrushedRange, readonly string[]]>([
  ["(date '2025-01-01'), (date '2025-01-02')", { type: "day", lo: "2025-01-02", hi: "2025-01-03" }, ["2025-01-02"]],
  ["(1.5), (20)", { type: "number", lo: "2", hi: "30" }, ["20.0"]],
  ["('it''s'), ('x')", { type: "text", lo: "a", hi: "it's" }, ["it's"]],
  [
    "(timestamp '2025-01-01 10:00'), (timestamp '2025-01-01 12:00')",
    { type: "time", lo: "2025-01-01T11:00:00.000Z", hi: "2025-01-01T12:00:00.000Z" },
    ["2025-01-01 12:00:00"],
  ],
])("what is brushed compares with %s, and so does nothing", async (values, range, within) => {
  const db = await openTestDatabase();
  await storeBrush(db, "chart", null);
  expect(await read(db, values)).toHaveLength(2);
  await storeBrush(db, "chart", range);
  expect(await read(db, values)).toEqual(within);
  await storeBrush(db, "chart", null);
  expect(await read(db, values)).toHaveLength(2);
});

test("a cell that takes a brush's name has the name, and gives it back", async () => {
  const db = await openTestDatabase();
  await storeBrush(db, "chart", { type: "number", lo: "1", hi: "2" });
  expect((await readSchema(db)).find(({ table }) => table === "chart")?.columns.map(({ name }) => name)).toEqual([
    "lo",
    "hi",
  ]);
  await storeQuery(db, "chart", "select 7 as n");
  expect(texts(await db.query("select cast(n as varchar) as n from chart"), "n")).toEqual(["7"]);
  await storeBrush(db, "chart", null);
  expect(texts(await db.query("select coalesce(cast(lo as varchar), 'nothing') as lo from chart"), "lo")).toEqual([
    "nothing",
  ]);
});
