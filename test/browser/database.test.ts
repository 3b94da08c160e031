import { expect, test } from "vitest";
import { openDuckdb } from "../../src/db/duckdb.ts";
import { fetchDuckdbParts } from "../../src/db/parts.ts";
import { readWindow, storeQuery } from "../../src/engine/tables.ts";

const endless = "select sum(sqrt(a.i * b.i)) as s from range(4000000) a(i), range(4000000) b(i)";

test("a query that would take for ever stops when it is cancelled, and the database goes on", async () => {
  const db = await openDuckdb(await fetchDuckdbParts());
  try {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    await expect(storeQuery(db, "slow", endless, stop.signal)).rejects.toMatchObject({ name: "Cancelled" });
    const { rows } = await storeQuery(db, "quick", "select i from range(100000) t(i)");
    expect(rows).toBe(100_000);
    expect((await readWindow(db, "quick", 99_999, 1)).rows).toEqual([[99_999]]);
    await db.run("create table animals as select unnest(['cat', 'dog', 'cat']) as animal");
    await storeQuery(db, "pivoted", "pivot animals on animal using count(*)");
    expect((await readWindow(db, "pivoted", 0, 9)).rows).toEqual([[2, 1]]);
    await expect(storeQuery(db, "none", "select * from nowhere")).rejects.toThrow(/nowhere/);
  } finally {
    await db.close();
  }
});
