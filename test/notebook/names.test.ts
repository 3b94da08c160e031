import { describe, expect, test } from "vitest";
import { namesInSql, tablesInSql } from "../../src/notebook/names.ts";
import { renamedIn } from "../../src/notebook/rename.ts";
import { startDuckdb } from "../support/duckdb-module.ts";

const read = (sql: string) => [...new Set(tablesInSql(sql).map(({ name }) => name))].sort();

/** Queries, and the tables that they read. */
const queries: readonly (readonly [sql: string, ...tables: string[]])[] = [
  ["select day, count(*) as users from log group by day", "log"],
  ["select users from a, b, c as d where d.x in (select y from e, f)", "a", "b", "c", "e", "f"],
  ["from a", "a"],
  ["from a select b, c", "a"],
  ["select * from a join b on a.x = b.x and b.y in (1, 2), c order by d, e", "a", "b", "c"],
  [
    "select * from (a join b on a.x = b.x) left join (select * from c) as d on d.y = a.y, lateral (from e)",
    "a",
    "b",
    "c",
    "e",
  ],
  ["select * from main.a, memory.main.b x", "a", "b"],
  ['select "d" from "My-Cell" as b', "my-cell"],
  ["with a as (select * from b), c as (from a, d) select * from a join c on a.x = c.x, e", "b", "d", "e"],
  ["with recursive a(n) as (select 1 union all select n + 1 from a where n < 5) select * from a"],
  ["select extract(year from day), substring(b from 2 for 3), trim(both ' ' from c) from a", "a"],
  ["select * from a where b is distinct from c and d is not distinct from e", "a"],
  ["select (select max(x) from b) as c, exists (from d) from a", "a", "b", "d"],
  ["select coalesce((select value from b), c), list(d order by e) from a", "a", "b"],
  ["select * from (values (1, 'a'), (2, 'b')) as b(c, d), e", "e"],
  ["select * from unnest([1, 2]) as a(b), c, range(5) d", "c"],
  ["select 'from a', $$ from b $$ -- from c\n/* from d */ from e", "e"],
  ["select 1 from a union all by name select 2 from b except (select 3 from c)", "a", "b", "c"],
  ["select a.b, c from d window e as (partition by f), g as (order by h) order by abs(x) desc, i", "d"],
  ["summarize a", "a"],
  ["pivot a on b, c using sum(d) group by e", "a"],
  ["select * from a pivot (sum(b) for c in ('x', 'y')) as d, e", "a", "e"],
  ["unpivot a on b, c into name d value e", "a"],
  ["select * from (summarize a), (describe b)", "a", "b"],
  ["table a", "a"],
  ["select * from a asof join b on a.t >= b.t positional join c", "a", "b", "c"],
  ["select b from a limit (select count(*) from c)", "a", "c"],
  ["select count(*) filter (where b) over (partition by c, d) from a qualify e > 1", "a"],
];

describe("the tables that a query reads", () => {
  test.each(queries)("%s", (sql, ...tables) => {
    expect(read(sql)).toEqual([...tables].sort());
  });

  test("are those that DuckDB finds", async () => {
    const engine = await startDuckdb();
    engine.open({ path: ":memory:" });
    const connection = engine.connect();
    const refused: string[] = [];
    for (const [sql, ...tables] of queries) {
      try {
        const found: string[] = connection.getTableNames(sql).map((name: string) => name.toLowerCase());
        expect([sql, [...new Set(found)].sort()]).toEqual([sql, [...tables].sort()]);
      } catch (error) {
        if (!String(error).includes("exception_type")) throw error;
        refused.push(`${sql}: ${error}`);
      }
    }
    // Those that it can't judge without the tables' columns.
    expect(refused.length).toBeLessThanOrEqual(5);
    connection.close();
  });

  test("are no columns, aliases or functions that are called as a cell is", () => {
    const sql = "select users, n as days, count(*) as hours, trips(1) from log l where l.places = 1";
    expect(namesInSql(sql, ["users", "days", "hours", "trips", "l", "places"])).toEqual([]);
    expect(namesInSql("select * from Days", ["days"])).toEqual(["days"]);
  });

  test("follow a new name, with what stands before a dot, and columns of that name stay", () => {
    const sql = 'select days.n, days as x, t.days from days join "days" t on days.n = t.n -- days';
    expect(renamedIn(sql, "sql", "days", "nights")).toBe(
      'select nights.n, days as x, t.days from nights join "nights" t on nights.n = t.n -- days',
    );
    expect(renamedIn("from days", "sql", "days", "my-days")).toBe('from "my-days"');
  });
});
