import { createEigenScratch, symmetricEigen } from "./eigen.cpu.ts";
import type { GramBuilder } from "./gram.cpu.ts";
import { eigenvalueFloor, rankRule, type SubspaceInput } from "./subspace.input.ts";

/**
 * The components of one window of n days. Days on which the user did nothing are all alike, so they enter as one row
 * times √m: the eigenvalues other than 0 stay the same, and a day of m alike has 1/√m of that row's entry.
 */
export interface Fit {
  /** Number of different rows (q), and of eigenpairs; the other n − q eigenvalues are 0. */
  size: number;
  /** Each day's row, n. */
  readonly rowOf: Int32Array;
  /** How many days a row stands for, q. */
  readonly times: Float64Array;
  /** Descending, none below 0, q. */
  readonly lambda: Float64Array;
  /** Column k is eigenvector k, q × q, row-major. */
  readonly vectors: Float64Array;
  /** ‖x‖² of a day of each row, q. */
  readonly diagonal: Float64Array;
  rank: number;
  trace: number;
  held: number;
}

/** Fits windows of Gram matrices one after the other, in the same memory. */
export function windowFitter(input: SubspaceInput, builder: GramBuilder) {
  const most = input.history;
  const rule = rankRule(input);
  const matrix = new Float64Array(most * most);
  const dayOf = new Int32Array(most);
  const eigenScratch = createEigenScratch(most);
  const fit: Fit = {
    size: 0,
    rowOf: new Int32Array(most),
    times: new Float64Array(most),
    lambda: new Float64Array(most),
    vectors: new Float64Array(most * most),
    diagonal: new Float64Array(most),
    rank: 0,
    trace: 0,
    held: 0,
  };

  const collectRows = (start: number, n: number) => {
    let idle = -1;
    fit.size = 0;
    for (let i = 0; i < n; i++) {
      if (builder.sum[start + i] === 0 && idle >= 0) {
        fit.rowOf[i] = idle;
        fit.times[idle] = fit.times[idle]! + 1;
        continue;
      }
      if (builder.sum[start + i] === 0) idle = fit.size;
      dayOf[fit.size] = start + i;
      fit.times[fit.size] = 1;
      fit.rowOf[i] = fit.size++;
    }
  };

  /** Fits the n days from row `start` of the Gram matrix on. */
  return (start: number, n: number): Fit => {
    const { days, gram } = builder;
    const { times, lambda, diagonal } = fit;
    collectRows(start, n);
    const q = fit.size;
    fit.trace = 0;
    for (let i = 0; i < q; i++) {
      const line = dayOf[i]! * days;
      for (let j = 0; j <= i; j++) {
        const product = gram[line + dayOf[j]!]!;
        const alike = times[i]! * times[j]!;
        matrix[i * q + j] = alike === 1 ? product : product * Math.sqrt(alike);
      }
      diagonal[i] = gram[line + dayOf[i]!]!;
      fit.trace += times[i]! * diagonal[i]!;
    }
    symmetricEigen(q, matrix, lambda, fit.vectors, eigenScratch);
    for (let k = 0; k < q; k++) lambda[k] = Math.max(0, lambda[k]!);
    fit.rank = 0;
    fit.held = 0;
    while (fit.trace > 0 && fit.rank < Math.min(rule.most, q) && fit.held < rule.energy * fit.trace) {
      fit.held += lambda[fit.rank++]!;
    }
    return fit;
  };
}

/** The k-th eigenvector's entry for history day i. */
export const entryOf = ({ vectors, rowOf, times, size }: Fit, i: number, k: number): number => {
  const row = rowOf[i]!;
  return vectors[row * size + k]! / Math.sqrt(times[row]!);
};

/** What divides by component k: its eigenvalue, floored. */
export const flooredEigenvalue = (lambda: Float64Array, k: number): number =>
  Math.max(lambda[k]!, eigenvalueFloor * lambda[0]!);
