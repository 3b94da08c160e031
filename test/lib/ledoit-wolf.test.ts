import { expect, test } from "vitest";
import { ledoitWolf } from "../../src/lib/ledoit-wolf.ts";
import golden from "../golden/profile.json";

test.each(golden.ledoitWolf.map((c) => [`${c.n} × ${c.p}`, c] as const))("is scikit-learn's: %s", (_, c) => {
  const covariance = new Float64Array(c.p * c.p);
  const { shrinkage } = ledoitWolf(Float64Array.from(c.x.flat()), c.n, c.p, covariance);
  expect(shrinkage).toBeCloseTo(c.shrinkage, 9);
  const size = Math.max(...c.covariance.flat());
  c.covariance.flat().forEach((value, i) => {
    expect(Math.abs(covariance[i]! - value)).toBeLessThan(1e-9 * size);
  });
});

test("observations that are all alike have no covariance, and no NaN", () => {
  const covariance = new Float64Array(9).fill(7);
  expect(ledoitWolf(new Float64Array(12), 4, 3, covariance)).toEqual({ shrinkage: 0, mean: 0 });
  expect([...covariance]).toEqual(Array(9).fill(0));
});
