/** The median of a sorted stretch of numbers; 0 of none. */
export function sortedMedian(sorted: Float64Array): number {
  const n = sorted.length;
  if (n === 0) return 0;
  const half = n >> 1;
  return n % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The median of a sorted stretch without its element `place`; 0 of none. */
export function sortedMedianWithout(sorted: Float64Array, place: number): number {
  const n = sorted.length - 1;
  if (n <= 0) return 0;
  const at = (i: number): number => sorted[i < place ? i : i + 1]!;
  const half = n >> 1;
  return n % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
}
