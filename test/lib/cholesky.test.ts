import fc from "fast-check";
import { expect, test } from "vitest";
import { cholesky, choleskySolve } from "../../src/lib/cholesky.ts";

test("solves any positive definite system", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((n) =>
        fc.record({
          n: fc.constant(n),
          a: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * n, maxLength: n * n }),
          x: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n, maxLength: n }),
        }),
      ),
      ({ n, a, x }) => {
        const matrix = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            matrix[i * n + j] = i === j ? 0.1 : 0;
            for (let k = 0; k < n; k++) matrix[i * n + j]! += a[i * n + k]! * a[j * n + k]!;
          }
        const b = Float64Array.from({ length: n }, (_, i) =>
          x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0),
        );
        const solved = choleskySolve(cholesky(matrix, n)!, b);
        solved.forEach((value, i) => {
          expect(value).toBeCloseTo(x[i]!, 5);
        });
      },
    ),
  );
});

test("a matrix that is not positive definite has no factor", () => {
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  expect(cholesky(new Float64Array(4), 2)).toBeNull();
});
