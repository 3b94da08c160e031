import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Scores } from "../../src/detectors/scores.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { rank } from "../../src/ranking/fuse.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import { type RankedDetector, userDaysOf } from "../../src/ranking/user-days.ts";

type Item = readonly [actor: number, day: number, score: number, action?: number];

/** A detector whose null are 99 user-days of the two days before, scored 0 … 98/99. */
function detector(name: string, items: readonly Item[]): RankedDetector {
  const nulls = Float64Array.from({ length: 99 }, (_, i) => i / 99);
  const scores: Scores = {
    detector: name,
    actor: Int32Array.from(items, ([actor]) => actor),
    day: Int32Array.from(items, ([, day]) => day + 10),
    action: Int32Array.from(items, ([, , , action]) => action ?? -1),
    score: Float64Array.from(items, ([, , score]) => score),
    null: nulls,
    nullActor: Int32Array.from(nulls, (_, i) => i >> 1),
    nullDay: Int32Array.from(nulls, (_, i) => 8 + (i % 2)),
    drawn: { users: 1, days: 1 },
    weight: 1,
    unscored: [],
    backend: "cpu",
  };
  return { name, scores, p: calibrate(scores) };
}

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
    expect(cases[0]!.p).toBe(0.01);
    expect(cases[0]!.opinions.map(({ rank: place, of }) => [place, of])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  test("folds a day's roots into one case and keeps the best root", () => {
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
    expect(first).toMatchObject({ actor: 3, day: 18, action: 71, p: 0.01 });
  });

  test("many slightly unusual roots of a day weigh more than one, and pay for their number where they are usual", () => {
    const day = (actor: number, roots: number, score: number): Item[] =>
      Array.from({ length: roots }, (_, i) => [actor, 8, score, 100 * actor + i]);
    const cases = rankCases({
      detectors: [detector("graph-smr", [...day(1, 1, 0.93), ...day(2, 12, 0.93), ...day(3, 40, 0.6)])],
      budget: 10,
    });
    expect(cases.map(({ actor }) => actor)).toEqual([2, 1, 3]);
    expect(cases[2]!.p).toBeGreaterThan(0.3);
  });

  test("detectors that agree count for more than one alone, and are calibrated by the days on which both are silent", () => {
    const items = (score: number, other: number): Item[] => [
      [60, 5, score],
      [61, 5, other],
    ];
    const cases = rankCases({
      detectors: [detector("profile", items(0.93, 0.95)), detector("subspace", items(0.93, 0.1))],
      budget: 2,
    });
    expect(cases.map(({ actor }) => actor)).toEqual([60, 61]);
    expect(cases[0]!.p).toBeLessThanOrEqual(0.08);
    expect(cases[0]!.p).toBeGreaterThan(1 / 100);
  });

  test("days that a detector did not draw count in the null all the same", () => {
    const none = new Int32Array();
    const few = detector("graph-smr", [[60, 5, 0.5, 7]]);
    const keep = Int32Array.from(few.scores.null.keys()).filter((i) => i % 9 === 0);
    const rest = Int32Array.from(few.scores.null.keys()).filter((i) => i % 9 !== 0);
    const drawn = {
      ...few.scores,
      null: Float64Array.from(keep, (i) => few.scores.null[i]!),
      nullActor: keep.map((i) => few.scores.nullActor[i]!),
      nullDay: keep.map((i) => few.scores.nullDay[i]!),
      undrawn: { actor: rest.map((i) => few.scores.nullActor[i]!), day: rest.map((i) => few.scores.nullDay[i]!) },
    };
    const loud = detector("profile", [[60, 5, 9]]);
    const fused = (undrawn: boolean) =>
      rankCases({
        detectors: [loud, { ...few, scores: undrawn ? drawn : { ...drawn, undrawn: { actor: none, day: none } } }],
        budget: 1,
      })[0]!.p;
    expect(fused(true)).toBeLessThanOrEqual(fused(false));
    expect(fused(true)).toBeLessThan(0.05);
  });

  test("a detector counts for as much as its null can witness", () => {
    const evidence = (n: number) => {
      const one = detector("profile", [[60, 5, 0.5]]);
      const nulls = Float64Array.from({ length: n }, (_, i) => i / n);
      const nullActor = Int32Array.from(nulls, (_, i) => i % 50);
      const nullDay = Int32Array.from(nulls, (_, i) => Math.floor(i / 50));
      const scores = { ...one.scores, null: nulls, nullActor, nullDay };
      const ranked = { name: one.name, scores, p: calibrate(scores) };
      return userDaysOf(ranked, 100).evidence[0]! / -Math.log10(ranked.p[0]!);
    };
    expect(evidence(999)).toBeCloseTo(1, 9);
    expect(evidence(5000)).toBeCloseTo(1, 9);
    expect(evidence(31)).toBeCloseTo(0.5, 1);
  });

  test("a detector that knows no history pays by Šidák", () => {
    const unknown = detector("graph-nn", [[0, 5, 2]]);
    const own = { ...unknown.scores, nullDay: unknown.scores.nullDay.fill(15) };
    const [first] = rankCases({
      detectors: [detector("profile", [[0, 5, 0.5]]), { ...unknown, scores: own }],
      budget: 1,
    });
    expect(first!.p).toBeCloseTo(1 - 0.99 ** 2, 12);
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
