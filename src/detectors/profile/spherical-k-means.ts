import { type Random, randomInt, seededRandom } from "../../lib/random.ts";
import type { SparseRows } from "./user-vectors.ts";

/** Rows by group, with each group's direction. */
export interface Clustering {
  /** Of each given row. */
  readonly group: Int32Array;
  /** k × columns, row-major, each of length 1. */
  readonly centre: Float64Array;
  /** Σ (1 − cosine to the own centre). */
  readonly objective: number;
}

/** The cosine of a row of length 1 with centre `c`. */
export function cosineTo(
  { start, column, value, columns }: SparseRows,
  row: number,
  centre: Float64Array,
  c: number,
): number {
  let dot = 0;
  for (let at = start[row]!; at < start[row + 1]!; at++) dot += value[at]! * centre[c * columns + column[at]!]!;
  return dot;
}

const put = ({ start, column, value, columns }: SparseRows, row: number, centre: Float64Array, c: number) => {
  for (let at = start[row]!; at < start[row + 1]!; at++) centre[c * columns + column[at]!]! += value[at]!;
};

/** k-means++ by cosine distance: each next centre is a row drawn by its distance from the nearest so far. */
function seedCentres(rows: SparseRows, members: Int32Array, k: number, random: Random): Float64Array {
  const centre = new Float64Array(k * rows.columns);
  const distance = new Float64Array(members.length).fill(1);
  for (let c = 0; c < k; c++) {
    const total = distance.reduce((sum, d) => sum + d, 0);
    const drawn = random() * total;
    let pick = total > 0 ? 0 : randomInt(random, members.length);
    for (let sum = distance[0]!; total > 0 && sum < drawn && pick < members.length - 1; ) sum += distance[++pick]!;
    put(rows, members[pick]!, centre, c);
    members.forEach((row, i) => {
      distance[i] = Math.min(distance[i]!, Math.max(0, 1 - cosineTo(rows, row, centre, c)));
    });
  }
  return centre;
}

/** The nearest centre of a row. */
export function nearestCentre(rows: SparseRows, row: number, centre: Float64Array): { group: number; cosine: number } {
  let group = 0;
  let cosine = Number.NEGATIVE_INFINITY;
  for (let c = 0; c * rows.columns < centre.length; c++) {
    const own = cosineTo(rows, row, centre, c);
    if (own > cosine) {
      cosine = own;
      group = c;
    }
  }
  return { group, cosine };
}

/** Scales each centre to length 1; one that nobody is nearest to becomes the row farthest from its own. */
function settle(rows: SparseRows, members: Int32Array, sums: Float64Array, worst: Int32Array): void {
  let next = 0;
  for (let c = 0; c * rows.columns < sums.length; c++) {
    const own = sums.subarray(c * rows.columns, (c + 1) * rows.columns);
    let length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    if (length === 0) {
      put(rows, members[worst[next++ % worst.length]!]!, sums, c);
      length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    }
    if (length > 0) for (let i = 0; i < own.length; i++) own[i]! /= length;
  }
}

function lloyd(rows: SparseRows, members: Int32Array, k: number, random: Random): Clustering {
  let centre = seedCentres(rows, members, k, random);
  const group = new Int32Array(members.length).fill(-1);
  const cosine = new Float64Array(members.length);
  for (let round = 0; round < 50; round++) {
    let moved = 0;
    members.forEach((row, i) => {
      const nearest = nearestCentre(rows, row, centre);
      if (nearest.group !== group[i]) moved++;
      group[i] = nearest.group;
      cosine[i] = nearest.cosine;
    });
    if (moved === 0) break;
    const sums = new Float64Array(k * rows.columns);
    members.forEach((row, i) => {
      put(rows, row, sums, group[i]!);
    });
    const worst = Int32Array.from(members, (_, i) => i).sort((a, b) => cosine[a]! - cosine[b]! || a - b);
    settle(rows, members, sums, worst.subarray(0, k));
    centre = sums;
  }
  return { group, centre, objective: cosine.reduce((sum, cos) => sum + 1 - cos, 0) };
}

/**
 * Spherical k-means (Dhillon & Modha 2001) of the rows `members`, each of length 1: the best of `restarts` from k-means++ seeds.
 * The same seed gives the same groups.
 */
export function sphericalKMeans(
  rows: SparseRows,
  members: Int32Array,
  { k, seed = 17, restarts = 3 }: { k: number; seed?: number; restarts?: number },
): Clustering {
  const random = seededRandom(seed + k);
  const runs = Array.from({ length: restarts }, () => lloyd(rows, members, k, random));
  return runs.reduce((best, run) => (run.objective < best.objective - 1e-12 ? run : best));
}
