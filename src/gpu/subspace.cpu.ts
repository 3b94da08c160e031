import { createEigenScratch, symmetricEigen } from "./eigen.cpu.ts";
import { createLeaveOneOutScratch, leaveOneOut } from "./leaveOneOut.cpu.ts";
import {
  createSubspaceRows,
  eigenvalueFloor,
  historyDays,
  rankRule,
  type SubspaceInput,
  type SubspaceRows,
  scoredDays,
  transformCount,
} from "./subspace.input.ts";

/** Counts up to this have their transform in a table. */
const tabled = 1024;

/** Gram matrices of one user at a time, over all the days that an input's windows touch. */
export interface GramBuilder {
  /** Days of the matrix: calendar day `origin + i` is row i. */
  readonly days: number;
  readonly origin: number;
  /** days × days, row-major, the lower triangle of rows no more than `history` apart. */
  readonly gram: Float64Array;
  /** Sum of δ of each day; 0 only where the user did nothing. */
  readonly sum: Float64Array;
  /** Fills `gram` and `sum` for a user. */
  fill(user: number): void;
}

/** Adds δ_i·δ_j of each key's cells, sorted by day, to the rows no more than `reach` apart. `end[g]` is where key g ends. */
function addProducts(
  gram: Float64Array,
  days: number,
  reach: number,
  groups: number,
  end: Int32Array,
  row: Int32Array,
  delta: Float64Array,
): void {
  let low = 0;
  for (let g = 0; g < groups; g++) {
    const high = end[g]!;
    let oldest = low;
    for (let a = low; a < high; a++) {
      const i = row[a]!;
      const d = delta[a]!;
      const line = i * days;
      while (row[oldest]! < i - reach) oldest++;
      for (let b = oldest; b <= a; b++) {
        const at = line + row[b]!;
        gram[at] = gram[at]! + d * delta[b]!;
      }
    }
    low = high;
  }
}

/**
 * Gram matrices by the sparse form x = b + δ, where b is the transform of 0 and δ differs from 0 only in cells:
 * G_ij = E·b² + b·(s_i + s_j) + Σ δ_i·δ_j, s the sums of δ. The cost follows the cells, not E.
 */
export function gramBuilder(input: SubspaceInput): GramBuilder {
  const { rowStart, day, key, n: count, keys, history, transform } = input;
  const origin = Math.max(0, input.from - history);
  const days = Math.max(0, input.to - origin + 1);
  const base = transformCount(transform, 0);
  const table = Float64Array.from({ length: tabled }, (_, n) => transformCount(transform, n) - base);
  const gram = new Float64Array(days * days);
  const sum = new Float64Array(days);
  const slot = new Int32Array(keys).fill(-1);
  let touched = new Int32Array(256);
  let start = new Int32Array(257);
  let row = new Int32Array(1024);
  let delta = new Float64Array(1024);

  const group = (begin: number, end: number): number => {
    let groups = 0;
    if (touched.length < end - begin) {
      touched = new Int32Array(2 * (end - begin));
      start = new Int32Array(touched.length + 1);
    }
    if (row.length < end - begin) {
      row = new Int32Array(2 * (end - begin));
      delta = new Float64Array(row.length);
    }
    start.fill(0, 0, end - begin + 1);
    for (let c = begin; c < end; c++) {
      const k = key[c]!;
      let g = slot[k]!;
      if (g < 0) {
        g = groups++;
        slot[k] = g;
        touched[g] = k;
      }
      start[g + 1] = start[g + 1]! + 1;
    }
    for (let g = 0; g < groups; g++) start[g + 1] = start[g + 1]! + start[g]!;
    for (let c = begin; c < end; c++) {
      const g = slot[key[c]!]!;
      const at = start[g]!;
      start[g] = at + 1;
      const n = count[c]!;
      const change = n < tabled && Number.isInteger(n) ? table[n]! : transformCount(transform, n) - base;
      row[at] = day[c]! - origin;
      delta[at] = change;
      sum[row[at]!] = sum[row[at]!]! + change;
    }
    for (let g = 0; g < groups; g++) slot[touched[g]!] = -1;
    return groups;
  };

  const fill = (user: number) => {
    let begin = rowStart[user]!;
    let end = rowStart[user + 1]!;
    while (begin < end && day[begin]! < origin) begin++;
    while (end > begin && day[end - 1]! > input.to) end--;
    sum.fill(0);
    const groups = group(begin, end);
    for (let i = 0; i < days; i++) {
      for (let j = Math.max(0, i - history); j <= i; j++) {
        gram[i * days + j] = keys * base * base + base * (sum[i]! + sum[j]!);
      }
    }
    addProducts(gram, days, history, groups, start, row, delta);
  };
  return { days, origin, gram, sum, fill };
}

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

/**
 * The subspace of each user's days before each scored day, what that day leaves unexplained, and the same for each
 * history day by the others; users `fromUser` to `toUser` (exclusive), float64.
 *
 * X (n × E): transformed counts, G = X·Xᵀ = U·Λ·Uᵀ, y the scored day, g = X·y:
 * SPE = ‖y‖² − Σ_{k≤r} (u_kᵀg)²/λ_k, λ floored at 1e-6·λ₁.
 */
export function subspaceRange(input: SubspaceInput, fromUser: number, toUser: number): SubspaceRows {
  const rows = createSubspaceRows(input, toUser - fromUser);
  const builder = gramBuilder(input);
  const fitWindow = windowFitter(input, builder);
  const scratch = createLeaveOneOutScratch(input.history);
  const errors = new Float64Array(input.history);
  const rule = rankRule(input);
  const scored = scoredDays(input);
  const { days, origin, gram } = builder;
  for (let user = fromUser; user < toUser; user++) {
    const first = input.first[user]!;
    if (historyDays(input, first, input.to) < input.minHistory) {
      for (let s = 0; s < scored; s++)
        rows.history[(user - fromUser) * scored + s] = historyDays(input, first, input.from + s);
      continue;
    }
    builder.fill(user);
    for (let s = 0; s < scored; s++) {
      const item = (user - fromUser) * scored + s;
      const n = historyDays(input, first, input.from + s);
      rows.history[item] = n;
      if (n < input.minHistory || n === 0) continue;
      const today = input.from + s - origin;
      const fit = fitWindow(today - n, n);
      const line = today * days + today - n;
      let left = gram[line + n]!;
      for (let k = 0; k < fit.rank; k++) {
        let along = 0;
        for (let i = 0; i < n; i++) along += entryOf(fit, i, k) * gram[line + i]!;
        left -= (along * along) / flooredEigenvalue(fit.lambda, k);
      }
      rows.rank[item] = input.rank === "auto" || fit.trace === 0 ? fit.rank : Math.min(n, rule.most);
      rows.spe[item] = Math.max(0, left);
      rows.energy[item] = fit.trace > 0 ? Math.min(1, fit.held / fit.trace) : 0;
      for (let k = fit.rank; k < fit.size; k++) {
        const variance = fit.lambda[k]! / n;
        rows.tail[item * 3] = rows.tail[item * 3]! + variance;
        rows.tail[item * 3 + 1] = rows.tail[item * 3 + 1]! + variance ** 2;
        rows.tail[item * 3 + 2] = rows.tail[item * 3 + 2]! + variance ** 3;
      }
      leaveOneOut(fit, rule, errors, scratch);
      for (let i = 0; i < n; i++) rows.loo[item * input.history + i] = errors[fit.rowOf[i]!]!;
    }
  }
  return rows;
}
