import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  conformalP,
  median,
  modifiedZ,
  quantileOfSorted,
  selectInPlace,
  sidak,
  spreadOfSorted,
  tailEvidence,
} from "../../src/lib/statistics.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/statistics.json", import.meta.url), "utf8")) as {
  spread: { values: number[]; median: number; mad: number; meanAd: number; q05: number; q95: number }[];
};
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test("median, MAD, mean deviation and quantiles agree with NumPy and SciPy", () => {
  for (const { values, q05, q95, ...expected } of golden.spread) {
    const found = spreadOfSorted(values);
    expect(found.median).toBeCloseTo(expected.median, 12);
    expect(found.mad).toBeCloseTo(expected.mad, 12);
    expect(found.meanAd).toBeCloseTo(expected.meanAd, 12);
    expect(quantileOfSorted(values, 0.05)).toBeCloseTo(q05, 12);
    expect(quantileOfSorted(values, 0.95)).toBeCloseTo(q95, 12);
  }
});

test("the median of nothing is unknown, and the input keeps its order", () => {
  const values = [3, 1, 2];
  expect(median(values)).toBe(2);
  expect(values).toEqual([3, 1, 2]);
  expect(median([])).toBeNaN();
});

test("the modified z falls back from MAD to mean deviation to the floor", () => {
  expect(modifiedZ(10, spreadOfSorted([1, 2, 3, 4, 5]), 1)).toBeCloseTo(0.6745 * 7, 12);
  expect(modifiedZ(3, spreadOfSorted([0, 0, 0, 0, 1]), 1)).toBeCloseTo(3 / (1.2533 * 0.2), 12);
  expect(modifiedZ(3, spreadOfSorted([0, 0, 0]), 0.5)).toBe(6);
});

test("selection finds what sorting finds", () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 60 }), fc.nat(), (values, at) => {
      const k = at % values.length;
      expect(0 + selectInPlace(Float64Array.from(values), k)).toBe(0 + Float64Array.from(values).sort()[k]!);
    }),
  );
});

describe("conformal p", () => {
  test("counts null scores that are as high, ties too", () => {
    expect(conformalP([1, 2, 2, 3], 2)).toBe(4 / 5);
    expect(conformalP([1, 2, 2, 3], 2.5)).toBe(2 / 5);
    expect(conformalP([1, 2, 2, 3], 4)).toBe(1 / 5);
    expect(conformalP([], 4)).toBe(1);
  });

  test("is at most its level as often as the level says, for exchangeable scores", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(finite, { minLength: 2, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, level) => {
          const p = all.map((score, i) =>
            conformalP(
              all.filter((_, k) => k !== i).sort((a, b) => a - b),
              score,
            ),
          );
          expect(p.filter((value) => value <= level).length / all.length).toBeLessThanOrEqual(level + 1e-12);
        },
      ),
    );
  });
});

test("Šidák's p grows with the number of questions and keeps tiny p", () => {
  expect(sidak(0.05, 2)).toBeCloseTo(1 - 0.95 ** 2, 12);
  expect(sidak(1e-20, 5) / 5e-20).toBeCloseTo(1, 12);
  expect(sidak(1, 3)).toBe(1);
});

test("tail evidence is the conformal p within the null and keeps rising beyond it", () => {
  const evidence = tailEvidence(Float64Array.from({ length: 199 }, (_, i) => i));
  expect(evidence.of(100)).toBeCloseTo(-Math.log10(100 / 200), 12);
  expect(evidence.of(198)).toBeCloseTo(-Math.log10(2 / 200), 12);
  expect(evidence.of(300)).toBeGreaterThan(evidence.of(250));
  expect(evidence.of(250)).toBeGreaterThan(-Math.log10(1 / 200));
  expect(tailEvidence([]).of(5)).toBe(0);
});

test("a null score's evidence is what it would have if it were judged by the others", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 40 }), (values) => {
      const sorted = [...values].sort((a, b) => a - b);
      const largest = sorted.at(-1)!;
      for (const value of sorted) {
        const others = sorted.toSpliced(sorted.indexOf(value), 1);
        const p = -Math.log10(conformalP(others, value));
        if (value <= others.at(-1)!) expect(tailEvidence(sorted).ofMember(value)).toBeCloseTo(p, 12);
        else expect(tailEvidence(sorted).ofMember(largest)).toBeGreaterThan(p);
      }
    }),
  );
});
