import { expect, test } from "vitest";
import { precision } from "../../src/ranking/precision.ts";

test.each([
  [38, 64.7, 84.2],
  [32, 52.3, 74.0],
  [29, 46.3, 68.7],
  [1, 0.7, 9.0],
])("%i of 50 worth auditing gives the published interval", (worth, low, high) => {
  const found = precision(worth, 50);
  expect(found.share).toBe(worth / 50);
  expect(100 * found.low).toBeCloseTo(low, 1);
  expect(100 * found.high).toBeCloseTo(high, 1);
});

test("no audit yet leaves the whole range", () => {
  const found = precision(0, 0);
  expect(found.share).toBeNaN();
  expect(found.low).toBeCloseTo(0.05, 9);
  expect(found.high).toBeCloseTo(0.95, 9);
});
