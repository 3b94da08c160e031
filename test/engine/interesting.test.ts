import { expect, test } from "vitest";
import { InterestingRoots } from "../../src/engine/interesting.ts";
import { buildActions } from "../../src/features/actions.ts";
import { openTestDatabase } from "../support/database.ts";

test("a starred root stays the same one when the events are folded into other actions", async () => {
  const db = await openTestDatabase();
  const seconds = [0, 100, 1000];
  for (const [event, second] of seconds.entries())
    await db.run(
      `insert into events values (${event}, timestamp '2024-01-01' + interval '${second}' second, 0, 0, null, 0, 1, 0)`,
    );
  await db.run("insert into event_ids values (1, 'INC1', 0)");
  const roots = new InterestingRoots(db);
  await buildActions(db, { gapSeconds: 300 });
  await roots.star("0:19723", 1);
  expect([...(await roots.actions())]).toEqual([1]);
  await buildActions(db, { gapSeconds: 10 });
  expect([...(await roots.actions())]).toEqual([2]);
  await roots.like(["INC1"]);
  expect([...(await roots.actions())]).toEqual([1, 2]);
  roots.unstar("0:19723");
  expect([...(await roots.actions())]).toEqual([1]);
  await expect(roots.like(["1"])).rejects.toThrow(/id 1/);
});
