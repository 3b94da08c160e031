import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { isoDay } from "../../src/features/calendar.ts";
import type { Channel, TenantFeatures } from "../../src/features/cells.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { UserError } from "../../src/lib/errors.ts";
import { openTestDatabase } from "../support/database.ts";
import { stoppedAt } from "../support/stopping.ts";

/** Cells as readable texts: `actor day label n`. */
function cells(features: TenantFeatures, name: string): string[] {
  const channel = features.channels.find((c) => c.name === name) as Channel;
  const { rowStart, day, key, n } = channel.cells;
  return features.actors.flatMap((actor, a) =>
    Array.from({ length: rowStart[a + 1]! - rowStart[a]! }, (_, i) => {
      const row = rowStart[a]! + i;
      return `${actor} ${isoDay(features.calendar.days[day[row]!]!)} ${channel.labels[key[row]!]} ${n[row]}`;
    }),
  );
}

let db: Database;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.run(`
    insert into actors values (0, 'ada', false), (1, 'robot', true), (2, 'bob', false);
    insert into types values (0, 'read', false), (1, 'write', true);
    insert into entities values (0, 'ticket', 'T1'), (1, 'customer', 'C1'), (2, 'ticket', 'T2');
    insert into attribute_values values (0, 'country', 'DE'), (1, 'device', 'laptop'), (2, 'country', 'US');
    insert into events values
      (0, '2024-03-30 22:30:00', 0, 0, null, 0, 1, 0),
      (1, '2024-03-30 23:30:00', 0, 0, null, 0, 2, 0),
      (2, '2024-03-31 01:30:00', 0, 1, null, 0, 3, 0),
      (3, '2024-04-02 10:00:00', 2, 0, null, 0, 4, 0),
      (4, '2024-04-01 10:00:00', 1, 0, null, 0, 5, 0);
    insert into refs values (0, 0, 0), (1, 0, 0), (1, 1, 0), (2, 2, 0), (2, 2, 1), (3, 0, 0), (4, 2, 0);
    insert into volumes values (0, 'bytes', 100), (1, 'bytes', 5), (2, 'bytes', 2.5), (2, 'pages', 3), (3, 'bytes', -7), (4, 'bytes', 9);
    insert into attributes values (0, 0), (1, 0), (1, 1), (3, 2);
  `);
});

describe("reading features", () => {
  test("adds volumes up by the local day; what is negative adds nothing", async () => {
    expect(cells(await readFeatures(db, { zone: "Europe/Berlin" }), "volume")).toEqual([
      "ada 2024-03-30 bytes 100",
      "ada 2024-03-31 bytes 7.5",
      "ada 2024-03-31 pages 3",
    ]);
  });

  test("says how far it is, stops at every step, leaves nothing behind and can be done again", async () => {
    const { job, reports } = stoppedAt(Number.POSITIVE_INFINITY);
    const features = await readFeatures(db, {}, job);
    expect(reports.map(({ done }) => done)).toEqual(reports.map((_, i) => i));
    expect(reports.every(({ total }) => total === reports.length)).toBe(true);
    const tables = async () => (await db.query("select * from duckdb_tables() where temporary")).numRows;
    for (let at = 0; at < reports.length; at++) {
      await expect(readFeatures(db, {}, stoppedAt(at).job)).rejects.toMatchObject({ name: "Cancelled" });
      expect(await tables()).toBe(0);
    }
    expect(await readFeatures(db)).toEqual(features);
  });

  test("counts by the zone's local day and hour, summer time included", async () => {
    const features = await readFeatures(db, { zone: "Europe/Berlin" });
    expect(cells(features, "type")).toEqual([
      "ada 2024-03-30 read 1",
      "ada 2024-03-31 read 1",
      "ada 2024-03-31 write 1",
      "bob 2024-04-02 read 1",
    ]);
    expect(cells(features, "hour")).toEqual([
      "ada 2024-03-30 23:00 1",
      "ada 2024-03-31 00:00 1",
      "ada 2024-03-31 03:00 1",
      "bob 2024-04-02 12:00 1",
    ]);
  });

  test("leaves days of ignored actors and silent days out, and counts the silent ones", async () => {
    const { calendar, ignored, firstSeen } = await readFeatures(db);
    expect([...calendar.days].map(isoDay)).toEqual(["2024-03-30", "2024-03-31", "2024-04-02"]);
    expect(calendar.silent).toBe(1);
    expect([...ignored]).toEqual([0, 1, 0]);
    expect([...firstSeen]).toEqual([0, -1, 2]);
  });

  test("makes a channel of each attribute, with the values that occur", async () => {
    const features = await readFeatures(db);
    expect(cells(features, "attribute:country")).toEqual(["ada 2024-03-30 DE 2", "bob 2024-04-02 US 1"]);
    expect(cells(features, "attribute:device")).toEqual(["ada 2024-03-30 laptop 1"]);
  });

  test("counts distinct entities, their values, and those new to the user and to the tenant", async () => {
    const features = await readFeatures(db);
    expect(cells(features, "entity")).toEqual([
      "ada 2024-03-30 customer 1",
      "ada 2024-03-30 ticket 1",
      "ada 2024-03-31 ticket 1",
      "bob 2024-04-02 ticket 1",
    ]);
    expect(cells(features, "entity-value:ticket")).toEqual([
      "ada 2024-03-30 T1 2",
      "ada 2024-03-31 T2 2",
      "bob 2024-04-02 T1 1",
    ]);
    expect(cells(features, "new")).toEqual([
      "ada 2024-03-30 customer new to the user 1",
      "ada 2024-03-30 customer new to the tenant 1",
      "ada 2024-03-30 ticket new to the user 1",
      "ada 2024-03-30 ticket new to the tenant 1",
      "ada 2024-03-31 ticket new to the user 1",
      "ada 2024-03-31 ticket new to the tenant 1",
      "bob 2024-04-02 ticket new to the user 1",
    ]);
  });

  test("scores the days asked for and reads no cell after them or before their history", async () => {
    const features = await readFeatures(db, { from: "2024-03-31", to: "2024-04-01", history: 1 });
    expect(features.calendar.scored).toEqual({ from: 1, to: 1 });
    expect(cells(features, "type")).toEqual(["ada 2024-03-30 read 2", "ada 2024-03-31 write 1"]);
    const last = await readFeatures(db, { history: 0, from: "2024-04-02" });
    expect(cells(last, "type")).toEqual(["bob 2024-04-02 read 1"]);
    expect(cells(last, "new")).toEqual(["bob 2024-04-02 ticket new to the user 1"]);
  });

  test("says what the data spans where nothing lies in the window, and which date is none", async () => {
    await expect(readFeatures(db, { from: "2025-01-01" })).rejects.toThrow(
      /2025-01-01.*The data spans 2024-03-30 to 2024-04-02/,
    );
    await expect(readFeatures(db, { to: "1 April" })).rejects.toThrow(UserError);
  });

  test("by default scores the last seven days that have data", async () => {
    await db.run(`delete from events;
      insert into events select i, timestamp '2024-01-01 12:00:00' + to_days(cast(2 * i as integer)), 0, 0, null, 0, i, 0 from range(20) t(i);`);
    const { calendar } = await readFeatures(db);
    expect(calendar.scored).toEqual({ from: 13, to: 19 });
    expect(calendar.silent).toBe(19);
  });

  test("says so where there is no event at all", async () => {
    await db.run("delete from events");
    await expect(readFeatures(db)).rejects.toThrow(/no event to score/);
  });
});
