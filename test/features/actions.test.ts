import { describe, expect, test } from "vitest";
import { ints } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";
import { buildActions } from "../../src/features/actions.ts";
import { randomInt, seededRandom } from "../../src/lib/random.ts";
import { openTestDatabase } from "../support/database.ts";

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

  test("of no events are none", async () => {
    expect(await buildActions(await openTestDatabase())).toBe(0);
  });
});
