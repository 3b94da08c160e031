import { expect, test } from "vitest";
import { fitDirections, withDirections } from "../../../src/detectors/graph/directions.ts";
import { type Embedding, takeRows } from "../../../src/detectors/graph/embedding.ts";
import { likeness, nearestKnown, nearSpace } from "../../../src/detectors/graph/near-space.ts";
import { Cancelled } from "../../../src/lib/errors.ts";
import { randomNormal, seededRandom } from "../../../src/lib/random.ts";

const dim = 12;

/** Normal roots, of which the last column hardly varies; `shift` moves a row's last column. */
function roots(count: number, seed: number, shift: (row: number) => number = () => 0): Embedding {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: count * dim }, (_, i) =>
    i % dim === dim - 1 ? 0.05 * randomNormal(random) + shift(Math.floor(i / dim)) : randomNormal(random),
  );
  return { count, dim, values };
}

test("the direction of a mutation is found, among much that varies anyway", () => {
  const natural = roots(500, 1);
  const mutated = roots(60, 2, () => 1.5);
  const directions = fitDirections(natural, mutated, new Array<string>(60).fill("moved"))!;
  expect(directions.count).toBe(1);
  const weights = Array.from(directions.weights, Math.abs);
  expect(weights.indexOf(Math.max(...weights))).toBe(dim - 1);
  const along = ({ values }: Embedding) =>
    Array.from({ length: values.length / (dim + 1) }, (_, row) => values[row * (dim + 1) + dim]!);
  const usual = along(withDirections(natural, directions));
  const moved = along(withDirections(mutated, directions));
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  expect(mean(moved) - mean(usual)).toBeGreaterThan(3 * deviation(usual));
});

test("too few, constant or absent roots have no directions, and the embedding stays as it is", () => {
  const few = roots(10, 1);
  expect(fitDirections(few, few, new Array<string>(10).fill("one"))).toBeNull();
  const constant = { count: 30, dim, values: new Float32Array(30 * dim).fill(1) };
  expect(fitDirections(constant, constant, new Array<string>(30).fill("one"))).toBeNull();
  expect(withDirections(few, null)).toEqual(few);
});

const deviation = (list: readonly number[]) =>
  Math.sqrt(
    list.reduce((sum, value) => sum + value ** 2, 0) / list.length -
      (list.reduce((sum, value) => sum + value, 0) / list.length) ** 2,
  );

const everybody = roots(300, 4, (row) => (row < 280 ? 0 : 6));
const embedded = async (rows: readonly number[]) => takeRows(everybody, Int32Array.from(rows));

test("what stands in a crowd is less like an interesting root that stands there too than what stands apart with one", async () => {
  const space = await nearSpace(everybody, null, { ordinary: 200, most: 100 });
  const score = likeness(space, await nearestKnown(space, new Set([5, 290]), embedded));
  const order = [...score.keys()].filter((row) => row !== 5 && row !== 290).sort((a, b) => score[b]! - score[a]!);
  expect(order.slice(0, 10).filter((row) => row >= 280).length).toBeGreaterThanOrEqual(8);
});

test("a root that joins or leaves the interesting ones gives the same distances as a fresh start", async () => {
  const space = await nearSpace(everybody, null, { ordinary: 200 });
  const fresh = async (interesting: readonly number[]) =>
    nearestKnown(await nearSpace(everybody, null, { ordinary: 200 }), new Set(interesting), embedded);
  for (const interesting of [[1], [1, 7], [1, 7, 250], [7, 250], [250, 3]])
    expect(await nearestKnown(space, new Set(interesting), embedded)).toEqual(await fresh(interesting));
});

test("equal roots, single roots and none give numbers, never NaN", async () => {
  const equal = { count: 40, dim, values: new Float32Array(40 * dim).fill(0.5) };
  for (const given of [equal, roots(1, 1), { count: 0, dim, values: new Float32Array() }]) {
    const space = await nearSpace(given, null, { ordinary: given.count });
    const rows = given.count === 0 ? new Set<number>() : new Set([0]);
    const score = likeness(
      space,
      await nearestKnown(space, rows, async (list) => takeRows(given, Int32Array.from(list))),
    );
    expect(score).toHaveLength(given.count);
    expect(score.every(Number.isFinite)).toBe(true);
  }
});

test("comparing with ordinary roots stops when it is told to", async () => {
  const job = { signal: AbortSignal.abort(), report: () => {} };
  await expect(nearSpace(everybody, null, { ordinary: 200, job })).rejects.toThrow(Cancelled);
});
