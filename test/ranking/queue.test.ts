import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Scores } from "../../src/detectors/scores.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { fuseP, rank } from "../../src/ranking/fuse.ts";
import { type RankedDetector, rankCases } from "../../src/ranking/queue.ts";

type Item = readonly [actor: number, day: number, score: number, action?: number];
const nulls = Float64Array.from({ length: 99 }, (_, i) => i / 99);

function detector(name: string, items: readonly Item[]): RankedDetector {
  const scores: Scores = {
    detector: name,
    actor: Int32Array.from(items, ([actor]) => actor),
    day: Int32Array.from(items, ([, day]) => day),
    action: Int32Array.from(items, ([, , , action]) => action ?? -1),
    score: Float64Array.from(items, ([, , score]) => score),
    null: nulls,
    unscored: [],
    backend: "cpu",
  };
  return { name, scores, p: calibrate(scores) };
}

test("fusing pays for every detector that had a say, and for no other", () => {
  expect(fuseP([0.01, Number.NaN])).toBeCloseTo(0.01, 12);
  expect(fuseP([0.01, 0.5])).toBeCloseTo(1 - 0.99 ** 2, 12);
  expect(fuseP([Number.NaN])).toBe(1);
});

test("items that the null can't tell apart are ranked by score", () => {
  expect([...rank([0.01, 0.01, 0.5], [5, 7, 99])]).toEqual([2, 1, 3]);
});

describe("the queue", () => {
  test("holds the budget's most unusual user-days, by fused p", () => {
    const cases = rankCases({
      detectors: [
        detector("profile", [
          [0, 5, 0.5],
          [1, 5, 2],
          [2, 5, 0.95],
        ]),
        detector("subspace", [
          [0, 5, 0.99],
          [1, 5, 0.1],
        ]),
      ],
      budget: 2,
    });
    expect(cases.map(({ actor, rank: place }) => [actor, place])).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(cases[0]!.p).toBeCloseTo(1 - 0.99 ** 2, 12);
    expect(cases[0]!.opinions.map(({ rank: place, of }) => [place, of])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  test("folds a day's roots into one case that pays for their number and keeps the best root", () => {
    const [first] = rankCases({
      detectors: [
        detector("graph-smr", [
          [3, 8, 0.2, 70],
          [3, 8, 5, 71],
          [3, 8, 0.4, 72],
        ]),
      ],
      budget: 10,
    });
    expect(first).toMatchObject({ actor: 3, day: 8, action: 71 });
    expect(first!.p).toBeCloseTo(1 - 0.99 ** 3, 12);
  });

  test("says where a detector had no say", () => {
    const cases = rankCases({
      detectors: [detector("profile", [[0, 1, 0.5]]), detector("subspace", [[4, 1, 2]])],
      budget: 5,
    });
    expect(cases.find(({ actor }) => actor === 4)!.opinions[0]).toEqual({
      detector: "profile",
      p: null,
      rank: null,
      of: 1,
      action: -1,
    });
  });

  test("is empty where nothing was scored", () => {
    expect(rankCases({ detectors: [detector("profile", [])], budget: 5 })).toEqual([]);
    expect(rankCases({ detectors: [], budget: 5 })).toEqual([]);
  });

  test("does not depend on the order of items", () => {
    const item = fc.tuple(fc.nat(20), fc.nat(5), fc.double({ min: 0, max: 3, noNaN: true }));
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ([a, d]) => a * 6 + d, minLength: 1 }), (items) => {
        const run = (list: readonly Item[]) =>
          rankCases({ detectors: [detector("profile", list)], budget: 99 }).map(({ actor, day, p }) => [actor, day, p]);
        expect(run([...items].reverse())).toEqual(run(items));
      }),
      { numRuns: 50 },
    );
  });
});
