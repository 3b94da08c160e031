import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { ints, texts } from "../../src/db/columns.ts";
import { quoteText } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";

describe("the locked-down database", () => {
  test("reads registered bytes under /in/ and nothing else", async () => {
    const db = await openTestDatabase();
    await db.registerBytes("a.csv", new TextEncoder().encode("1,x\n2,y\n"));
    const table = await db.query(
      "select n::integer n, t from read_csv('/in/a.csv', auto_detect=false, header=false, delim=',', quote='\"', escape='\"', all_varchar=true, columns={n:'VARCHAR', t:'VARCHAR'})",
    );
    expect([...ints(table, "n")]).toEqual([1, 2]);
    expect(texts(table, "t")).toEqual(["x", "y"]);
    await db.dropFile("a.csv");
    await expect(db.query("select * from read_csv('/etc/passwd')")).rejects.toThrow();
    await expect(db.query("select * from read_csv('https://example.com/a.csv')")).rejects.toThrow();
  });

  test("keeps its settings locked", async () => {
    const db = await openTestDatabase();
    await expect(db.query("set enable_external_access = true")).rejects.toThrow();
    await expect(db.query("set autoload_known_extensions = true")).rejects.toThrow();
  });

  test("takes Arrow, creating and appending", async () => {
    const db = await openTestDatabase({ canonical: false });
    const ipc = tableToIPC(tableFromArrays({ a: Int32Array.of(1, 2) }), "stream");
    await db.insertArrow("t", ipc);
    await db.insertArrow("t", ipc, { create: false });
    expect([...ints(await db.query("select a from t"), "a")]).toEqual([1, 2, 1, 2]);
  });
});

test("texts with quotes, NUL and half a surrogate pair are quoted as they are", async () => {
  const db = await openTestDatabase({ canonical: false });
  for (const text of ["a'b", "a\0b", "\0", "''\0'", "'; drop table x; --", "\\'"]) {
    expect(texts(await db.query(`select ${quoteText(text)} as t`), "t")).toEqual([text]);
    expect((await db.query(`select 1 where 'x' in (${quoteText(text)})`)).numRows).toBe(0);
  }
});
