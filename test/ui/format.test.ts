import fc from "fast-check";
import { expect, test } from "vitest";
import * as format from "../../src/ui/format.ts";

test("a p-value is told as one in so many, to two digits", () => {
  expect(format.oneIn(1 / 21_432)).toBe("1 in 21,000");
  expect(format.oneIn(0.5)).toBe("1 in 2");
  expect(format.oneIn(1)).toBe("1 in 1");
  expect(format.oneIn(null)).toBe("–");
});

test("a smaller p-value is never told as less unusual", () => {
  const number = (p: number): number => Number(format.oneIn(p).replace(/\D/g, ""));
  const p = fc.double({ min: 1e-9, max: 1, noNaN: true });
  fc.assert(fc.property(p, p, (a, b) => number(Math.min(a, b)) >= number(Math.max(a, b))));
});

test("line numbers are grouped without commas", () => {
  expect(format.lineNumber(3_120_441)).toBe("3\u202f120\u202f441");
  expect(format.lineNumber(7)).toBe("7");
});

test.each([
  ["2025-09-01", "2025-10-05", "1 Sep – 5 Oct 2025"],
  ["2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"],
  ["2025-09-01", "2025-09-01", "1 Sep 2025"],
  [null, null, "no days"],
])("the days from %s to %s read %s", (first, last, told) => expect(format.dayRange(first, last)).toBe(told));

test("days have their weekday", () => {
  expect(format.dayLong("2025-09-30")).toBe("Tuesday 30 September 2025");
  expect(format.dayShort("2025-09-30")).toBe("Tue 30 Sep");
  expect(format.isWeekend("2025-10-04")).toBe(true);
  expect(format.isWeekend("2025-10-06")).toBe(false);
  expect(format.dayLong("no day")).toBe("no day");
});

test("hours are those of the tenant's zone, summer time included", () => {
  expect(format.hourIn("2025-09-30T00:31:00Z", "Europe/Berlin")).toBe(2);
  expect(format.hourIn("2025-12-30T00:31:00Z", "Europe/Berlin")).toBe(1);
  expect(format.hourIn("2025-12-30T00:31:00Z", "No/Zone")).toBe(0);
});

test.each([
  [999, "999 B"],
  [1500, "1.5 kB"],
  [184_220_118, "184 MB"],
  [2_147_483_648, "2.1 GB"],
])("%d bytes read %s", (n, told) => expect(format.bytes(n)).toBe(told));

test("signs are true minus signs, and nothing has none", () => {
  expect([2.41, -0.2, 0.01].map((x) => format.signed(x))).toEqual(["+2.4", "−0.2", "0.0"]);
});

test("progress tells how far and how fast", () => {
  const progress = { stage: "x", done: 4e6, total: 2e7, unit: "bytes" } as const;
  expect(format.progressText(progress)).toBe("4.0 MB of 20 MB");
  expect(format.rateText(progress, 2000)).toBe("2.0 MB/s");
  expect(format.rateText(progress, 10)).toBe("");
});

test("the hour in a zone is the one that the browser's own formatter gives", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia");
  const times = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(times, zones, (time, timeZone) => {
      const formatter = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone });
      expect(format.hourIn(time.toISOString(), timeZone)).toBe(Number(formatter.format(time)));
    }),
  );
});
