import { describe, expect, test } from "vitest";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import { quietJob } from "../../src/lib/job.ts";
import { areaUnderCurve, recallAtFalsePositives } from "../../src/ranking/measure.ts";
import { drawPairs, switchUsers } from "../../src/ranking/switch-users.ts";
import { steadyTenant } from "../support/tenant.ts";

test("the area under the curve is the chance that a positive outranks a negative", () => {
  expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
  expect(areaUnderCurve([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
  expect(areaUnderCurve([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
  expect(areaUnderCurve([1, 3, 2], [0, 0, 1])).toBe(0.5);
  expect(areaUnderCurve([1], [1])).toBeNaN();
});

test("recall is counted over the threshold that lets the given share of negatives pass", () => {
  const score = [...Array.from({ length: 20 }, (_, i) => i), 18.5, 3];
  const positive = [...Array.from({ length: 20 }, () => 0), 1, 1];
  expect(recallAtFalsePositives(score, positive, 0.05)).toBe(0.5);
  expect(recallAtFalsePositives(score, positive, 0)).toBe(0);
  expect(recallAtFalsePositives([1], [0], 0.05)).toBeNaN();
});

describe("switching users", () => {
  const features = steadyTenant({ actors: 30, days: 36, scored: 5 });
  const rows = (f: typeof features, actor: number, channel = 0) => {
    const { rowStart, day, key, n } = f.channels[channel]!.cells;
    return Array.from({ length: rowStart[actor + 1]! - rowStart[actor]! }, (_, i) => {
      const row = rowStart[actor]! + i;
      return [day[row], key[row], n[row]];
    });
  };

  test("swaps two users' cells from a day on and nobody else's", () => {
    const switched = switchUsers(features, [[3, 7]], 31);
    const early = (r: (number | undefined)[]) => r[0]! < 31;
    expect(rows(switched, 3)).toEqual([
      ...rows(features, 3).filter(early),
      ...rows(features, 7).filter((r) => !early(r)),
    ]);
    expect(rows(switched, 7)).toEqual([
      ...rows(features, 7).filter(early),
      ...rows(features, 3).filter((r) => !early(r)),
    ]);
    expect(rows(switched, 4)).toEqual(rows(features, 4));
  });

  test("twice gives the original back", () => {
    expect(switchUsers(switchUsers(features, [[3, 7]], 31), [[3, 7]], 31)).toEqual(features);
  });

  test("is found by the profile", async () => {
    const pairs = drawPairs(features, { pairs: 3, seed: 2 });
    expect(new Set(pairs.flat()).size).toBe(6);
    const { scores } = await scoreProfile(switchUsers(features, pairs, 31), {}, { job: quietJob() });
    const positive = scores.actor.map((actor) => (pairs.flat().includes(actor) ? 1 : 0));
    expect(areaUnderCurve(scores.score, positive)).toBeGreaterThan(0.95);
    expect(recallAtFalsePositives(scores.score, positive, 0.05)).toBeGreaterThan(0.8);
  });
});
