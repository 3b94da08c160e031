import { describe, expect, test } from "vitest";
import { texts } from "../../src/db/columns.ts";
import { readWindow, storeQuery } from "../../src/engine/tables.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();

describe("a cell's table", () => {
  test("keeps big integers, times, prototypes and odd names as they are", async () => {
    const body =
      'select 9007199254740993::bigint as big, 12::bigint as small, timestamp \'2025-03-30 01:02:03.456789\' as t, null as nothing, true as yes, \'x\' as "__proto__", [1,2] as "a ""b""", 0.5::decimal(4,2) as d;';
    const info = await storeQuery(db, 'odd "name"', body);
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
      "2025-03-30T01:02:03.456789Z",
      null,
      true,
      "x",
      "[1, 2]",
    ]);
  });

  test("shows a moment with its zone as UTC", async () => {
    await storeQuery(db, "z", "select to_timestamp(1700000000) as t");
    expect((await readWindow(db, "z", 0, 1)).rows).toEqual([["2023-11-14T22:13:20.000Z"]]);
  });

  test("is read by windows", async () => {
    await storeQuery(db, "n", "select i as v from range(100) t(i)");
    expect((await readWindow(db, "n", 10, 3)).rows).toEqual([[10], [11], [12]]);
    expect((await readWindow(db, "n", 98, 10)).rows).toHaveLength(2);
  });

  test("says what is wrong, and cannot take a tenant's own table", async () => {
    await expect(storeQuery(db, "x", "select * from nowhere")).rejects.toThrow(/x, line 1, column 15: .*nowhere/);
    await expect(storeQuery(db, "x", "drop table events")).rejects.toThrow();
    await expect(storeQuery(db, "x", "  ")).rejects.toThrow(/empty/);
    await expect(storeQuery(db, "events", "select 1")).rejects.toThrow(/another name/);
    await expect(storeQuery(db, "x", "select 1) ; drop table events; select (1")).rejects.toThrow(/several/);
    await expect(storeQuery(db, "x", "select 1; select 2")).rejects.toThrow(/several/);
    await expect(storeQuery(db, "x", "pivot events on type; drop table events")).rejects.toThrow(/several/);
    expect((await db.query("select count(*) from events")).numRows).toBe(1);
  });

  test("may end in semicolons and comments, and hold them in texts", async () => {
    for (const end of ["", ";", "; -- all", " ;; /* one; /* two */ ; */ \n;", "--"]) {
      expect((await storeQuery(db, "x", `-- first;\nselect ';' as "a;b", $$;$$ as b, E'\\';' as c${end}`)).rows).toBe(
        1,
      );
      expect((await readWindow(db, "x", 0, 1)).rows).toEqual([[";", ";", "';"]]);
    }
    await expect(storeQuery(db, "x", "-- only\n; ;")).rejects.toThrow(/empty/);
  });

  test("may be a pivot, at the top or inside", async () => {
    await db.run("insert into types values (0, 'a', false), (1, 'b', true), (2, 'b', true)");
    for (const body of [
      "pivot (select root, name from types) on name using count(*) group by root order by root;",
      "from (pivot types on name using count(*) group by root) order by root",
      "with p as (Pivot types on name using count(*) group by root) select * from p order by root -- p",
    ]) {
      const { columns } = await storeQuery(db, "p", body);
      expect(columns.map(({ name }) => name)).toEqual(["root", "a", "b"]);
      expect((await readWindow(db, "p", 0, 9)).rows).toEqual([
        [false, 1, 0],
        [true, 0, 2],
      ]);
    }
    await expect(storeQuery(db, "p", "pivot nowhere on name using count(*)")).rejects.toThrow(/p: .*nowhere/);
    expect((await storeQuery(db, "u", "unpivot (select 1 as a, 2 as b) on a, b")).rows).toBe(2);
  });

  test("that would be too wide is refused before it is made, however the columns come about", async () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => `${i} as c${i}`).join(", ");
    const wide = /^wide: (The result has over 5,000 columns|The query is [\d,]+ characters long)/;
    const made = (body: string) => storeQuery(db, "wide", body).then(({ columns }) => columns.length);
    expect(await made(`select ${many(4000)}`)).toBe(4000);
    await expect(made(`select ${many(5001)}`)).rejects.toThrow(wide);
    await expect(made(`select ${many(1_000_000)}`)).rejects.toThrow(wide);
    await expect(made("select a.*, b.* from wide a, wide b")).rejects.toThrow(wide);
    await expect(made("pivot (select i from range(6000) t(i)) on i using count(*)")).rejects.toThrow(wide);
    expect(await made("select 1 as a, 2 as a")).toBe(2);
  });

  test.each([
    ["select * from enable_logging()", "enable_logging"],
    ['select * from "Disable_Logging" ()', "disable_logging"],
    ["select * from system.main.truncate_duckdb_logs()", "truncate_duckdb_logs"],
    ["select WRITE_LOG /* a */ -- b\n ('x')", "write_log"],
    ["select write_log\u00a0('x')", "write_log"],
    ["select ('x').write_log()", "write_log"],
    ["select apply(['x'], lambda v: write_log(v))", "write_log"],
    ["pivot (select write_log('x') as a) on a", "write_log"],
    ["from query('select * from enable' || '_logging()')", "query"],
    ["select * from checkpoint()", "checkpoint"],
  ])("refuses %s, which does more than read", async (body, named) => {
    await db.run("drop table if exists x");
    const refusal = storeQuery(db, "x", body);
    await expect(refusal).rejects.toMatchObject({
      name: "UserError",
      where: "x",
      what: expect.stringMatching(`^${named}\\(\\) `),
    });
    await expect(db.query("select * from x")).rejects.toThrow(/does not exist/);
  });

  test("names no function by a column, a table, a text or a comment", async () => {
    await db.run("create table query as select 1 as checkpoint");
    const body = "select checkpoint, 'write_log(1)' as a, /* enable_logging() */ (query.checkpoint) as b from query";
    expect((await storeQuery(db, "x", body)).rows).toBe(1);
  });

  test("refuses every function of the engine that has an effect", async () => {
    const calls = async (where: string) => {
      const found = await db.query(
        `select distinct function_name as name from duckdb_functions() where ${where} order by 1`,
      );
      const refusals = texts(found, "name").map(async (name) => {
        const refused = await storeQuery(db, "x", `from ${name}(nothing)`).catch(({ what }) => what);
        return [name, /only reads/.test(refused)];
      });
      return Object.fromEntries(await Promise.all(refusals));
    };
    const harmless =
      "current_connection_id current_query current_query_id current_transaction_id currval error gen_random_uuid nextval random setseed stats uuid uuidv4 uuidv7";
    expect(await calls("has_side_effects")).toEqual({
      ...Object.fromEntries(harmless.split(" ").map((name) => [name, false])),
      write_log: true,
    });
    const reading =
      "^duckdb_|^parse_|^pragma_|^(generate_series|glob|query_table|range|repeat|repeat_row|seq_scan|sniff_csv|summary|unnest|which_secret)$|^read_|^test_";
    const others = await calls(`function_type = 'table' and not regexp_matches(function_name, '${reading}')`);
    expect(Object.keys(others)).toContain("enable_logging");
    expect(Object.entries(others).filter(([, refused]) => !refused)).toEqual([]);
  });
});
