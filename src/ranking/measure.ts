import type { Precision } from "./precision.ts";
import { precision } from "./precision.ts";

/** How well one ranking of user-days or roots finds what was injected. */
export interface Measured {
  /** Area under the ROC curve. */
  readonly auc: number;
  /** Share of the injected found at 0.1 %, 1 % and 5 % false positives. */
  readonly recall: { readonly at01: number; readonly at1: number; readonly at5: number };
  /** Share of all that was ranked that was injected: what a ranking by chance finds. */
  readonly baseRate: number;
  /** Of the first fifty, how many were injected, with the 90 % interval. */
  readonly first: Precision;
  /** Share of the others at or under a p of 1 % and of 0.1 %. */
  readonly alarms: { readonly at1: number; readonly at01: number };
}

/**
 * Measures a ranking. @param score higher is more unusual, −Infinity where the ranking had no say
 * @param p NaN where it had none
 * @param positive 1 where something was injected
 */
export function measure(score: Float64Array, p: Float64Array, positive: Uint8Array, { audited = 50 } = {}): Measured {
  const order = Int32Array.from(score.keys()).sort((a, b) => score[b]! - score[a]! || a - b);
  const read = order.subarray(0, Math.min(audited, order.length));
  const alarms = (nominal: number): number => {
    let heard = 0;
    let raised = 0;
    p.forEach((value, i) => {
      if (positive[i] || Number.isNaN(value)) return;
      heard++;
      if (value <= nominal) raised++;
    });
    return raised / heard;
  };
  const recallAt = (rate: number) => recallAtFalsePositives(score, positive, rate);
  return {
    auc: areaUnderCurve(score, positive),
    recall: { at01: recallAt(0.001), at1: recallAt(0.01), at5: recallAt(0.05) },
    baseRate: positive.reduce((sum, is) => sum + is, 0) / positive.length,
    first: precision(
      read.reduce((sum, i) => sum + positive[i]!, 0),
      read.length,
    ),
    alarms: { at1: alarms(0.01), at01: alarms(0.001) },
  };
}

/** Mean and standard deviation of some numbers; NaN is left out. */
export function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / Math.max(1, known.length - 1)) };
}

/** Area under the ROC curve: the chance that a positive outranks a negative, ties counting half. NaN where there is no such pair. */
export function areaUnderCurve(score: ArrayLike<number>, positive: ArrayLike<number>): number {
  const order = Array.from({ length: score.length }, (_, i) => i).sort((a, b) => score[a]! - score[b]!);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && score[order[end]!] === score[order[i]!]) end++;
    const rank = (i + end + 1) / 2;
    for (; i < end; i++)
      if (positive[order[i]!]) {
        rankSum += rank;
        positives++;
      }
  }
  const negatives = score.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The share of positives that score over the (1 − rate) quantile of the negatives: recall at a fixed false-positive rate. NaN without either. */
export function recallAtFalsePositives(score: ArrayLike<number>, positive: ArrayLike<number>, rate: number): number {
  const negatives = Array.from({ length: score.length }, (_, i) => i).filter((i) => !positive[i]);
  const sorted = Float64Array.from(negatives, (i) => score[i]!).sort();
  const threshold = sorted[sorted.length - 1 - Math.floor(rate * sorted.length)];
  const positives = score.length - negatives.length;
  if (threshold === undefined || positives === 0) return Number.NaN;
  let found = 0;
  for (let i = 0; i < score.length; i++) if (positive[i] && score[i]! > threshold) found++;
  return found / positives;
}
