import { expect, test } from "vitest";
import { spectralMap } from "../../../src/detectors/profile/map.ts";
import { tfIdf } from "../../../src/detectors/profile/user-vectors.ts";
import golden from "../../golden/profile.json";
import { sparse } from "../../support/sparse.ts";

/** A vector with the sign of its largest entry taken out. */
const unsigned = (values: ArrayLike<number>): number[] => {
  const all = Array.from(values);
  const largest = all.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return all.map((value) => value * Math.sign(largest));
};

test("the map is NumPy's eigenvectors of the normalised cosines, up to their sign", () => {
  const { x, y } = spectralMap(tfIdf(sparse(golden.map.counts)), { rounds: 2000 });
  unsigned(x).forEach((value, i) => {
    expect(value).toBeCloseTo(unsigned(golden.map.x)[i]!, 5);
  });
  unsigned(y).forEach((value, i) => {
    expect(value).toBeCloseTo(unsigned(golden.map.y)[i]!, 5);
  });
});

test("users without history, and a tenant of one or of none, stay finite", () => {
  for (const rows of [
    [],
    [[1, 2]],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 0],
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 1],
    ],
  ]) {
    const { x, y } = spectralMap(tfIdf(sparse(rows)));
    expect(x).toHaveLength(rows.length);
    for (const value of [...x, ...y]) expect(Number.isFinite(value)).toBe(true);
  }
});
