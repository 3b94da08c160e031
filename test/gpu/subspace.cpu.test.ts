import { expect, test } from "vitest";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import type { CountTransform } from "../../src/gpu/subspace.input.ts";
import golden from "../golden/subspace.json";
import { denseInput } from "./subspaceCases.ts";

test.each(golden.map((c) => [`${c.name}, ${c.transform}, rank ${c.rank}, energy ${c.energy}`, c] as const))(
  "agrees with an explicit SVD: %s",
  (_, { counts, transform, rank, energy, expect: expected }) => {
    const rows = subspaceRange(
      denseInput([counts], { transform: transform as CountTransform, rank: rank as "auto" | number, energy }),
      0,
      1,
    );
    const size = Math.hypot(...counts.flat(), 1);
    const tolerance = 1e-9 * Math.max(...expected.loo) + 1e-11 * size;
    expect(rows.rank[0]).toBe(expected.rank);
    expect(rows.history[0]).toBe(counts.length - 1);
    expect(Math.abs(rows.spe[0]! - expected.spe)).toBeLessThan(tolerance);
    expect(rows.energy[0]).toBeCloseTo(expected.held, 10);
    expected.tail.forEach((value, i) => {
      expect(Math.abs(rows.tail[i]! - value)).toBeLessThan(1e-9 * (1 + value));
    });
    expected.loo.forEach((value, i) => {
      expect(Math.abs(rows.loo[i]! - value)).toBeLessThan(tolerance);
    });
  },
);
