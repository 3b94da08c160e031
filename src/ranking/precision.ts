import { betaQuantile } from "../lib/special.ts";

/** The share of audited cases that were worth it, with its equal-tailed credible interval. */
export interface Precision {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Precision of `worth` of `audited` cases: Beta(1 + w, 1 + k − w), 90 % credible by default (METHODS, 7). */
export function precision(worth: number, audited: number, { level = 0.9 }: { level?: number } = {}): Precision {
  const a = 1 + worth;
  const b = 1 + audited - worth;
  const tail = (1 - level) / 2;
  return {
    share: audited === 0 ? Number.NaN : worth / audited,
    low: betaQuantile(tail, a, b),
    high: betaQuantile(1 - tail, a, b),
  };
}
