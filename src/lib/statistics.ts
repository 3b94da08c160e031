/** The median of `values[0..n)`, which must be ascending; NaN where there is none. */
export function medianOfSorted(values: ArrayLike<number>, n = values.length): number {
  if (n === 0) return Number.NaN;
  const half = n >> 1;
  return n & 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}

/** The median; the input is left as it is. NaN where there is none. */
export const median = (values: ArrayLike<number>): number => medianOfSorted(Float64Array.from(values).sort());

/** The quantile at `q` in [0, 1] of ascending values, linear between order statistics (numpy's default). NaN where there is none. */
export function quantileOfSorted(values: ArrayLike<number>, q: number, n = values.length): number {
  if (n === 0) return Number.NaN;
  const at = q * (n - 1);
  const below = Math.floor(at);
  const low = values[below]!;
  return low + (at - below) * (values[Math.min(below + 1, n - 1)]! - low);
}

/** Middle and spread of a sample. */
export interface Spread {
  readonly median: number;
  /** Median absolute deviation from the median, unscaled. */
  readonly mad: number;
  /** Mean absolute deviation from the median. */
  readonly meanAd: number;
}

/** Median, MAD and mean absolute deviation of `values[0..n)`, which must be ascending; one pass outward from the median. */
export function spreadOfSorted(values: ArrayLike<number>, n = values.length): Spread {
  const middle = medianOfSorted(values, n);
  let left = 0;
  while (left < n && values[left]! < middle) left++;
  let right = left;
  left--;
  const upper = n >> 1;
  const lower = n & 1 ? upper : upper - 1;
  let mad = 0;
  let total = 0;
  for (let rank = 0; rank < n; rank++) {
    const below = left >= 0 ? middle - values[left]! : Number.POSITIVE_INFINITY;
    const above = right < n ? values[right]! - middle : Number.POSITIVE_INFINITY;
    const deviation = Math.min(below, above);
    if (below < above) left--;
    else right++;
    total += deviation;
    if (rank === lower) mad += deviation / 2;
    if (rank === upper) mad += deviation / 2;
  }
  return { median: middle, mad, meanAd: n === 0 ? 0 : total / n };
}

/**
 * Modified z score: 0.6745·(x − median)/MAD (Iglewicz & Hoaglin); where MAD is 0, (x − median)/(1.2533·mean AD) (IBM's form);
 * where that is 0 too, over `floor` (> 0).
 */
export function modifiedZ(x: number, { median: middle, mad, meanAd }: Spread, floor: number): number {
  const scale = mad > 0 ? mad / 0.6745 : meanAd > 0 ? 1.2533 * meanAd : floor;
  return (x - middle) / scale;
}

/** The number of entries of an ascending array that are less than `x`. */
export function countBelow(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Conformal p of a score against an ascending null: (1 + #{null ≥ score})/(1 + n) (Bates et al. 2021). 1 where there is no null. */
export const conformalP = (sortedNull: ArrayLike<number>, score: number): number =>
  (1 + sortedNull.length - countBelow(sortedNull, score)) / (1 + sortedNull.length);

/** Šidák's p of the smallest of `m` p values, 1 − (1 − p)^m, exact for tiny p. */
export const sidak = (smallest: number, m: number): number =>
  smallest >= 1 ? 1 : -Math.expm1(m * Math.log1p(-smallest));

/** −log₁₀ p of a new score, and of a score that is itself in the null and must not be its own judge. */
export interface Evidence {
  of(score: number): number;
  ofMember(score: number): number;
}

/** A mean of fewer excesses is no scale. */
const fewestExcesses = 10;

/**
 * −log₁₀ of the conformal p against an ascending null, and beyond the null's largest on along a heavy tail (a generalised Pareto's of shape 1,
 * its scale the mean excess of the null's top twentieth, ten of it at the least), so that scores beyond the null still differ, and none runs away where the null is
 * nearly constant. A statistic, not a probability, there.
 */
export function tailEvidence(sortedNull: ArrayLike<number>): Evidence {
  const n = sortedNull.length;
  if (n === 0) return { of: () => 0, ofMember: () => 0 };
  const largest = sortedNull[n - 1]!;
  const second = n > 1 ? sortedNull[n - 2]! : largest;
  const top = Math.min(n, Math.max(fewestExcesses, Math.ceil(n / 20)));
  const threshold = sortedNull[n - top]!;
  let excess = 0;
  for (let i = n - top; i < n; i++) excess += sortedNull[i]! - threshold;
  const scale = Math.max(excess / top, Math.abs(largest) * 1e-3, 1e-9);
  const beyond = (score: number, limit: number) => (score > limit ? Math.log10(1 + (score - limit) / scale) : 0);
  return {
    of: (score) => beyond(score, largest) - Math.log10(conformalP(sortedNull, score)),
    ofMember: (score) => beyond(score, second) - Math.log10(Math.max(1, n - countBelow(sortedNull, score)) / n),
  };
}

/** The `k`-th smallest (from 0) of `values[0..n)`, which are left partly sorted around it (Hoare's selection); no NaN. */
export function selectInPlace(values: Float64Array, k: number, n = values.length): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i++] = values[j]!;
      values[j--] = kept;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}
