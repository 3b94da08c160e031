import { beforeEach, describe, expect, test } from "vitest";
import { identityDoctor, timeDoctor, typeDoctor } from "../../src/ingest/doctor.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();

beforeEach(async () => {
  for (const table of ["events", "actors", "types"]) await db.query(`delete from ${table}`);
});

/** Events of the given actors (codes) at the given times. */
async function events(rows: readonly (readonly [number, string])[]): Promise<void> {
  const values = rows.map(([actor, ts], i) => `(${i}, timestamp '${ts}', ${actor}, 0, null, 0, ${i + 2}, 0)`);
  await db.query(`insert into events values ${values.join(", ")}`);
}

describe("the time doctor", () => {
  const now = Date.UTC(2024, 5, 1);
  const said = async (zones: readonly string[] = []) => (await timeDoctor(db, { zones, now })).join("\n");

  test("has nothing to say of ordinary times, or of none", async () => {
    expect(await said()).toBe("");
    await events([
      [0, "2024-01-01 10:00:00"],
      [1, "2024-01-02 10:00:00"],
      [1, "2024-06-01 12:00:00"],
    ]);
    expect(await said(["Europe/Berlin"])).toBe("");
  });

  test("counts what is too early and what is in the future", async () => {
    await events([
      [0, "1970-01-01 00:00:00"],
      [1, "1601-01-01 00:00:00"],
      [1, "2024-06-03 00:00:00"],
    ]);
    expect(await said()).toMatch(
      /2 events before 1990 \(from 1601-01-01[\s\S]*1 event in the future \(up to 2024-06-03/,
    );
  });

  test("notices one actor, one second, one day", async () => {
    await events([
      [0, "2024-01-01 10:00:00"],
      [0, "2024-01-01 10:00:00"],
    ]);
    expect(await said()).toMatch(/one actor[\s\S]*one second/);
    await events([[1, "2024-01-01 11:00:00"]]);
    expect(await said()).toMatch(/one day, 2024-01-01/);
  });

  test("names the hour that a zone has twice", async () => {
    await events([
      [0, "2023-10-28 23:59:59"],
      [0, "2023-10-29 00:30:00"],
      [1, "2023-10-29 01:30:00"],
    ]);
    expect(await said(["Europe/Berlin"])).toContain("1 event in the hour that Europe/Berlin has twice");
    expect(await said(["UTC"])).not.toContain("twice");
  });
});

describe("the identity doctor", () => {
  test("finds names that are one but for case or domain", async () => {
    await db.query(
      "insert into actors values (0, 'CORP\\Ann', false), (1, 'ann', false), (2, 'ANN@corp.example', false), (3, 'bob', false)",
    );
    expect((await identityDoctor(db)).join()).toContain("3 actor names are 1 but for case or domain");
  });

  test("has nothing to say where all differ", async () => {
    await db.query(
      "insert into actors values (0, 'ann', false), (1, 'anna', false), (2, '@x', false), (3, '@y', false)",
    );
    expect(await identityDoctor(db)).toEqual([]);
  });
});

test("the type doctor doubts a column of too many types", async () => {
  await db.query("insert into types select i, 'type ' || i, false from range(3000) r(i)");
  await events([[0, "2024-01-01 10:00:00"]]);
  expect((await typeDoctor(db)).join()).toContain("3,000 distinct types: is “type” the right column?");
});
