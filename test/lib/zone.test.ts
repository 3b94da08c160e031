import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/lib/errors.ts";
import { localDate, offsetAt, utcFromLocalMs, zoneTransitions } from "../../src/lib/zone.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Caracas",
  "Asia/Pyongyang",
  "Antarctica/Troll",
];
const anyTime = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });

describe("zones", () => {
  test("name every change of offset, and no other", () => {
    const berlin = zoneTransitions("Europe/Berlin", Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1));
    expect(berlin).toEqual([
      { utc: Date.UTC(2024, 0, 1), offsetSeconds: 3600 },
      { utc: Date.UTC(2024, 2, 31, 1), offsetSeconds: 7200 },
      { utc: Date.UTC(2024, 9, 27, 1), offsetSeconds: 3600 },
    ]);
  });

  test("agree with Intl at any second", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyTime, (zone, second) => {
        const table = zoneTransitions(zone, Date.UTC(1990, 0, 1), Date.UTC(2040, 0, 1));
        const entry = table.findLast(({ utc }) => utc <= second * 1000);
        expect(entry?.offsetSeconds).toBe(offsetAt(zone, second * 1000));
      }),
      { numRuns: 300 },
    );
  });

  test("a wall clock goes to UTC and back, but for the hour that occurs twice, which means the earlier", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyTime, (zone, second) => {
        const utc = second * 1000;
        const wall = utc + offsetAt(zone, utc) * 1000;
        const back = utcFromLocalMs(zone, wall);
        expect(back + offsetAt(zone, back) * 1000).toBe(wall);
        expect(back).toBeLessThanOrEqual(utc);
      }),
      { numRuns: 300 },
    );
  });

  test("an hour that the clocks skip lands as much after the change", () => {
    expect(new Date(utcFromLocalMs("Europe/Berlin", Date.UTC(2024, 2, 31, 2, 30))).toISOString()).toBe(
      "2024-03-31T01:30:00.000Z",
    );
    expect(new Date(utcFromLocalMs("Europe/Berlin", Date.UTC(2024, 9, 27, 2, 30))).toISOString()).toBe(
      "2024-10-27T00:30:00.000Z",
    );
  });

  test("give the local date", () => {
    expect(localDate("Asia/Tokyo", Date.UTC(2024, 0, 1, 15))).toBe("2024-01-02");
    expect(localDate("America/New_York", Date.UTC(2024, 0, 1, 4))).toBe("2023-12-31");
  });

  test("refuse a name that is no zone", () => {
    expect(() => offsetAt("Mars/Olympus", 0)).toThrow(UserError);
  });
});
