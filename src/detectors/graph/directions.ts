import { cholesky, choleskySolve } from "../../lib/cholesky.ts";
import { ledoitWolf } from "../../lib/ledoit-wolf.ts";
import type { Embedding } from "./embedding.ts";

/** The directions in which mutated roots lie from natural ones, one for each mutation: natural roots spread alike along each. */
export interface Directions {
  readonly count: number;
  readonly dim: number;
  /** count × dim, row-major. */
  readonly weights: Float32Array;
}

const fewest = 20;

/**
 * Fisher's discriminants of natural against mutated roots, w = Σ⁻¹·(μ_mutated − μ_natural), for each kind of mutation with at least
 * twenty roots; Σ is the natural roots' covariance, shrunk by Ledoit and Wolf. Two roots differ in many ways that never mattered; along
 * these they differ by what a mutation would change. All directions together spread natural roots as much as the embedding does, so that neither
 * drowns the other in a distance.
 * @param kind of each mutated root
 * @returns null where there is nothing to tell apart
 */
export function fitDirections(natural: Embedding, mutated: Embedding, kind: readonly string[]): Directions | null {
  const { count, dim } = natural;
  if (count < fewest || dim === 0) return null;
  const centre = meanOf(
    natural,
    Array.from({ length: count }, (_, row) => row),
  );
  const centred = Float64Array.from(natural.values, (value, i) => value - centre[i % dim]!);
  const covariance = new Float64Array(dim * dim);
  const { mean } = ledoitWolf(centred, count, dim, covariance);
  if (!(mean > 0)) return null;
  for (let d = 0; d < dim; d++) covariance[d * dim + d]! += 0.01 * mean;
  const factor = cholesky(covariance, dim);
  if (!factor) return null;
  const found: Float64Array[] = [];
  for (const one of [...new Set(kind)].sort()) {
    const rows = [...kind.keys()].filter((row) => kind[row] === one);
    if (rows.length < fewest) continue;
    const shift = meanOf(mutated, rows).map((value, d) => value - centre[d]!);
    const direction = choleskySolve(factor, shift);
    const length = Math.sqrt(direction.reduce((sum, value, d) => sum + value * shift[d]!, 0));
    if (length > 1e-9) found.push(direction.map((value) => value / length));
  }
  if (found.length === 0) return null;
  const weights = new Float32Array(found.length * dim);
  const spread = Math.sqrt((mean * dim) / found.length);
  found.forEach((direction, i) => {
    weights.set(
      direction.map((value) => value * spread),
      i * dim,
    );
  });
  return { count: found.length, dim, weights };
}

function meanOf({ dim, values }: Embedding, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(dim);
  for (const row of rows) for (let d = 0; d < dim; d++) mean[d]! += values[row * dim + d]! / rows.length;
  return mean;
}

/** Each root's embedding, followed by its place along each of the directions. */
export function withDirections({ count, dim, values }: Embedding, directions: Directions | null): Embedding {
  if (!directions) return { count, dim, values };
  const { weights } = directions;
  const wide = dim + directions.count;
  const out = new Float32Array(count * wide);
  for (let row = 0; row < count; row++) {
    out.set(values.subarray(row * dim, (row + 1) * dim), row * wide);
    for (let k = 0; k < directions.count; k++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += weights[k * dim + d]! * values[row * dim + d]!;
      out[row * wide + dim + k] = sum;
    }
  }
  return { count, dim: wide, values: out };
}
