import { sidak } from "../lib/statistics.ts";

/** Šidák's p of one item over the detectors that scored it (NaN: had no say), 1 − (1 − min p)^m; 1 where none did (METHODS, 6). */
export function fuseP(p: readonly number[]): number {
  const known = p.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 1 : sidak(Math.min(...known), known.length);
}

/**
 * Ranks items from 1: by p, and where the null can't tell two apart by score, the higher first; still equal ones by position, so that the
 * order is the same in every run.
 */
export function rank(p: ArrayLike<number>, score: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: p.length }, (_, i) => i).sort(
    (a, b) => p[a]! - p[b]! || score[b]! - score[a]! || a - b,
  );
  const ranks = new Int32Array(p.length);
  order.forEach((item, position) => {
    ranks[item] = position + 1;
  });
  return ranks;
}

/**
 * Scores in units that detectors share, for ties of p: how many of the null's standard spreads (median to 99th percentile) a score lies over
 * the null's median.
 */
export function normalised(scores: { readonly score: Float64Array; readonly null: Float64Array }): Float64Array {
  const sorted = Float64Array.from(scores.null).sort();
  const middle = sorted[sorted.length >> 1] ?? 0;
  const high = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 1;
  const spread = high > middle ? high - middle : 1;
  return scores.score.map((score) => (score - middle) / spread);
}
