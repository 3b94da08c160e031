import type { Pairs } from "../../../gpu/contrast.ts";

const points = 201;
const step = 2 / (points - 1);
/** Share of the uniform density that is mixed in, so that a distance that no pair had costs much but not everything. */
const uniform = 0.01;

/**
 * A kernel density of distances on [0, 2]: Gaussian kernels of Silverman's width, reflected at both ends, at 201 points.
 * @returns `Float64Array` that integrates to 1 by the trapezoid rule; uniform where there is no distance
 */
export function densityOf(distances: readonly number[] | Float64Array): Float64Array {
  const density = new Float64Array(points);
  const n = distances.length;
  if (n === 0) return density.fill(0.5);
  let sum = 0;
  let squares = 0;
  for (const x of distances) {
    sum += x;
    squares += x * x;
  }
  const spread = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
  const width = Math.max(0.02, 1.06 * spread * n ** -0.2);
  for (const x of distances) {
    for (const centre of [x, -x, 4 - x]) {
      const from = Math.max(0, Math.ceil((centre - 5 * width) / step));
      const to = Math.min(points - 1, Math.floor((centre + 5 * width) / step));
      for (let i = from; i <= to; i++) density[i]! += Math.exp(-0.5 * ((i * step - centre) / width) ** 2);
    }
  }
  const total = integral(density);
  return density.map((value) => value / total);
}

const integral = (values: Float64Array): number =>
  step * (values.reduce((sum, value) => sum + value, 0) - (values[0]! + values[points - 1]!) / 2);

/**
 * The cross-entropy E_{S(P)}[−log S(N)] of the distances of roots of one actor and day under the density of those of independent roots (METHODS 4): the
 * higher, the less the first look like the second. 0.69 is what a uniform density gives; 5.3 is the most that it can be.
 */
export function crossEntropy(
  together: readonly number[] | Float64Array,
  apart: readonly number[] | Float64Array,
): number {
  const p = densityOf(together);
  const n = densityOf(apart);
  return integral(p.map((value, i) => -value * Math.log((1 - uniform) * n[i]! + uniform / 2)));
}

/** The objective of embedded pairs: `values` has rows of `dim` numbers. */
export function objectiveOf(values: Float32Array, dim: number, { first, second, apart }: Pairs): number {
  const distances: [number[], number[]] = [[], []];
  for (let i = 0; i < first.length; i++) {
    let squares = 0;
    for (let d = 0; d < dim; d++) squares += (values[first[i]! * dim + d]! - values[second[i]! * dim + d]!) ** 2;
    distances[apart[i]! === 1 ? 1 : 0].push(Math.min(2, Math.sqrt(squares)));
  }
  return crossEntropy(...distances);
}
