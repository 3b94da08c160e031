import { median, medianOfSorted } from "../../lib/statistics.ts";

/** Fewer active users than this give no tenant-wide effect: the median would be the user himself. */
const fewestUsers = 8;

/**
 * Takes out of one value an item what its day has in common: the median over the day's users, as far as it differs from the median over all.
 * NaN stays NaN; a day of too few users stays as it is.
 * @param middle the median over all, where it is known
 */
export function centreDays(values: Float64Array, day: Int32Array, middle = Number.NaN): Float64Array {
  const byDay = new Map<number, number[]>();
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const own = byDay.get(day[i]!);
    if (own) own.push(value);
    else byDay.set(day[i]!, [value]);
  });
  const usual = Number.isNaN(middle) ? median([...byDay.values()].flat()) : middle;
  const shift = new Map([...byDay].map(([d, own]) => [d, own.length < fewestUsers ? 0 : median(own) - usual]));
  return values.map((value, i) => value - (shift.get(day[i]!) ?? 0));
}

/** What a whole tenant shared on a day: the median over its active users, taken out of each, and their spread, as log(1 + value). */
export interface DayEffect {
  readonly median: number;
  readonly spread: number;
}

/** One value without what its tenant shares. */
export function withoutEffect(value: number, { median: shared, spread }: DayEffect): number {
  const rest = (Math.log1p(Math.max(0, value)) - shared) / spread;
  return rest > 0 ? Math.expm1(rest) : rest;
}

/**
 * Takes out of `values`, in place, what the tenant shares (METHODS, 2): for each group (a day and a key) the median over all active users,
 * those without the key counting as 0, and where that is over 0 the robust spread of those who have it too, if over 1. So a new tool that
 * everybody gets flags nobody. Worked out in log(1 + value): on the second day of a new tool those who were away on the first stand many
 * times higher, not a little.
 *
 * @param group group of each value, 0 … groups − 1
 * @param active users active on each group's day
 * @returns the effect of each group that has one
 */
export function takeOutDayEffect(values: Float32Array, group: Int32Array, active: Int32Array): Map<number, DayEffect> {
  const start = new Int32Array(active.length + 1);
  for (const g of group) start[g + 1]!++;
  for (let g = 0; g < active.length; g++) start[g + 1]! += start[g]!;
  const fill = start.slice(0, active.length);
  const order = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) order[fill[group[i]!]!++] = i;
  const effects = new Map<number, DayEffect>();
  for (let g = 0; g < active.length; g++) {
    const users = active[g]!;
    const members = order.subarray(start[g]!, start[g + 1]!);
    if (users < fewestUsers || members.length * 2 <= users) continue;
    const sorted = Float64Array.from(members, (i) => Math.log1p(Math.max(0, values[i]!))).sort();
    const zeros = users - members.length;
    const at = (rank: number) => (rank < zeros ? 0 : sorted[rank - zeros]!);
    const shared = (at((users - 1) >> 1) + at(users >> 1)) / 2;
    if (!(shared > 0)) continue;
    const deviations = sorted.map((value) => Math.abs(value - shared)).sort();
    const spread = Math.max(1, 1.4826 * medianOfSorted(deviations));
    const effect = { median: shared, spread };
    effects.set(g, effect);
    for (const i of members) values[i] = withoutEffect(values[i]!, effect);
  }
  return effects;
}
