import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigen } from "../../src/gpu/eigen.cpu.ts";
import { leaveOneOut } from "../../src/gpu/leaveOneOut.cpu.ts";

type Rows = readonly (readonly number[])[];

/** Rows of whole numbers: some repeated, some zero, some large, now and then fewer columns than rows. */
const rows = fc
  .record({ columns: fc.integer({ min: 1, max: 9 }), count: fc.integer({ min: 2, max: 14 }) })
  .chain(({ columns, count }) => {
    const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.integer({ max: 5000, min: 0 }));
    const row = fc.array(value, { minLength: columns, maxLength: columns });
    return fc.array(fc.oneof(row, fc.constant(Array<number>(columns).fill(0))), { minLength: count, maxLength: count });
  })
  .chain((made) => fc.tuple(fc.constant(made), fc.nat(made.length - 1), fc.nat(made.length - 1)))
  .map(([made, from, to]) => made.map((row, i) => (i === to ? made[from]! : row)));

const gramOf = (x: Rows) =>
  Float64Array.from(x.flatMap((a) => x.map((b) => a.reduce((sum, value, k) => sum + value * b[k]!, 0))));

function eigen(n: number, matrix: Float64Array) {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  symmetricEigen(n, matrix.slice(), values, vectors);
  return { values, vectors };
}

/** Errors of day i by the explicit eigenpairs of the others; null where the last component and the next are alike. */
function bruteForce(n: number, gram: Float64Array, i: number, rank: number): number | null {
  const others = [...Array(n).keys()].filter((k) => k !== i);
  const sub = Float64Array.from(others.flatMap((a) => others.map((b) => gram[a * n + b]!)));
  const { values, vectors } = eigen(n - 1, sub);
  const first = values[0]!;
  if (rank < n - 1 && values[rank - 1]! - values[rank]! < 1e-5 * first && values[rank - 1]! > 1e-9 * first) return null;
  let left = gram[i * n + i]!;
  for (let j = 0; j < Math.min(rank, n - 1) && first > 0; j++) {
    const along = others.reduce((sum, k, row) => sum + gram[i * n + k]! * vectors[row * (n - 1) + j]!, 0);
    left -= along ** 2 / Math.max(values[j]!, 1e-6 * first);
  }
  return Math.max(0, left);
}

test("eigenpairs give the matrix back, their vectors are orthonormal, their values descend", () => {
  fc.assert(
    fc.property(rows, (x) => {
      const n = x.length;
      const gram = gramOf(x);
      const { values, vectors } = eigen(n, gram);
      const size = gram.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      for (let i = 0; i < n; i++) {
        if (i > 0) expect(values[i]!).toBeLessThanOrEqual(values[i - 1]!);
        for (let j = 0; j < n; j++) {
          let product = 0;
          let inner = 0;
          for (let k = 0; k < n; k++) {
            product += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
            inner += vectors[k * n + i]! * vectors[k * n + j]!;
          }
          expect(Math.abs(product - gram[i * n + j]!)).toBeLessThan(1e-12 * size);
          expect(Math.abs(inner - (i === j ? 1 : 0))).toBeLessThan(1e-12);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test.each([0, 1, 2])("a matrix of size %i has its eigenpairs", (n) => {
  const { values } = eigen(n, Float64Array.from([2, 1, 1, 2].slice(0, n * n)));
  expect(Array.from(values, (value) => Math.round(value * 1e12) / 1e12)).toEqual([[], [2], [3, 1]][n]);
});

test("leaving one day out by the secular equation is the same as doing without it", () => {
  let compared = 0;
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5 }), (x, rank) => {
      const n = x.length;
      const gram = gramOf(x);
      const { values, vectors } = eigen(n, gram);
      const diagonal = Float64Array.from({ length: n }, (_, i) => gram[i * n + i]!);
      const out = new Float64Array(n);
      const rule = { most: rank, energy: Number.POSITIVE_INFINITY };
      const lambda = values.map((value) => Math.max(0, value));
      leaveOneOut({ size: n, times: new Float64Array(n).fill(1), diagonal, lambda, vectors }, rule, out);
      const trace = diagonal.reduce((sum, value) => sum + value, 0);
      for (let i = 0; i < n; i++) {
        const expected = bruteForce(n, gram, i, rank);
        if (expected === null) continue;
        compared++;
        expect(Math.abs(out[i]! - expected)).toBeLessThanOrEqual(1e-8 * trace);
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(1000);
});
