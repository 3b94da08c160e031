import { normalDeviate, normalTail } from "../lib/normal.ts";
import { countBelow, medianOfSorted } from "../lib/statistics.ts";

/** Users that it takes to show a shift of a fifth of a standard deviation: π/2 over its square, the variance of a median of so many. */
const usersToTell = 40;

/** Fewer users than this tell of themselves, not of the tenant. */
const fewestUsers = 10;

/** Scored items with their conformal p. */
export interface ScoredItems {
  readonly p: ArrayLike<number>;
  readonly actor: ArrayLike<number>;
  /** Indices into `Calendar.days`. */
  readonly day: ArrayLike<number>;
}

/**
 * How far a window as a whole has moved from the history that judges it, by day, in standard deviations: an empirical null (Efron 2004), of
 * which the centre alone is fitted.
 *
 * A tenant changes (releases, seasons, exports), and the bulk of its days, ordinary as it is, then looks less like history than history does.
 * Where p is uniform its median is 1/2, so the deviate of the median over a day and the scored days before it is the shift; it is shrunk by
 * n/(n + 40) for n users, since days of one user are alike, and 0 under ten of them. The median, because half of the days would have to be attacks to carry it away;
 * and no later day takes part. A window nearer to history than history itself has no shift: its p stay conformal.
 * @returns the shift on a day, 0 or more; days without items have the one before's
 */
export function windowDrift({ p, actor, day }: ScoredItems): (day: number) => number {
  const order = Int32Array.from({ length: p.length }, (_, i) => i).sort((a, b) => day[a]! - day[b]!);
  const users = new Set<number>();
  const days: number[] = [];
  const shifts: number[] = [];
  const sorted = new Float64Array(order.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const today = day[order[start]!]!;
    for (; end < order.length && day[order[end]!] === today; end++) users.add(actor[order[end]!]!);
    mergeIn(sorted, start, Float64Array.from(order.subarray(start, end), (i) => p[i]!).sort());
    const shift = Math.max(0, normalDeviate(medianOfSorted(sorted, end)));
    days.push(today);
    shifts.push(users.size < fewestUsers ? 0 : (shift * users.size) / (users.size + usersToTell));
  }
  return (wanted) => shifts[countBelow(days, wanted + 1) - 1] ?? 0;
}

/** Merges ascending values into `sorted[0..n)`, ascending too, which has room for them. */
function mergeIn(sorted: Float64Array, n: number, values: Float64Array): void {
  for (let at = n + values.length - 1, old = n - 1, fresh = values.length - 1; fresh >= 0; at--)
    sorted[at] = old >= 0 && sorted[old]! > values[fresh]! ? sorted[old--]! : values[fresh--]!;
}

/**
 * A p that allows for a shift: its deviate less the shift, and never under the conformal p.
 * @param evidence −log₁₀ p, which may go on beyond the null's largest where the conformal p stops
 */
export const allowFor = (shift: number, conformal: number, evidence: number): number =>
  shift === 0 ? conformal : Math.max(conformal, normalTail(normalDeviate(10 ** -evidence) - shift));
