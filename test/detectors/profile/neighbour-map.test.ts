import { expect, test } from "vitest";
import { neighbourMap, rankPlaces } from "../../../src/detectors/profile/neighbour-map.ts";
import type { SparseRows } from "../../../src/detectors/profile/user-vectors.ts";
import { seededRandom } from "../../../src/lib/random.ts";

/** Users of three kinds, each with three columns of its own, rows of length 1. */
function threeKinds(each: number): SparseRows {
  const random = seededRandom(4);
  const value: number[] = [];
  const column: number[] = [];
  for (let i = 0; i < 3 * each; i++) {
    const parts = [0, 1, 2].map(() => 0.5 + random());
    const length = Math.hypot(...parts);
    parts.forEach((part, c) => {
      column.push(3 * (i % 3) + c);
      value.push(part / length);
    });
  }
  const start = Int32Array.from({ length: 3 * each + 1 }, (_, i) => 3 * i);
  return { start, column: Int32Array.from(column), value: Float64Array.from(value), columns: 9 };
}

test("an outlier takes no more room than anybody else", () => {
  const x = Float64Array.from([1, 2, 1e9, 3]);
  const { x: ranked } = rankPlaces({ x, y: x }, Int32Array.from([0, 1, 2, 3]));
  expect([...ranked].map((value) => Math.round(3 * value))).toEqual([-3, -1, 3, 1]);
});

test("users who do alike end up near one another wherever they start, and the same map comes every time", () => {
  const vectors = threeKinds(30);
  const members = Int32Array.from({ length: 90 }, (_, i) => i);
  const random = seededRandom(8);
  const start = {
    x: Float64Array.from(members, () => 2 * random() - 1),
    y: Float64Array.from(members, () => random()),
  };
  const { x, y } = neighbourMap(vectors, members, start);
  const apart = (i: number, j: number) => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!);
  let own = 0;
  for (let i = 0; i < 90; i++) {
    const nearest = [...members].filter((j) => j !== i).sort((a, b) => apart(i, a) - apart(i, b))[0]!;
    if (nearest % 3 === i % 3) own++;
  }
  expect(own).toBeGreaterThan(85);
  expect(neighbourMap(vectors, members, start)).toEqual({ x, y });
  expect([...x, ...y].every(Number.isFinite)).toBe(true);
});

test("one user alone, and nobody, have a map too", () => {
  const vectors = threeKinds(1);
  const place = { x: Float64Array.of(0.5), y: Float64Array.of(0.5) };
  expect(neighbourMap(vectors, Int32Array.of(1), place).x).toHaveLength(1);
  const none = { x: new Float64Array(), y: new Float64Array() };
  expect(neighbourMap(vectors, new Int32Array(), none).x).toHaveLength(0);
});
