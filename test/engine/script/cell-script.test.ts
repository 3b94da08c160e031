import { beforeAll, describe, expect, test } from "vitest";
import type { ScriptGiven } from "../../../src/engine/script/given.ts";
import { type EngineHere, openEngineHere } from "../../support/engine-here.ts";

let engine: EngineHere;
const quiet = () => {};
const run = (name: string, body: string, given: ScriptGiven = {}) => engine.script(name, body, given, quiet);
const rows = async (table: string) => (await engine.window(table, 0, 100)).rows;

beforeAll(async () => {
  ({ engine } = await openEngineHere());
  const lines = Array.from(
    { length: 30 },
    (_, i) => `2025-03-${String(1 + (i % 10)).padStart(2, "0")}T10:00:00Z,u${i % 3},View`,
  );
  await engine.importFiles([new File([`time,user,action\n${lines.join("\n")}\n`], "log.csv")], {}, quiet);
}, 60_000);

describe("a js cell on a tenant", () => {
  test("reads rows by SQL, and gives a table that SQL reads with its types", async () => {
    const result = await run(
      "per_user",
      `const rows = await sql("select actor, count(*) as n, min(day) as first from log group by actor order by actor");
       return rows.map((row) => ({ ...row, half: row.n / 4, big: 2n ** 40n, even: row.n % 2 === 0, at: new Date(row.first), __proto__: null }))`,
    );
    expect(result).toMatchObject({ kind: "table", table: { name: "per_user", rows: 3 } });
    expect(result.kind === "table" && result.table.columns.map(({ name, sqlType }) => `${name} ${sqlType}`)).toEqual([
      "actor VARCHAR",
      "n BIGINT",
      "first DATE",
      "half DOUBLE",
      "big BIGINT",
      "even BOOLEAN",
      "at TIMESTAMP",
    ]);
    const sum = await engine.sql("sum", "select sum(n) as n, max(first) + 1 as next from per_user", quiet);
    expect(sum.rows).toBe(1);
    expect(await rows("sum")).toEqual([[30, "2025-03-02"]]);
  });

  test("reads other cells by name, and only those that it was given", async () => {
    await engine.sql("days", "select day, count(*)::integer as n from log group by day order by day", quiet);
    const given = { days: { table: "days" }, said: { value: "ten" }, p: { table: "days", model: { items: 3 } } };
    const text = await run(
      "t",
      `const days = await cell("days"); const { items, scores } = await model("p");
       return [days.length, days[0].day, await cell("said"), items, scores.length].join(" ")`,
      given,
    );
    expect(text).toMatchObject({ kind: "text", text: "10 2025-03-01 ten 3 10" });
    await expect(run("t", `await cell("other")`, given)).rejects.toThrow(/doesn't read one named other/);
    await expect(run("t", `await cell("__proto__")`, given)).rejects.toThrow(/doesn't read one named/);
    await expect(run("t", `await model("days")`, given)).rejects.toThrow(/no detector cell/);
  });

  test("can neither write nor read what a cell can't", async () => {
    const tries = [
      "drop table events",
      "select 1; drop table events",
      "create table x as select 1",
      "insert into events values (1)",
      "copy events to 'x.csv'",
      "select * from read_csv('https://example.invalid/x.csv')",
      "select * from query('drop table events')",
      "attach 'x.db'",
      "set memory_limit = '1GB'",
      "pragma database_list",
      "",
    ];
    for (const text of tries) {
      await expect(run("t", `await sql(${JSON.stringify(text)})`), text).rejects.toThrow();
    }
    expect(await engine.sql("still", "select count(*)::integer as n from events", quiet)).toMatchObject({ rows: 1 });
    expect(await rows("still")).toEqual([[30]]);
  });

  test("says what is wrong with a query, and takes no more rows than it can hold", async () => {
    await expect(run("t", `await sql("select * from nowhere")`)).rejects.toThrow(/sql\(\): .*nowhere/);
    await expect(run("t", `await sql("select * from range(200000)")`)).rejects.toThrow(/over 100000 rows/);
  });

  test("can't take the name of one of the tenant's tables", async () => {
    await expect(run("events", "return [{ a: 1 }]")).rejects.toThrow(/tenant's own tables/);
    await expect(engine.values("log", [])).rejects.toThrow(/tenant's own tables/);
  });

  test("gives columns names that SQL can tell apart", async () => {
    const result = await run("odd", `[{ "a": 1, "A": 2, "": 3, "x y": 4, 'q"q': 5, "${"n".repeat(300)}": 6 }]`);
    expect(result.kind === "table" && result.table.columns.map(({ name }) => name)).toEqual([
      "a",
      "A_2",
      "column_3",
      "x y",
      'q"q',
      "n".repeat(200),
    ]);
  });

  test("gives a chart of rows of its own, and an empty table for no rows", async () => {
    const chart = await run("c", `({ title: "T", data: [{ x: 1 }], marks: [{ mark: "dot", x: "x" }] })`);
    expect(chart).toMatchObject({ kind: "chart", spec: { title: "T" }, table: { name: "c", rows: 1 } });
    expect(await run("none", "[]")).toMatchObject({ kind: "table", table: { rows: 0 } });
  });

  test("texts keep whatever is in them", async () => {
    const odd = ["<b>x</b>", "=1+1", "a\u0000b", "\u202egnp.exe", "", "'; drop table events; --", "\ud800"];
    await run("texts", `return ${JSON.stringify(odd)}.map((text) => ({ text }))`);
    const given = (await rows("texts")).map(([text]) => text);
    expect(given.slice(0, 6)).toEqual(odd.slice(0, 6));
    expect(given[6]).toBe("\ufffd");
  });
});
