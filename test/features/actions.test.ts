import { describe, expect, test } from "vitest";
import { ints, texts } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";
import { buildActions } from "../../src/features/actions.ts";
import { randomInt, seededRandom } from "../../src/lib/random.ts";
import { openTestDatabase } from "../support/database.ts";
import { stoppedAt } from "../support/stopping.ts";

const bigAsText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

interface Event {
  readonly second: number;
  readonly actor?: number;
  readonly type?: number;
  readonly entities?: readonly number[];
}

async function withEvents(events: readonly Event[]): Promise<Database> {
  const db = await openTestDatabase();
  for (const [event, { second, actor = 0, type = 0, entities = [] }] of events.entries()) {
    await db.run(
      `insert into events values (${event}, timestamp '2024-01-01' + interval '${second}' second, ${actor}, ${type}, null, 0, ${event + 1}, hash('${entities}')::ubigint % 1000000007)`,
    );
    for (const entity of entities) await db.run(`insert into refs values (${event}, ${entity}, 0)`);
  }
  return db;
}

const actionOfEvents = async (db: Database) => [
  ...ints(await db.query("select action from events order by event"), "action"),
];

describe("actions", () => {
  test("join events that follow each other within the gap, and no others", async () => {
    const db = await withEvents([{ second: 0 }, { second: 300 }, { second: 600 }, { second: 901 }]);
    expect(await buildActions(db)).toBe(2);
    expect(await actionOfEvents(db)).toEqual([0, 0, 0, 1]);
    const actions = await db.query(
      `select n, event, epoch_us("end" - start)::integer as lasted from actions order by action`,
    );
    expect([...ints(actions, "n")]).toEqual([3, 1]);
    expect([...ints(actions, "event")]).toEqual([0, 3]);
    expect([...ints(actions, "lasted")]).toEqual([600_000_000, 0]);
  });

  test("keep types, actors and reference sets apart, even when interleaved", async () => {
    const db = await withEvents([
      { second: 0, entities: [1, 2] },
      { second: 1, type: 1, entities: [1, 2] },
      { second: 2, actor: 1, entities: [1, 2] },
      { second: 3, entities: [1] },
      { second: 4, entities: [1, 2] },
    ]);
    expect(await buildActions(db)).toBe(4);
    expect(await actionOfEvents(db)).toEqual([0, 1, 2, 3, 0]);
    const refs = await db.query("select action, entity from action_refs order by action, entity");
    expect([...ints(refs, "action")]).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect([...ints(refs, "entity")]).toEqual([1, 2, 1, 2, 1, 2, 1]);
  });

  test("are numbered by start, then by first event, whatever the order of the rows", async () => {
    const db = await withEvents([
      { second: 50, type: 1 },
      { second: 10, type: 2 },
      { second: 10, type: 0 },
    ]);
    await buildActions(db);
    expect(await actionOfEvents(db)).toEqual([2, 0, 1]);
  });

  test("lose no event, and can be built again with another gap", async () => {
    const db = await withEvents([{ second: 0 }, { second: 100 }, { second: 200 }]);
    expect(await buildActions(db, { gapSeconds: 50 })).toBe(3);
    expect(await buildActions(db, { gapSeconds: 150 })).toBe(1);
    expect(await actionOfEvents(db)).toEqual([0, 0, 0]);
    const lines = await db.query("select line from events order by event");
    expect([...ints(lines, "line")]).toEqual([1, 2, 3]);
  });

  test("are the same however many events are folded at once", async () => {
    const random = seededRandom(3);
    const events = Array.from({ length: 80 }, () => ({
      second: randomInt(random, 4000),
      actor: randomInt(random, 3),
      type: randomInt(random, 2),
      entities: [randomInt(random, 2)],
    }));
    const everything = async (eventsAtOnce: number) => {
      const db = await withEvents(events);
      await buildActions(db, { eventsAtOnce });
      const actions = await db.query(
        "select action, actor, type, epoch(start)::integer as start, n, event from actions",
      );
      const columns = ["action", "actor", "type", "start", "n", "event"].map((name) => [...ints(actions, name)]);
      return [await actionOfEvents(db), ...columns];
    };
    const whole = await everything(1000);
    expect(whole[1]).toEqual(whole[1]!.map((_, i) => i));
    expect(new Set(whole[0]).size).toBeLessThan(80);
    expect(await everything(9)).toEqual(whole);
  });

  test("stay as they were when their folding is stopped, wherever it is, and fold again after it", async () => {
    const db = await withEvents([{ second: 0, entities: [4] }, { second: 100 }, { second: 200 }]);
    await buildActions(db, { gapSeconds: 50 });
    const everything = async () => {
      const names = texts(await db.query("select table_name as name from duckdb_tables() order by 1"), "name");
      const rows = ["actions", "action_refs", "events"].map((table) => db.query(`select * from ${table} order by all`));
      return [names, ...(await Promise.all(rows)).map((table) => JSON.stringify(table.toArray(), bigAsText))];
    };
    const before = await everything();
    const { job, reports } = stoppedAt(Number.POSITIVE_INFINITY);
    await buildActions(db, { gapSeconds: 50, eventsAtOnce: 2, job });
    expect(await everything()).toEqual(before);
    expect(reports.map(({ done }) => done)).toEqual(reports.map((_, i) => i));
    for (let at = 0; at < reports.length; at++) {
      const stopped = stoppedAt(at);
      const building = buildActions(db, { gapSeconds: 1000, eventsAtOnce: 2, job: stopped.job });
      await expect(building).rejects.toMatchObject({ name: "Cancelled" });
      expect(stopped.reports[at]!.total).toBe(reports[0]!.total);
      expect(await everything()).toEqual(before);
    }
    expect(await buildActions(db, { gapSeconds: 1000 })).toBe(2);
  });

  test("of no events are none", async () => {
    expect(await buildActions(await openTestDatabase())).toBe(0);
  });
});
