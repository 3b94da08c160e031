import { expect, test } from "vitest";
import { scalar } from "../../src/db/columns.ts";
import { localMicroseconds, offsetSpans } from "../../src/features/local-time.ts";
import { openTestDatabase } from "../support/database.ts";

const us = (iso: string) => Date.parse(iso) * 1000;

test("UTC has one offset of 0", () => {
  expect(offsetSpans("UTC", us("2024-01-01T00:00Z"), us("2024-12-31T00:00Z"))).toEqual([
    { start: us("2024-01-01T00:00Z"), offset: 0 },
  ]);
});

test("summer time starts and ends to the second", () => {
  expect(offsetSpans("Europe/Berlin", us("2024-01-01T12:34:56Z"), us("2024-12-31T00:00Z")).slice(1)).toEqual([
    { start: us("2024-03-31T01:00Z"), offset: 7200 },
    { start: us("2024-10-27T01:00Z"), offset: 3600 },
  ]);
});

test("offsets that are no whole hours, and days that a zone skipped", () => {
  expect(offsetSpans("Asia/Kathmandu", us("2024-01-01T00:00Z"), us("2024-01-02T00:00Z"))[0]!.offset).toBe(20_700);
  expect(offsetSpans("Pacific/Apia", us("2011-12-29T00:00Z"), us("2012-01-02T00:00Z")).map((s) => s.offset)).toEqual([
    -36_000, 50_400,
  ]);
});

test("an unknown zone is refused", () => {
  expect(() => offsetSpans("Mars/Olympus", 0, 1)).toThrow(RangeError);
});

test("SQL gives the local time that the platform gives, around both changes of summer time", async () => {
  const db = await openTestDatabase();
  const instants = ["2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z", "2024-10-27T00:59:59Z", "2024-10-27T01:00:00Z"];
  for (const zone of ["America/New_York", "Europe/Berlin"]) {
    const spans = offsetSpans(zone, us("2024-01-01T00:00Z"), us("2024-12-31T00:00Z"));
    for (const iso of instants) {
      const local = scalar(await db.query(`select cast(${localMicroseconds(`${us(iso)}`, spans)} as double)`));
      const shown = new Date(iso).toLocaleString("sv-SE", { timeZone: zone });
      expect(new Date(local / 1000).toISOString().slice(0, 19).replace("T", " ")).toBe(shown);
    }
  }
});
