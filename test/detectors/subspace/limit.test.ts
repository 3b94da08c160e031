import { expect, test } from "vitest";
import { jacksonMudholkar } from "../../../src/detectors/subspace/limit.ts";
import golden from "../../golden/subspace.json";

const phis = (lambdas: readonly number[]): [number, number, number] => [
  lambdas.reduce((sum, l) => sum + l, 0),
  lambdas.reduce((sum, l) => sum + l ** 2, 0),
  lambdas.reduce((sum, l) => sum + l ** 3, 0),
];

test("with equal variances it is close to the 99 % quantile of chi-squared", () => {
  expect(jacksonMudholkar(phis(Array(10).fill(1)))).toBeCloseTo(23.21, 1);
  expect(jacksonMudholkar(phis(Array(60).fill(2))) / 2).toBeCloseTo(88.38, 1);
});

test("what is left out only by rounding gives a number", () => {
  for (const tiny of [1e-30, 1e-60, 1e-110, 1e-160]) {
    const limit = jacksonMudholkar(phis([tiny, tiny / 3]));
    expect(limit >= 0 && limit < 1e-25).toBe(true);
  }
});

test("it grows with the level, and is 0 where nothing is left out", () => {
  const tail = phis([3, 2, 1, 0.5]);
  expect(jacksonMudholkar(tail, { quantile: 3.09 })).toBeGreaterThan(jacksonMudholkar(tail));
  expect(jacksonMudholkar([0, 0, 0])).toBe(0);
});

test("one dominant variance with a long tail still gives a number", () => {
  const limit = jacksonMudholkar(phis([10, ...Array(400).fill(0.1)]));
  expect(limit).toBeGreaterThan(50);
  expect(limit).toBeLessThan(200);
});

test.each(golden.map((c) => [`${c.name}, ${c.transform}, rank ${c.rank}, energy ${c.energy}`, c.expect] as const))(
  "agrees with scipy, eigenvalues and all: %s",
  (_, { tail: [phi1, phi2, phi3], limit }) => {
    const found = jacksonMudholkar([phi1!, phi2!, phi3!]);
    expect(Math.abs(found - limit)).toBeLessThan(1e-7 * (1 + limit));
  },
);
