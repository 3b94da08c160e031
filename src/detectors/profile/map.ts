import { randomNormal, seededRandom } from "../../lib/random.ts";
import type { SparseRows } from "./user-vectors.ts";

/** Places on a plane, one a row; 0, 0 for an empty row. */
export interface MapPlaces {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Makes the columns of `basis` (n × k, row-major) orthonormal in place (modified Gram–Schmidt); a column of nothing stays 0. */
function orthonormalise(basis: Float64Array, n: number, k: number): void {
  for (let j = 0; j < k; j++) {
    for (let before = 0; before < j; before++) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += basis[i * k + j]! * basis[i * k + before]!;
      for (let i = 0; i < n; i++) basis[i * k + j]! -= dot * basis[i * k + before]!;
    }
    let square = 0;
    for (let i = 0; i < n; i++) square += basis[i * k + j]! ** 2;
    const scale = square > 1e-20 ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < n; i++) basis[i * k + j]! *= scale;
  }
}

/**
 * A spectral map of users (METHODS, 5): the second and third eigenvectors of D^−½·S·D^−½, S = X·Xᵀ the cosines between rows of length 1 that
 * hold nothing negative, D its row sums, each over √D (Laplacian eigenmaps, as scikit-learn's `spectral_embedding`). By subspace iteration on
 * X, so that S is never formed: the cost is that of X's entries.
 */
export function spectralMap({ start, column, value, columns }: SparseRows, { seed = 5, rounds = 100 } = {}): MapPlaces {
  const n = start.length - 1;
  const k = 4;
  const across = new Float64Array(columns);
  for (let at = 0; at < column.length; at++) across[column[at]!]! += value[at]!;
  const degree = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let at = start[i]!; at < start[i + 1]!; at++) sum += value[at]! * across[column[at]!]!;
    return sum > 0 ? Math.sqrt(sum) : 0;
  });
  const random = seededRandom(seed);
  let basis = Float64Array.from({ length: n * k }, (_, at) =>
    at % k === 0 ? degree[Math.floor(at / k)]! : degree[Math.floor(at / k)]! > 0 ? randomNormal(random) : 0,
  );
  const inner = new Float64Array(columns * k);
  orthonormalise(basis, n, k);
  for (let round = 0; round < rounds; round++) {
    inner.fill(0);
    const next = new Float64Array(n * k);
    for (let i = 0; i < n; i++)
      for (let at = start[i]!; at < start[i + 1]!; at++)
        for (let j = 0; j < k; j++) inner[column[at]! * k + j]! += (value[at]! * basis[i * k + j]!) / degree[i]!;
    for (let i = 0; i < n; i++)
      for (let at = start[i]!; at < start[i + 1]!; at++)
        for (let j = 0; j < k; j++) next[i * k + j]! += (value[at]! * inner[column[at]! * k + j]!) / degree[i]!;
    orthonormalise(next, n, k);
    let change = 0;
    for (let at = 0; at < next.length; at++)
      if (at % k < 3) change = Math.max(change, Math.abs(next[at]! - basis[at]!));
    basis = next;
    if (change < 1e-9) break;
  }
  const place = (j: number) =>
    Float64Array.from({ length: n }, (_, i) => (degree[i]! > 0 ? basis[i * k + j]! / degree[i]! : 0));
  return { x: place(1), y: place(2) };
}
