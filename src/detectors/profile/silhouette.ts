import type { SparseRows } from "./user-vectors.ts";

/** Cosine distances between rows of length 1: members × members, row-major. */
export function cosineDistances({ start, column, value, columns }: SparseRows, members: Int32Array): Float32Array {
  const n = members.length;
  const out = new Float32Array(n * n);
  const dense = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    const row = members[i]!;
    for (let at = start[row]!; at < start[row + 1]!; at++) dense[column[at]!] = value[at]!;
    for (let j = 0; j < i; j++) {
      let dot = 0;
      for (let at = start[members[j]!]!; at < start[members[j]! + 1]!; at++) dot += value[at]! * dense[column[at]!]!;
      out[i * n + j] = Math.max(0, 1 - dot);
      out[j * n + i] = out[i * n + j]!;
    }
    for (let at = start[row]!; at < start[row + 1]!; at++) dense[column[at]!] = 0;
  }
  return out;
}

/**
 * The silhouette (b − a)/max(a, b) of each item in its group (Rousseeuw 1987); an item alone in its group counts 0. NaN with fewer than two groups.
 * @param distance items × items, row-major
 */
export function silhouettes(distance: ArrayLike<number>, group: Int32Array): Float64Array {
  const n = group.length;
  const k = group.reduce((most, g) => Math.max(most, g + 1), 0);
  const size = new Int32Array(k);
  for (const g of group) size[g]!++;
  const out = new Float64Array(n);
  if (size.filter((s) => s > 0).length < 2) return out.fill(Number.NaN);
  const sum = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    const own = group[i]!;
    if (size[own] === 1) continue;
    sum.fill(0);
    for (let j = 0; j < n; j++) sum[group[j]!]! += distance[i * n + j]!;
    const a = sum[own]! / (size[own]! - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let g = 0; g < k; g++) if (g !== own && size[g]! > 0) b = Math.min(b, sum[g]! / size[g]!);
    if (Math.max(a, b) > 0) out[i] = (b - a) / Math.max(a, b);
  }
  return out;
}

/** The mean silhouette of items in groups; NaN with fewer than two groups. */
export const silhouette = (distance: ArrayLike<number>, group: Int32Array): number =>
  silhouettes(distance, group).reduce((sum, one) => sum + one, 0) / group.length;
