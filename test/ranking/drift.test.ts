import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalDeviate } from "../../src/lib/normal.ts";
import { randomNormal, seededRandom } from "../../src/lib/random.ts";
import { conformalP, median } from "../../src/lib/statistics.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { allowFor, windowDrift } from "../../src/ranking/drift.ts";

interface Window {
  readonly score: Float64Array;
  readonly null: Float64Array;
  readonly actor: Int32Array;
  readonly day: Int32Array;
}

/** Normal scores of some users on some days, moved by `shift`, and a normal null. */
function windowOf({ users = 150, days = 7, nulls = 3000, shift = 0, seed = 1 } = {}): Window {
  const random = seededRandom(seed);
  return {
    score: Float64Array.from({ length: users * days }, () => shift + randomNormal(random)),
    null: Float64Array.from({ length: nulls }, () => randomNormal(random)),
    actor: Int32Array.from({ length: users * days }, (_, i) => i % users),
    day: Int32Array.from({ length: users * days }, (_, i) => Math.floor(i / users)),
  };
}

const conformal = ({ score, null: nulls }: Window): Float64Array => {
  const sorted = nulls.slice().sort();
  return score.map((s) => conformalP(sorted, s));
};
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
/** Share of items at or under a p, over windows of twenty seeds. */
const alarms = (
  options: Parameters<typeof windowOf>[0],
  p: (window: Window) => Float64Array,
  nominal: number,
): number =>
  seeds.reduce((sum, seed) => {
    const found = p(windowOf({ ...options, seed }));
    return sum + found.filter((value) => value <= nominal).length / found.length;
  }, 0) / seeds.length;

describe("what a window drifted", () => {
  test("is none where it is like its history: the false alarms stay nominal", () => {
    for (const nominal of [0.01, 0.05, 0.25]) {
      const realised = alarms({}, calibrate, nominal);
      expect(realised).toBeLessThanOrEqual(alarms({}, conformal, nominal));
      expect(realised / nominal).toBeGreaterThan(0.75);
      expect(realised / nominal).toBeLessThan(1.15);
    }
  });

  test("is taken out: alarms that were two to three times nominal come within half as many again", () => {
    for (const nominal of [0.01, 0.05]) {
      expect(alarms({ shift: 0.4 }, conformal, nominal) / nominal).toBeGreaterThan(1.9);
      const realised = alarms({ shift: 0.4 }, calibrate, nominal) / nominal;
      expect(realised).toBeLessThan(1.5);
      expect(realised).toBeGreaterThan(1 / 1.5);
    }
  });

  test("is not told by a handful of users, however many their days", () => {
    const few = windowOf({ users: 9, days: 40, shift: 2 });
    expect(calibrate(few)).toEqual(conformal(few));
  });

  test("is never less than none: days that are more ordinary than history keep their p", () => {
    const calm = windowOf({ shift: -1 });
    expect(calibrate(calm)).toEqual(conformal(calm));
  });

  test("is not carried away by attacks on a tenth of the users, which stay the least p there is", () => {
    const attacked = windowOf({ users: 200 });
    const isAttack = (i: number) => attacked.actor[i]! < 20;
    attacked.score.forEach((score, i) => {
      if (isAttack(i)) attacked.score[i] = score + 30;
    });
    const p = calibrate(attacked);
    expect(p.every((value, i) => !isAttack(i) || value < 0.001)).toBe(true);
    const drift = windowDrift({ ...attacked, p: conformal(attacked) });
    expect(drift(6)).toBeLessThan(0.25);
  });

  test("is a matter of a day and the days before it: no later day changes a p", () => {
    const whole = windowOf({ shift: 0.3 });
    const first = whole.day.filter((day) => day < 3).length;
    const early = {
      score: whole.score.slice(0, first),
      null: whole.null,
      actor: whole.actor.slice(0, first),
      day: whole.day.slice(0, first),
    };
    expect(calibrate(whole).slice(0, first)).toEqual(calibrate(early));
  });

  test("of a day is the deviate of the median of all p up to it, whatever order they come in", () => {
    const window = windowOf({ users: 60, days: 9, shift: 0.5 });
    const p = conformal(window);
    const backwards = { p: p.toReversed(), actor: window.actor.toReversed(), day: window.day.toReversed() };
    const drift = windowDrift(backwards);
    for (let day = 0; day < 9; day++) {
      const until = p.filter((_, i) => window.day[i]! <= day);
      expect(drift(day)).toBeCloseTo((Math.max(0, normalDeviate(median(until))) * 60) / 100, 12);
    }
    expect(drift(-1)).toBe(0);
    expect(drift(20)).toBe(drift(8));
  });

  const numbers = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 60 });
  test("leaves every p between its conformal one and 1, and no higher for a higher score of the day", () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 30 }), (scores, nulls, users) => {
        const window = {
          score: Float64Array.from(scores),
          null: Float64Array.from(nulls),
          actor: Int32Array.from(scores, (_, i) => i % users),
          day: Int32Array.from(scores, (_, i) => Math.floor(i / users)),
        };
        const p = calibrate(window);
        conformal(window).forEach((least, i) => {
          expect(p[i]).toBeGreaterThanOrEqual(least);
          expect(p[i]).toBeLessThanOrEqual(1);
          scores.forEach((other, k) => {
            if (window.day[k] === window.day[i] && other > scores[i]!) expect(p[k]).toBeLessThanOrEqual(p[i]!);
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  test("moves a p by as many standard deviations", () => {
    expect(allowFor(0, 0.01, 2)).toBe(0.01);
    expect(allowFor(0.5, 0.01, 2)).toBeCloseTo(0.033894, 5);
    expect(allowFor(0.5, 0.001, 6)).toBe(0.001);
  });
});
