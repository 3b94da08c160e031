import fc from "fast-check";
import { expect, test } from "vitest";
import { binEdge, roundBins } from "../../src/lib/bins.ts";

test.each([
  [0, 100, "integer", { start: 0, step: 10, count: 11 }],
  [3, 9, "integer", { start: 3, step: 1, count: 7 }],
  [5, 5, "integer", { start: 5, step: 1, count: 1 }],
  [0, 1, "real", { start: 0, step: 0.05, count: 20 }],
  [-0.2, 0.9, "real", { start: -0.2, step: 0.1, count: 12 }],
  [0, 86_400e6 * 30 - 1, "time", { start: 0, step: 2 * 86_400e6, count: 15 }],
] as const)("%s to %s as %s", (min, max, unit, bins) => {
  expect(roundBins(min, max, { unit })).toEqual(bins);
});

test("every value lies in a bin, of which there are at most 20", () => {
  const range = fc.tuple(
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  );
  fc.assert(
    fc.property(range, fc.constantFrom("real", "integer", "time"), ([a, b], unit) => {
      const round = (x: number) => (unit === "real" ? x : Math.round(x));
      const [min, max] = [round(Math.min(a, b)), round(Math.max(a, b))];
      const bins = roundBins(min, max, { unit });
      expect(bins.count).toBeLessThanOrEqual(20);
      expect(bins.start).toBeLessThanOrEqual(min + bins.step * 1e-6);
      expect(bins.start + bins.count * bins.step).toBeGreaterThanOrEqual(max - bins.step * 1e-6);
      if (unit !== "real") expect(bins.step % 1).toBe(0);
    }),
  );
});

test("edges are round", () => {
  expect([0, 1, 2, 3].map((i) => binEdge({ start: 0, step: 0.1, count: 9 }, i))).toEqual([0, 0.1, 0.2, 0.3]);
});
