import type { DayCells } from "../../features/cells.ts";
import { lnNegativeBinomialTail } from "../../lib/special.ts";
import type { JudgedDays } from "./judged-days.ts";

/** What the tenant says about each key's daily count: a Gamma prior of a user's rate, and the overdispersion of a day. */
export interface TenantRates {
  /** Mean a user-day. */
  readonly mean: Float64Array;
  /** Days of history that the tenant's mean is worth. */
  readonly weight: Float64Array;
  /** Variance of a day = μ + dispersion·μ². */
  readonly dispersion: Float64Array;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/**
 * Mean, prior weight and dispersion of each key over the window before the first scored day, by moments: the spread within users beyond
 * Poisson's gives the dispersion (shrunk to that of all keys), the spread between users the weight.
 */
export function tenantRates(
  cells: DayCells,
  { keys, from, to, firstSeen }: { keys: number; from: number; to: number; firstSeen: Int32Array },
): TenantRates {
  const sum = new Float64Array(keys);
  const squares = new Float64Array(keys);
  const explained = new Float64Array(keys);
  const own = new Float64Array(keys);
  const touched: number[] = [];
  let userDays = 0;
  let users = 0;
  for (let actor = 0; actor + 1 < cells.rowStart.length; actor++) {
    const days = to - Math.max(from, firstSeen[actor]!);
    if (firstSeen[actor]! < 0 || days <= 0) continue;
    userDays += days;
    users++;
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++) {
      const day = cells.day[row]!;
      if (day < from || day >= to) continue;
      const key = cells.key[row]!;
      const n = cells.n[row]!;
      if (own[key] === 0) touched.push(key);
      own[key]! += n;
      squares[key]! += n * n;
    }
    for (const key of touched) {
      sum[key]! += own[key]!;
      explained[key]! += own[key]! ** 2 / days;
      own[key] = 0;
    }
    touched.length = 0;
  }
  const within = (key: number) => Math.max(0, squares[key]! - explained[key]!) / Math.max(1, userDays - users);
  let excess = 0;
  let scale = 0;
  for (let key = 0; key < keys; key++) {
    excess += Math.max(0, within(key) - sum[key]! / Math.max(1, userDays));
    scale += explained[key]! / Math.max(1, userDays);
  }
  const common = clamp(scale > 0 ? excess / scale : 0.5, 0.05, 5);
  const mean = sum.map((total) => (total + 0.5) / (userDays + 1));
  const dispersion = sum.map((total, key) => {
    const size = explained[key]! / Math.max(1, userDays);
    const alone = size > 0 ? Math.max(0, within(key) - mean[key]!) / size : common;
    return clamp((alone * total + common * 50) / (total + 50), 0.05, 20);
  });
  const weight = sum.map((_, key) => {
    const between =
      explained[key]! / Math.max(1, userDays) - mean[key]! ** 2 - (within(key) * users) / Math.max(1, userDays);
    return between > 0 ? clamp(mean[key]! / between, 0.2, 20) : 20;
  });
  return { mean, weight, dispersion };
}

/** A Gamma prior of a user's daily rate, worth `weight` days, and the overdispersion of a day. */
export interface RatePrior {
  readonly mean: number;
  readonly weight: number;
  readonly dispersion: number;
}

/**
 * −log₁₀ of the predictive upper tail P(X ≥ n) for a user with `total` events of a key in `days` days: Gamma–Poisson shrinkage to a prior
 * (METHODS, 2), its negative binomial widened by the dispersion of a day.
 */
export function surpriseOfCount(
  n: number,
  { total, days, prior }: { total: number; days: number; prior: RatePrior },
): number {
  if (n <= 0) return 0;
  const shape = total + prior.weight * prior.mean;
  const mean = shape / (days + prior.weight);
  const size = 1 / (prior.dispersion + 1 / shape);
  return -lnNegativeBinomialTail(n, mean, size) / Math.LN10;
}

/** The prior's mean over a single item's window as a scale, never less than one event in that history. */
export const scaleFloor = (mean: number, judged: JudgedDays, i: number): number =>
  1.2533 * Math.max(mean, 1 / Math.max(1, judged.history[i]!));
