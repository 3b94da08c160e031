import { describe, expect, test } from "vitest";
import { normalDeviate, normalTail } from "../../src/lib/normal.ts";

/** z and scipy.stats.norm.sf(z), SciPy 1.11. */
const golden = [
  [-3, 0.9986501019683699],
  [0, 0.5],
  [0.6744897501960817, 0.25],
  [1.2815515655446004, 0.1],
  [2.3263478740408408, 0.01],
  [3.090232306167813, 0.001],
  [5, 2.866515718791939e-7],
  [10, 7.61985302416052e-24],
] as const;

describe("the normal distribution", () => {
  test("its upper tail is SciPy's", () => {
    for (const [z, p] of golden) expect(normalTail(z) / p, String(z)).toBeCloseTo(1, 9);
  });

  test("its deviates are the inverse of the tail, and infinite at the ends", () => {
    for (const [z, p] of golden) expect(normalDeviate(p), String(p)).toBeCloseTo(z, 7);
    expect(normalDeviate(0)).toBe(Number.POSITIVE_INFINITY);
    expect(normalDeviate(1)).toBe(Number.NEGATIVE_INFINITY);
  });
});
