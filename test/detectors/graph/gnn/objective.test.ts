import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossEntropy, densityOf } from "../../../../src/detectors/graph/gnn/objective.ts";

const distances = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 1, maxLength: 40 });

describe("the objective of an embedding", () => {
  test("has densities that integrate to one on [0, 2]", () => {
    fc.assert(
      fc.property(distances, (given) => {
        const density = densityOf(given);
        const ends = (density[0]! + density[200]!) / 2;
        expect(0.01 * (density.reduce((sum, x) => sum + x, 0) - ends)).toBeCloseTo(1, 6);
      }),
    );
  });

  test("is higher the further independent pairs lie from pairs of one actor and day, and never over 5.3", () => {
    const near = [0.1, 0.15, 0.2, 0.25, 0.3];
    const at = (shift: number) =>
      crossEntropy(
        near,
        near.map((x) => x + shift),
      );
    expect(at(0)).toBeLessThan(at(0.2));
    expect(at(0.2)).toBeLessThan(at(0.5));
    expect(at(0.5)).toBeLessThan(at(1.5) + 1e-9);
    expect(at(1.5)).toBeLessThan(-Math.log(0.005) + 1e-9);
  });

  test("is log 2 where independent pairs have every distance alike", () => {
    const even = Array.from({ length: 20001 }, (_, i) => i / 10000);
    expect(crossEntropy([0.3, 1, 1.4], even)).toBeCloseTo(Math.log(2), 2);
  });
});
