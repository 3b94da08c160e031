import { describe, expect, test } from "vitest";
import { alarmFact, measureAlarms } from "../../../src/detectors/subspace/alarms.ts";
import { fitScale, type OwnDays, scaledError, usualLevels } from "../../../src/detectors/subspace/scale.ts";
import { seededRandom } from "../../../src/lib/random.ts";

const days = (error: readonly number[], size: readonly number[], weekday = error.map((_, i) => i % 7)): OwnDays => ({
  error: Float64Array.from(error),
  size: Float64Array.from(size),
  day: Int32Array.from(error.keys()),
  weekday: Uint8Array.from(weekday),
});

describe("the scale of errors", () => {
  test.each([0, 0.5, 1])("finds by how much errors grow with a day's size: power %d", (power) => {
    const random = seededRandom(3);
    const windows = Array.from({ length: 40 }, (_, user) => {
      const size = Array.from({ length: 20 }, () => 2000 * (1 + 50 * random()));
      return days(
        size.map((s) => (user + 50) * s ** power),
        size,
      );
    });
    expect(fitScale(windows, "anscombe").exponent).toBeCloseTo(power, 1);
  });

  test("without any history an error counts in units of one event", () => {
    const scale = fitScale([], "log1p");
    expect(scale.exponent).toBe(0);
    expect(scale.floor).toBeCloseTo(Math.log(2) ** 2, 12);
    expect(scaledError(scale, 4, 1e9)).toBe(4);
  });

  test("constant sizes and no errors at all give numbers", () => {
    const scale = fitScale([days([0, 0], [5, 5]), days([], [])], "anscombe");
    expect(Object.values(scale).every(Number.isFinite)).toBe(true);
    expect(scale.unknown).toBeGreaterThan(0);
  });
});

describe("a user's usual level", () => {
  const scale = { floor: 1, exponent: 0, unknown: 10 };

  test("is the unknown user's without history, and nears the own median with it", () => {
    expect(usualLevels(days([], []), scale, "pooled")(0)).toBe(10);
    expect(usualLevels(days([2], [1]), scale, "pooled")(0)).toBe((2 + 30) / 4);
    const long = days(Array(300).fill(2), Array(300).fill(1));
    expect(usualLevels(long, scale, "pooled")(0)).toBeCloseTo(2, 0);
  });

  test("of few days that count for many is shrunk as that of many is", () => {
    const few = usualLevels(days([2, 2], [1, 1]), scale, "pooled", { counted: 5 })(0);
    const many = usualLevels(days(Array(10).fill(2), Array(10).fill(1)), scale, "pooled")(0);
    expect(few).toBe(many);
  });

  test("leaves the day itself out when asked", () => {
    const own = days([1, 1, 1, 500], [1, 1, 1, 1]);
    expect(usualLevels(own, scale, "pooled")(0, 3)).toBe((3 * 1 + 30) / 6);
    expect(usualLevels(own, scale, "split")(3, 3)).toBe((3 * 1 + 30) / 6);
  });

  test("with weekdays split, odd Saturdays have a level of their own, and other days don't share it", () => {
    const weekday = Array.from({ length: 28 }, (_, i) => i % 7);
    const own = days(
      weekday.map((d) => (d === 5 ? 100 : 1)),
      Array(28).fill(1),
      weekday,
    );
    const split = usualLevels(own, scale, "split");
    const pooled = usualLevels(own, scale, "pooled");
    expect(split(5)).toBeGreaterThan(10 * pooled(5));
    expect(split(2)).toBeLessThan(pooled(2) + 1e-12);
    expect(split(5, 5)).toBeGreaterThan(5 * pooled(5));
  });
});

describe("measured false alarms", () => {
  const random = seededRandom(5);
  const uniform = Array.from({ length: 200 }, () => Float64Array.from({ length: 25 }, random));

  test("of exchangeable days come to about what is nominal", () => {
    const { days: all, conformal, textbook } = measureAlarms(uniform, 2000);
    expect(all).toBe(5000);
    expect(textbook).toBe(0.4);
    expect(conformal[0]!.realised!).toBeGreaterThan(0.005);
    expect(conformal[0]!.realised!).toBeLessThan(0.02);
    expect(alarmFact(measureAlarms(uniform, 2000))).toMatch(
      /^False alarms on 5,000 history days: the textbook’s threshold \(Jackson–Mudholkar\) 40 % at a nominal 1 %; our p /,
    );
  });

  test("say so where there are too few days", () => {
    expect(measureAlarms(uniform.slice(0, 3), 0).conformal.map(({ realised }) => realised)).toEqual([null, null]);
    expect(alarmFact(measureAlarms([], 0))).toBe("No history day to measure false alarms on.");
    expect(alarmFact(measureAlarms(uniform.slice(0, 3), 0))).toContain("too few days to tell at 1 %");
  });
});
