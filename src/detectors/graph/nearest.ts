import type { Embedding } from "./embedding.ts";

/**
 * Each root's distance to the nearest of the interesting roots. Four of them are compared at a time, so that a row is read
 * once for four products.
 * @returns Float64Array, one distance a row; Infinity where `interesting` is empty
 */
export function nearestDistances(roots: Embedding, interesting: Embedding): Float64Array {
  const { dim, values } = roots;
  const tiles = Math.ceil(interesting.count / 4);
  const tiled = new Float32Array(tiles * dim * 4);
  const squares = new Float64Array(tiles * 4).fill(Infinity);
  for (let i = 0; i < interesting.count; i++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) {
      const value = interesting.values[i * dim + d]!;
      tiled[((i >> 2) * dim + d) * 4 + (i & 3)] = value;
      sum += value * value;
    }
    squares[i] = sum;
  }
  const distances = new Float64Array(roots.count);
  for (let row = 0; row < roots.count; row++) {
    const base = row * dim;
    let own = 0;
    for (let d = 0; d < dim; d++) own += values[base + d]! * values[base + d]!;
    let least = Infinity;
    for (let tile = 0; tile < tiles; tile++) {
      let at = tile * dim * 4;
      let a = 0;
      let b = 0;
      let c = 0;
      let e = 0;
      for (let d = base; d < base + dim; d++, at += 4) {
        const x = values[d]!;
        a += x * tiled[at]!;
        b += x * tiled[at + 1]!;
        c += x * tiled[at + 2]!;
        e += x * tiled[at + 3]!;
      }
      const i = tile * 4;
      least = Math.min(
        least,
        squares[i]! - 2 * a,
        squares[i + 1]! - 2 * b,
        squares[i + 2]! - 2 * c,
        squares[i + 3]! - 2 * e,
      );
    }
    distances[row] = Math.sqrt(Math.max(0, own + least));
  }
  return distances;
}
