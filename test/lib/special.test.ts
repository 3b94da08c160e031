import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  betaQuantile,
  betaRegularised,
  lnBetaRegularised,
  lnGamma,
  lnNegativeBinomialTail,
} from "../../src/lib/special.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/statistics.json", import.meta.url), "utf8")) as Record<
  "lnGamma" | "beta" | "betaQuantile" | "negativeBinomialTail",
  number[][]
>;

describe("special functions agree with SciPy", () => {
  test("ln Γ", () => {
    for (const [x, value] of golden.lnGamma)
      expect(Math.abs(lnGamma(x!) - value!)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value!)));
  });

  test("the incomplete beta function", () => {
    for (const [x, a, b, value] of golden.beta)
      expect(Math.abs(betaRegularised(x!, a!, b!) - value!), `I_${x}(${a}, ${b})`).toBeLessThan(1e-11);
  });

  test("quantiles of the beta distribution", () => {
    for (const [q, a, b, value] of golden.betaQuantile) expect(betaQuantile(q!, a!, b!)).toBeCloseTo(value!, 10);
  });

  test("the negative binomial's upper tail, far beyond where the probability is 0 in doubles", () => {
    for (const [n, mean, size, value] of golden.negativeBinomialTail)
      expect(Math.abs(lnNegativeBinomialTail(n!, mean!, size!) - value!), `P(X ≥ ${n})`).toBeLessThan(
        1e-8 * Math.max(1, Math.abs(value!)),
      );
    expect(lnNegativeBinomialTail(20_000, 1, 10)).toBeLessThan(-1500);
  });
});

test("the incomplete beta function is 0 and 1 at its ends", () => {
  expect(betaRegularised(0, 2, 3)).toBe(0);
  expect(betaRegularised(1, 2, 3)).toBe(1);
  expect(lnBetaRegularised(0, 2, 3)).toBe(Number.NEGATIVE_INFINITY);
});
