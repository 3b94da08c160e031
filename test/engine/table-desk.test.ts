import { type ParquetParsers, parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { texts } from "../../src/db/columns.ts";
import type { TableView } from "../../src/engine/api/table-views.ts";
import { TableDesk } from "../../src/engine/table-desk.ts";
import { storeQuery } from "../../src/engine/tables.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase({ canonical: false });
const desk = new TableDesk(db);
const store = (name: string, body: string) => storeQuery(db, name, body);
const all = async (name: string, view: TableView = {}) => (await desk.window(name, 0, 1000, view)).rows;
const lists = async () =>
  texts(await db.query("select table_name from duckdb_tables() where schema_name = 'table_orders'"), "table_name");

await store(
  "people",
  `select i as id, case when i % 10 = 3 then null else 'user-' || (i % 7) end as "the ""user""", (i * 7) % 100 as n,
          timestamp '2025-03-01' + to_hours(i) as t, i * 0.5 as x, i % 2 = 0 as even,
          9007199254740000 + i as big, date '2025-03-01' + (i // 24)::integer as day
   from range(100) r(i)`,
);
const user = 'the "user"';

describe("windows of a view", () => {
  test("are the sorted rows from a position on, ties in the table's order, blanks last", async () => {
    const sorted = await desk.window("people", 10, 3, {
      orderBy: { column: "n", descending: true },
      columns: ["n", "id"],
    });
    expect(sorted.rows).toEqual([
      [89, 27],
      [88, 84],
      [87, 41],
    ]);
    const byUser = await all("people", { orderBy: { column: user, descending: true }, columns: [user, "id"] });
    expect(byUser.slice(0, 3).map(([, id]) => id)).toEqual([6, 20, 27]);
    expect(byUser.slice(-10).map(([name]) => name)).toEqual(new Array(10).fill(null));
  });

  test("are the same whether they are looked up or joined", async () => {
    await store("long", "select i as id, hash(i) % 1000 as n from range(6000) t(i)");
    const view = { orderBy: { column: "n", descending: false } };
    const joined = (await desk.window("long", 500, 3000, view)).rows;
    const looked = (await desk.window("long", 500, 1500, view)).rows;
    expect(joined).toHaveLength(3000);
    expect(joined.slice(0, 1500)).toEqual(looked);
    expect((await desk.window("long", 5990, 100, view)).rows).toHaveLength(10);
    expect((await desk.window("long", 6000, 10, view)).rows).toEqual([]);
  });

  test("hold what meets every condition and the search", async () => {
    const ids = async (view: TableView) => (await all("people", { ...view, columns: ["id"] })).map(([id]) => id);
    const range = (column: string, from: string | null, to: string | null, isBelow = false) =>
      ({ kind: "range", column, from, to, isBelow }) as const;
    expect(await ids({ where: [range("id", "3", "5")] })).toEqual([3, 4, 5]);
    expect(await ids({ where: [range("id", "3", "5", true)] })).toEqual([3, 4]);
    expect(await ids({ where: [range("x", "1.5", "1.75")] })).toEqual([3]);
    expect(await ids({ where: [range("big", "9007199254740098", null)] })).toEqual([98, 99]);
    expect(await ids({ where: [range("t", "2025-03-05T02:00:00Z", null)] })).toEqual([98, 99]);
    expect(await ids({ where: [range("day", "2025-03-05", null)] })).toEqual([96, 97, 98, 99]);
    expect(
      await ids({ where: [{ kind: "values", column: "even", values: ["true"] }, range("id", null, "4")] }),
    ).toEqual([0, 2, 4]);
    expect(
      await ids({ where: [{ kind: "values", column: user, values: ["user-5", null] }, range("id", "0", "20")] }),
    ).toEqual([3, 5, 12, 13, 19]);
    expect(await ids({ search: "SER-6", where: [range("id", "0", "20")] })).toEqual([6, 20]);
    expect(await ids({ where: [{ kind: "values", column: user, values: [] }] })).toEqual([]);
  });

  test("take texts of a log as texts", async () => {
    await store("odd", `select unnest(['it''s', '%', 'a_b', ''') or true --', 'İ']) as v`);
    expect(await all("odd", { search: "%" })).toEqual([["%"]]);
    expect(await all("odd", { search: "'" })).toEqual([["it's"], ["') or true --"]]);
    expect(await all("odd", { where: [{ kind: "values", column: "v", values: ["') or true --"] }] })).toEqual([
      ["') or true --"],
    ]);
  });

  test("say what can't be read", async () => {
    const bad = (column: string, from: string) =>
      desk.arrange("people", { where: [{ kind: "range", column, from, to: null, isBelow: false }] }, "a");
    await expect(bad("id", "1 or true")).rejects.toThrow(/“1 or true” is no number/);
    await expect(bad("t", "soon")).rejects.toThrow(/“soon” is no time/);
    await expect(bad("nowhere", "1")).rejects.toThrow(/no column nowhere/);
    await expect(bad("t", "2025-13-45")).rejects.toThrow();
  });

  test("follow a table that is made anew, and its old lists are dropped", async () => {
    const view = { orderBy: { column: "v", descending: true } };
    await store("again", "select i as v from range(5) t(i)");
    expect((await all("again", view))[0]).toEqual([4]);
    const before = await lists();
    await store("again", "select i + 100 as v from range(3) t(i)");
    expect(await all("again", view)).toEqual([[102], [101], [100]]);
    const after = await lists();
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
  });

  test("are sorted once for each view, and few are kept", async () => {
    const before = await lists();
    for (let i = 0; i < 3; i++) await desk.window("long", i, 5, { orderBy: { column: "n", descending: true } });
    expect((await lists()).length).toBeLessThanOrEqual(before.length + 1);
    for (let i = 0; i < 20; i++) await desk.arrange("people", { search: `user-${i}` }, "a");
    expect(await lists()).toHaveLength(8);
  });

  test("work without row ids: in views, under a column named rowid, after rows were deleted", async () => {
    await db.run('create table shadowed as select 9 - i as "RowId", i as v from range(10) t(i)');
    await db.run("create view seen as select i as v from range(10) t(i)");
    await db.run("create table holed as select i as v from range(10) t(i); delete from holed where v < 5");
    const view = { orderBy: { column: "v", descending: true }, columns: ["v"] };
    const of = async (name: string, offset: number) => (await desk.window(name, offset, 2, view)).rows.flat();
    for (const name of ["shadowed", "seen", "holed"]) expect(await of(name, 1)).toEqual([8, 7]);
    expect((await desk.window("shadowed", 2, 2, { columns: ["v"] })).rows.flat()).toEqual([2, 3]);
    expect((await desk.window("holed", 1, 2)).rows.flat()).toEqual([6, 7]);
    expect(await desk.arrange("seen", { where: [{ kind: "values", column: "v", values: ["3"] }] }, "a")).toBe(1);
  });
});

describe("a column's summary", () => {
  const of = (column: string, view: TableView = {}, more = {}) =>
    desk.summarise("people", { column, view, ...more }, "s");

  test("counts numbers and times in round bins, every row once", async () => {
    const n = await of("n");
    if (n.kind !== "bins") throw new Error("no bins");
    expect(n.bins).toEqual({ start: 0, step: 5, count: 20 });
    expect(n.counts).toEqual(new Array(20).fill(5));
    const t = await of("t");
    if (t.kind !== "bins") throw new Error("no bins");
    expect(t.unit).toBe("time");
    expect(t.counts.reduce((sum, one) => sum + one, 0)).toBe(100);
    const x = await of("x");
    if (x.kind !== "bins") throw new Error("no bins");
    expect(x.counts.reduce((sum, one) => sum + one, 0)).toBe(100);
  });

  test("counts the same bins again under a condition", async () => {
    const whole = await of("n");
    const part = await of(
      "n",
      { where: [{ kind: "range", column: "id", from: "0", to: "9", isBelow: false }] },
      { like: whole },
    );
    if (part.kind !== "bins" || whole.kind !== "bins") throw new Error("no bins");
    expect(part.bins).toEqual(whole.bins);
    expect(part.counts.reduce((sum, one) => sum + one, 0)).toBe(10);
    const none = await of("n", { search: "nobody" }, { like: whole });
    expect(none).toMatchObject({ counts: new Array(20).fill(0) });
  });

  test("counts values, blanks among them, the most frequent first", async () => {
    const users = await of(user, {}, { most: 3 });
    expect(users).toMatchObject({ kind: "values", distinct: 7, isAbout: false, rows: 100 });
    if (users.kind !== "values") throw new Error("no values");
    expect(users.values[0]!.count).toBe(14);
    const blank = await of(user, { where: [{ kind: "values", column: user, values: [null] }] });
    expect(blank).toMatchObject({ values: [{ value: null, count: 10 }], distinct: 0 });
    expect(await of(user, {}, { within: "USER-3" })).toMatchObject({ values: [{ value: "user-3" }] });
  });

  test("holds up with nothing to count, NaN and infinities", async () => {
    await store(
      "edge",
      "select unnest(['nan'::double, 'infinity'::double, 1.0, null]) as x, null::integer as none, unnest(['infinity'::timestamp, timestamp '2025-01-01', null, null]) as t",
    );
    expect(await desk.summarise("edge", { column: "x", view: {} }, "s")).toMatchObject({
      counts: [1],
      blank: 1,
      other: 2,
    });
    expect(await desk.summarise("edge", { column: "none", view: {} }, "s")).toMatchObject({ counts: [], blank: 4 });
    expect(await desk.summarise("edge", { column: "t", view: {} }, "s")).toMatchObject({
      counts: [1],
      blank: 2,
      other: 1,
    });
    expect((await all("edge", { columns: ["t"] })).slice(0, 2)).toEqual([["infinity"], ["2025-01-01T00:00:00.000Z"]]);
  });
});

describe("a table as a file", () => {
  const body = `select * from (values
    (1, 9223372036854775807, 'a,"b"', timestamp '2025-03-30 01:02:03.456789', 1.25::decimal(9,2), 170141183460469231731687303715884105727::hugeint, true, date '1969-12-31', 0.1::double, [1, 2], '=1+1'),
    (2, null, null, null, null, 2, null, null, null, null, '-3')
  ) v(i, big, s, t, d, h, b, day, x, list, f)`;

  test("in CSV keeps big integers and microseconds, disarms formulas only for a spreadsheet", async () => {
    await store("kept", body);
    const csv = async (isForSpreadsheet: boolean, view: TableView = {}) =>
      (await desk.export("kept", { view, format: { kind: "csv", isForSpreadsheet } }, "e", () => {})).text();
    const [header, first, second] = (await csv(true)).split("\n");
    expect(header).toBe("i,big,s,t,d,h,b,day,x,list,f");
    expect(first).toBe(
      `1,9223372036854775807,"a,""b""",2025-03-30T01:02:03.456789Z,1.25,170141183460469231731687303715884105727,true,1969-12-31,0.1,"[1, 2]",'=1+1`,
    );
    expect(second).toBe("2,,,,,2,,,,,-3");
    expect(await csv(false, { columns: ["f"], orderBy: { column: "i", descending: true } })).toBe("f\n-3\n=1+1\n");
  });

  const parsers = { timestampFromMicroseconds: (micros: bigint) => micros } as unknown as ParquetParsers;

  test("in Parquet keeps types and values, in the view's order, chunk by chunk", async () => {
    await store(
      "kept",
      `${body} union all select 3 + i, i, 'x', null, null, i, null, null, i, null, 'y' from range(45000) r(i)`,
    );
    await store("proto", `select h::hugeint as "__proto__", 1 as "a.b", i from kept where i < 40000`);
    const read = async (name: string, view: TableView = {}) => {
      const blob = await desk.export(name, { view, format: { kind: "parquet" } }, "e", () => {});
      const file = await blob.arrayBuffer();
      return {
        file,
        rows: await parquetReadObjects({ file, parsers }),
        groups: parquetMetadata(file).row_groups.length,
      };
    };
    const { rows, groups } = await read("kept");
    expect(groups).toBe(3);
    expect(rows).toHaveLength(45_002);
    expect(rows[0]).toMatchObject({
      i: 1n,
      big: 9223372036854775807n,
      s: 'a,"b"',
      t: 1743296523456789n,
      d: 1.25,
      h: "170141183460469231731687303715884105727",
      b: true,
      day: new Date("1969-12-31"),
      x: 0.1,
      list: "[1, 2]",
    });
    expect(rows[1]).toMatchObject({ i: 2n, big: null, s: null, t: null });
    expect(rows.at(-1)).toMatchObject({ i: 45_002n, big: 44_999n });
    const sorted = await read("proto", { orderBy: { column: "i", descending: true } });
    expect(sorted.rows[0]!.i).toBe(39_999n);
    expect(Object.keys(sorted.rows[0]!).length + Number(!Object.hasOwn(sorted.rows[0]!, "__proto__"))).toBe(3);
    expect(parquetMetadata(sorted.file).schema.map(({ name }) => name)).toContain("__proto__");
  });

  test("can be stopped", async () => {
    await store("long", "select i from range(100000) t(i)");
    const file = desk.export("long", { view: {}, format: { kind: "parquet" } }, "stopped", ({ done }) => {
      if (done > 0) desk.stop("stopped");
    });
    await expect(file).rejects.toMatchObject({ name: "Cancelled" });
  });
});
