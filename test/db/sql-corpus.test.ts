import { expect, test } from "vitest";
import { storeQuery } from "../../src/engine/tables.ts";
import { openTestDatabase } from "../support/database.ts";
import { sqlCorpus } from "./sql-corpus.ts";
import { sqlState } from "./sql-state.ts";

test("every statement of the corpus is refused as it should be or runs, and leaves everything as it was", async () => {
  const db = await openTestDatabase();
  await db.run("insert into types values (0, 'a', false)");
  const before = await sqlState(db);
  const wrong: string[] = [];
  for (const [i, [sql, outcome]] of sqlCorpus.entries()) {
    const said = await storeQuery(db, "x", sql).then(
      () => "runs",
      (error) => `${error.name}: ${error.message}`,
    );
    const isRight = outcome === "runs" ? said === "runs" : said.startsWith("UserError: x") && outcome.test(said);
    if (!isRight) wrong.push(`${sql} → ${said}`);
    await db.query("drop table if exists x");
    if (i % 20 === 0 && (await sqlState(db)) !== before)
      throw new Error(`${sql}, or one of 19 before it, changed the database.`);
  }
  expect(await sqlState(db)).toBe(before);
  expect(wrong).toEqual([]);
  expect(sqlCorpus.length).toBeGreaterThan(100);
});
