import { beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { Reason } from "../../src/detectors/scores.ts";
import { rowsOfActions, rowsOfDay, withRaw } from "../../src/engine/rows.ts";
import { openTestDatabase } from "../support/database.ts";

const because = (where: NonNullable<Reason["where"]>, value = 1): Reason => ({
  label: "",
  sentence: "",
  detector: "profile",
  value,
  where,
});
const day = { actor: 0, day: "2024-03-30", local: "(e.ts + interval '1' hour)" };
let db: Database;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.run(`
    insert into files (id, name) values (0, 'a.csv');
    insert into actors values (0, 'ada', false), (1, 'bob', false);
    insert into types values (0, 'read', false), (1, 'it''s {actor}', true);
    insert into entities values (0, 'ticket', 'T1'), (1, 'customer', 'C1');
    insert into attribute_values values (0, 'country', 'DE'), (1, 'device', 'DE'), (2, 'country', 'US');
    insert into events values
      (0, '2024-03-29 23:30:00', 0, 0, 0, 0, 1, 0),
      (1, '2024-03-30 12:00:00', 0, 0, 0, 0, 2, 0),
      (2, '2024-03-30 11:00:00', 0, 1, 1, 0, 3, 0),
      (3, '2024-03-30 23:00:00', 0, 0, 2, 0, 4, 0),
      (4, '2024-03-30 12:00:00', 1, 0, 3, 0, 5, 0),
      (5, '2024-03-30 13:00:00', 0, 0, 0, 0, 6, 0);
    insert into refs values (1, 0, 0), (1, 1, 1), (2, 1, 0);
    insert into attributes values (0, 0), (1, 1), (5, 2);
  `);
});

const hitsOf = async (...reasons: Reason[]) => {
  const { rows } = await rowsOfDay(db, reasons, day);
  return rows.filter(({ hit }) => hit).map(({ event }) => event);
};

test("a day has its local day's events of the actor, in order of time, with their entities, attributes and raw text", async () => {
  const { rows, total } = await rowsOfDay(db, [], day);
  expect(total).toBe(4);
  expect(rows.map(({ event }) => event)).toEqual([0, 2, 1, 5]);
  const shown = await withRaw(rows, async (places) => places.map(({ line }) => `line ${line}`));
  expect(shown[2]).toEqual({
    file: "a.csv",
    line: 2,
    actor: "ada",
    time: "2024-03-30T12:00:00.000Z",
    type: "read",
    entities: [
      { type: "ticket", name: "T1" },
      { type: "customer", name: "C1" },
    ],
    attributes: [{ name: "device", value: "DE" }],
    hit: false,
    raw: "line 2",
  });
  expect((await rowsOfDay(db, [], { ...day, day: "2024-01-01" })).total).toBe(0);
});

test("events are hit that meet all conditions of a reason which speaks against the user", async () => {
  expect(await hitsOf(because({ type: "it's {actor}" }))).toEqual([2]);
  expect(await hitsOf(because({ hour: 13 }))).toEqual([1]);
  expect(await hitsOf(because({ attribute: "DE" }))).toEqual([0, 1]);
  expect(await hitsOf(because({ attribute: "country:DE" }))).toEqual([0]);
  expect(await hitsOf(because({ entity: "customer" }))).toEqual([2, 1]);
  expect(await hitsOf(because({ entity: "ticket:T1" }), because({ entity: "C1", type: "it's {actor}" }))).toEqual([
    2, 1,
  ]);
  expect(await hitsOf(because({ type: "read", hour: 12 }), because({}), because({ type: "read" }, -1))).toEqual([]);
});

test("of more events than are shown, the hits come first", async () => {
  const { rows, total } = await rowsOfDay(db, [because({ attribute: "US" })], { ...day, limit: 2 });
  expect(total).toBe(4);
  expect(rows.map(({ event, hit }) => [event, hit])).toEqual([
    [0, false],
    [5, true],
  ]);
});

test("an action shows its first events", async () => {
  const rows = await rowsOfActions(db, { actions: [0, 2, 9], most: 2 });
  expect([...rows].map(([action, own]) => [action, own.map(({ event }) => event)])).toEqual([
    [0, [0, 1]],
    [2, [3]],
    [9, []],
  ]);
});
