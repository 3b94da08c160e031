import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { placeInText, sqlErrorOf } from "../../src/engine/sql-error.ts";

const duckdb = await (await DuckDBInstance.create()).connect();
await duckdb.run("create table log (day date, actor varchar)");

/** DuckDB's words about a query, and what stands where it points. */
async function errorOf(query: string, before = 'create or replace table "z" as ('): Promise<[string, string | null]> {
  const statement = `${before}${query}\n)`;
  const message = await duckdb.run(statement).then(
    () => "",
    (error: Error) => error.message,
  );
  const { what, at } = sqlErrorOf(message, statement);
  return [what, at === null ? null : statement.slice(at, at + 4)];
}

describe("DuckDB's complaint is found in the query", () => {
  test("on its first line, behind our own words", async () => {
    expect((await errorOf("select nope from log"))[1]).toBe("nope");
  });

  test("on a later line, said once and without the excerpt", async () => {
    const [what, at] = await errorOf("select day\nfrom log\nwhre 1 = 1");
    expect(at).toBe("1 = ");
    expect(what).toBe('Parser Error: syntax error at or near "1"');
  });

  test("on a line so long that the excerpt is cut at both ends", async () => {
    const many = Array.from({ length: 60 }, (_, i) => `day as d${i}`).join(", ");
    expect((await errorOf(`select ${many}, nope, ${many} from log`))[1]).toBe("nope");
  });

  test("nowhere, where the message has no excerpt", () => {
    expect(sqlErrorOf("Out of Memory Error: failed to allocate", "select 1")).toEqual({
      what: "Out of Memory Error: failed to allocate",
      at: null,
    });
  });
});

test("a place is counted as a person counts", () => {
  expect(placeInText("ab\ncd", 0)).toBe("line 1, column 1");
  expect(placeInText("ab\ncd", 4)).toBe("line 2, column 2");
});
