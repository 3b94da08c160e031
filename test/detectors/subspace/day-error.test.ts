import { expect, test } from "vitest";
import { dayError } from "../../../src/detectors/subspace/day-error.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { featuresOf, officeCells, typeNames } from "./features.ts";

const shape = { actors: 12, days: 40, types: typeNames(10) };

test.each(["anscombe", "log1p"] as const)("a day alone has the error that the run gave it: %s", async (transform) => {
  const features = featuresOf(officeCells({ actors: 12, days: 40, types: 10 }), shape);
  const { scores, perUserDay } = await scoreSubspace(features, { transform }, { device: null, job: quietJob() });
  expect(scores.score.length).toBeGreaterThan(0);
  scores.score.forEach((_, i) => {
    const found = dayError(features, { transform }, { actor: scores.actor[i]!, day: scores.day[i]! })!;
    expect(found).toMatchObject({ transform, rank: perUserDay.rank[i]! });
    expect(found.error).toBeCloseTo(perUserDay.spe[i]!, 9);
    expect(found.median).toBeCloseTo(perUserDay.median[i]!, 9);
    expect(found.threshold).toBeCloseTo(perUserDay.limit[i]!, 9);
    expect(found.energy).toBeCloseTo(perUserDay.energy[i]!, 9);
    expect(found.days).toBeLessThanOrEqual(perUserDay.history[i]!);
  });
});

test("a day that was not scored has none", () => {
  const features = featuresOf(officeCells({ actors: 12, days: 40, types: 10 }), shape);
  expect(dayError(features, {}, { actor: 0, day: 2 })).toBeNull();
});
