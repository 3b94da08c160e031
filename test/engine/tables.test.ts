import { describe, expect, test } from "vitest";
import { readWindow, storeQuery } from "../../src/engine/tables.ts";
import { openTestDatabase } from "../support/database.ts";

describe("a cell's table", () => {
  test("keeps big integers, times, prototypes and odd names as they are", async () => {
    const db = await openTestDatabase();
    const body =
      'select 9007199254740993::bigint as big, 12::bigint as small, timestamp \'2025-03-30 01:02:03.456789\' as t, null as nothing, true as yes, \'x\' as "__proto__", [1,2] as "a ""b""", 0.5::decimal(4,2) as d;';
    const info = await storeQuery(db, 'odd "name"', body, new Set());
    expect(info.rows).toBe(1);
    expect(info.columns.map(({ name }) => name)).toEqual([
      "big",
      "small",
      "t",
      "nothing",
      "yes",
      "__proto__",
      'a "b"',
      "d",
    ]);
    const { rows } = await readWindow(db, 'odd "name"', 0, 10);
    expect(rows[0]!.slice(0, 7)).toEqual([
      "9007199254740993",
      12,
      "2025-03-30T01:02:03.456Z",
      null,
      true,
      "x",
      "[1, 2]",
    ]);
  });

  test("shows a moment with its zone as UTC", async () => {
    const db = await openTestDatabase();
    await storeQuery(db, "z", "select to_timestamp(1700000000) as t", new Set());
    expect((await readWindow(db, "z", 0, 1)).rows).toEqual([["2023-11-14T22:13:20.000Z"]]);
  });

  test("is read by windows, in the wanted order", async () => {
    const db = await openTestDatabase();
    await storeQuery(db, "n", "select (i * 7) % 100 as v from range(100) t(i)", new Set());
    const sorted = await readWindow(db, "n", 10, 3, { column: "v", descending: true });
    expect(sorted.rows).toEqual([[89], [88], [87]]);
    expect((await readWindow(db, "n", 98, 10)).rows).toHaveLength(2);
  });

  test("says what is wrong, and cannot take a tenant's own table", async () => {
    const db = await openTestDatabase();
    await expect(storeQuery(db, "x", "select * from nowhere", new Set())).rejects.toThrow(/x: .*nowhere/);
    await expect(storeQuery(db, "x", "drop table events", new Set())).rejects.toThrow();
    await expect(storeQuery(db, "x", "  ", new Set())).rejects.toThrow(/empty/);
    await expect(storeQuery(db, "events", "select 1", new Set(["events"]))).rejects.toThrow(/another name/);
    await expect(storeQuery(db, "x", "select 1) ; drop table events; select (1", new Set())).rejects.toThrow();
    expect((await db.query("select count(*) from events")).numRows).toBe(1);
  });
});
