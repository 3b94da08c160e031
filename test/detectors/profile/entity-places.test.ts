import { expect, test } from "vitest";
import { entityPlaces } from "../../../src/detectors/profile/entity-places.ts";

/** Four users; the first touches a alone, all touch b, and the last three c, the second of them often. */
const counts = {
  start: Int32Array.of(0, 2, 4, 6, 8),
  column: Int32Array.of(0, 1, 1, 2, 1, 2, 1, 2),
  value: Float64Array.of(1, 1, 1, 1, 1, Math.E ** 2 - 1, 1, 1),
  columns: 3,
};
const places = { x: Float64Array.of(0, 1, 2, 3), y: Float64Array.of(4, 0, 0, 0) };

test("an entity stands at the mean of the users who touch it, weighed by the logarithm of how often", () => {
  const found = entityPlaces(counts, Int32Array.of(0, 1, 2, 3), places, { fewest: 2 });
  expect([...found.key]).toEqual([1, 2]);
  expect([...found.users]).toEqual([4, 3]);
  expect(found.x[0]).toBeCloseTo(1.5, 12);
  expect(found.y[0]).toBeCloseTo(1, 12);
  const often = 2 / Math.log(2);
  expect(found.x[1]).toBeCloseTo((1 + 2 * often + 3) / (2 + often), 12);
});

test("users who are not on the map count for nothing, and the most shared entities have the room", () => {
  const found = entityPlaces(
    counts,
    Int32Array.of(1, 3),
    { x: Float64Array.of(1, 3), y: Float64Array.of(0, 0) },
    { fewest: 2, most: 1 },
  );
  expect([...found.key]).toEqual([1]);
  expect(found.x[0]).toBeCloseTo(2, 12);
});
