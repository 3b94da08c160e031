import { type SubspaceInput, transformCount } from "./subspace.input.ts";

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
