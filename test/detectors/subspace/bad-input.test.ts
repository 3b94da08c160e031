import { expect, test } from "vitest";
import { explainSubspace } from "../../../src/detectors/subspace/explain.ts";
import { type SubspaceOptions, subspaceDefaults } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { type Cell, featuresOf, officeCells, typeNames } from "./features.ts";

type Shape = Parameters<typeof featuresOf>[1];

/** Scores a tenant and holds that nothing is NaN, infinite or below 0, in the scores, the null and the explanations. */
async function sane(cells: readonly Cell[], shape: Shape, options: Partial<SubspaceOptions> = {}) {
  const features = featuresOf(cells, shape);
  const result = await scoreSubspace(features, options, { device: null, job: quietJob() });
  const { scores, perUserDay, scale, alarms } = result;
  for (const values of [
    scores.score,
    scores.null,
    ...Object.values(perUserDay),
    Object.values(scale),
    [alarms.textbook],
  ])
    for (const value of values) expect(value >= 0 && Number.isFinite(value)).toBe(true);
  for (let i = 0; i < Math.min(6, scores.score.length); i++) {
    const told = explainSubspace(features, options, { actor: scores.actor[i]!, day: scores.day[i]!, logP: 2 })!;
    for (const { residual, explained, share } of told.residuals)
      expect([residual, explained, share].every(Number.isFinite)).toBe(true);
  }
  return result;
}

test("a user with one day has no score, and that is said", async () => {
  const one = { actor: 0, day: 39, type: 0, n: 3 };
  const { scores } = await sane([one], { actors: 1, days: 40, types: typeNames(2) });
  expect(scores.score.length).toBe(0);
  expect(scores.unscored).toEqual([{ reason: "first seen in the days that are judged: no history", count: 1 }]);
});

test("a tenant of one user and one day has nothing to score", async () => {
  const { scores, alarms } = await sane([{ actor: 0, day: 0, type: 0, n: 1 }], {
    actors: 1,
    days: 1,
    types: typeNames(1),
    scored: 1,
  });
  expect(scores.score.length).toBe(0);
  expect(alarms.days).toBe(0);
});

test("a history of nothing scores the first event, and one event is no alarm", async () => {
  const cells = [
    { actor: 0, day: 0, type: 0, n: 1 },
    { actor: 0, day: 38, type: 1, n: 1 },
  ];
  const { scores, perUserDay } = await sane(cells, { actors: 1, days: 40, types: typeNames(2), scored: 2 });
  expect([...scores.day]).toEqual([38]);
  expect(perUserDay.rank[0]).toBe(0);
  expect(scores.score[0]).toBeLessThanOrEqual(1);
});

test("constant columns are explained whole, and a change of one stands out", async () => {
  const cells = Array.from({ length: 40 }, (_, day) => day).flatMap((day) =>
    [0, 1, 2].map((type) => ({ actor: 0, day, type, n: day === 39 && type === 2 ? 60 : 5 })),
  );
  const { scores } = await sane(cells, { actors: 1, days: 40, types: typeNames(3) });
  expect(scores.score.at(-1)!).toBeGreaterThan(1);
  expect(Math.max(...scores.score.slice(0, -1))).toBeLessThan(1e-6);
});

test.each(["anscombe", "log1p"] as const)(
  "a hundred times more types than days gives scores: %s",
  async (transform) => {
    const cells = officeCells({ actors: 3, days: 40, types: 3100, seed: 9 }).filter((_, i) => i % 9 === 0);
    const { scores, alarms } = await sane(
      cells,
      { actors: 3, days: 40, types: typeNames(3100) },
      { transform, energy: 0.9 },
    );
    expect(scores.score.length).toBeGreaterThan(10);
    expect(alarms.textbook).toBeGreaterThan(0.01);
  },
);

test("users without any day, and ignored ones, are in nothing", async () => {
  const cells = officeCells({ actors: 2, days: 40, types: 4 });
  const { scores } = await sane(cells, { actors: 5, days: 40, types: typeNames(4) });
  expect(Math.max(...scores.actor)).toBe(1);
});

test("counts up to 2²⁴ on one day and 1 on the others", async () => {
  const cells = officeCells({ actors: 4, days: 40, types: 4 }).map((cell, i) =>
    i % 50 === 0 ? { ...cell, n: 2 ** 24 } : cell,
  );
  await sane(cells, { actors: 4, days: 40, types: typeNames(4) });
});

test("the defaults are the documented ones", () => {
  expect(subspaceDefaults).toEqual({
    history: 30,
    minHistory: 5,
    rank: "auto",
    energy: 0.5,
    transform: "anscombe",
    weekdays: "split",
  });
});
