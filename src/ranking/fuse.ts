import { isDrawn } from "../detectors/scores.ts";
import { unitHash } from "../lib/random.ts";
import { conformalP, sidak, tailEvidence } from "../lib/statistics.ts";
import { allowFor, windowDrift } from "./drift.ts";
import type { Heard, UserDays } from "./user-days.ts";

/** Fewer user-days of history than this are no null for all detectors together. */
const fewestNull = 50;

/** User-days of several detectors side by side. */
export interface Fused {
  /** Ascending. */
  readonly key: Float64Array;
  readonly p: Float64Array;
  /** Length of the weighted evidence of all detectors, −log₁₀ p units: orders what p can't tell apart. */
  readonly score: Float64Array;
  /** Row of each user-day in each detector's columns; −1 where it had no say. */
  readonly row: readonly Int32Array[];
  /** p of a user-day of `day` of which the detectors would say something else, in their order; null for one that has no say. */
  judge(heard: readonly (Heard | null)[], day: number): number;
}

/** What is said together, before what the window drifted is allowed for. */
interface Together {
  readonly p: number;
  /** −log₁₀ p, which goes on where p stops. */
  readonly evidence: number;
  readonly score: number;
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

/** Adds up squares of evidence by key. */
function addSquares(sums: Map<number, number>, key: Float64Array, evidence: Float64Array): void {
  for (let i = 0; i < key.length; i++) sums.set(key[i]!, (sums.get(key[i]!) ?? 0) + evidence[i]! ** 2);
}

/**
 * Ascending lengths of the evidence on the history's user-days that every detector would have in its null. Where a detector judged a draw of
 * days alone, the days that were not drawn have the evidence of one that was, picked by their own number.
 */
function jointNull(columns: readonly UserDays[], actors: number): Float64Array {
  const dayOf = (key: number) => Math.floor(key / actors);
  const since = Math.max(...columns.map(({ nullKey }) => dayOf(nullKey.reduce((a, b) => Math.min(a, b), Infinity))));
  const sums = new Map<number, number>();
  for (const { nullKey, nullEvidence, undrawnKey } of columns) {
    addSquares(sums, nullKey, nullEvidence);
    const like = (key: number) =>
      nullEvidence[Math.floor(unitHash(key % actors, dayOf(key) + 1) * nullEvidence.length)]!;
    addSquares(sums, undrawnKey, undrawnKey.map(like));
  }
  const isKept = (key: number) =>
    dayOf(key) >= since &&
    columns.every(({ drawn: { users } }) => isDrawn({ users, days: 1 }, key % actors, dayOf(key)));
  const kept = [...sums].filter(([key]) => isKept(key));
  return Float64Array.from(kept, ([, sum]) => Math.sqrt(sum)).sort();
}

/**
 * Fuses what detectors say of one user-day. The statistic is the length of its evidence, one coordinate a detector (METHODS, 6 has the
 * smallest p by Šidák's correction: a detector that is mostly noise then costs the others their power, and dependence is not known to it);
 * p is conformal against the same length on the history's user-days, so that detectors that say the same thing are not counted as two.
 *
 * A detector without a null of its own in the history, or all of them where the history has too few user-days, are joined by Šidák's p.
 */
function joinerOf(columns: readonly UserDays[], actors: number): (heard: readonly (Heard | null)[]) => Together {
  const first = columns.reduce((least, { key }) => key.reduce((a, b) => Math.min(a, b), least), Infinity);
  const start = Math.floor((Number.isFinite(first) ? first : 0) / actors);
  const inHistory = columns.map(
    ({ nullKey }) => nullKey.length > 0 && nullKey.every((k) => Math.floor(k / actors) < start),
  );
  const joined = columns.filter((_, d) => inHistory[d]);
  const calm = joined.length === 0 ? new Float64Array() : jointNull(joined, actors);
  const isJoint = calm.length >= fewestNull;
  const { of } = tailEvidence(calm);
  return (said) => {
    let together = 0;
    let all = 0;
    let heard = 0;
    let least = 1;
    let apart = 0;
    said.forEach((one, d) => {
      if (!one) return;
      const square = one.evidence ** 2;
      all += square;
      if (isJoint && inHistory[d]) {
        together += square;
        heard++;
        return;
      }
      apart++;
      least = Math.min(least, one.p);
    });
    const length = Math.sqrt(together);
    if (heard > 0) least = Math.min(least, conformalP(calm, length));
    const p = sidak(least, apart + (heard > 0 ? 1 : 0));
    return { p, evidence: heard > 0 && apart === 0 ? of(length) : -Math.log10(p), score: Math.sqrt(all) };
  };
}

/**
 * Fuses detectors' opinions of all their user-days, and allows for what the window as a whole drifted from the joint null (`windowDrift`).
 * @param actors as given to `userDaysOf`
 */
export function fuse(columns: readonly UserDays[], actors: number): Fused {
  const key = Float64Array.from(new Set(columns.flatMap(({ key: own }) => [...own]))).sort();
  const place = new Map(Array.from(key, (k, r) => [k, r]));
  const row = columns.map((column) => {
    const at = new Int32Array(key.length).fill(-1);
    column.key.forEach((k, i) => {
      at[place.get(k)!] = i;
    });
    return at;
  });
  const join = joinerOf(columns, actors);
  const said = Array.from(key, (_, r) =>
    join(
      columns.map((column, d): Heard | null => {
        const at = row[d]![r]!;
        return at < 0 ? null : { p: column.p[at]!, evidence: column.evidence[at]! };
      }),
    ),
  );
  const day = key.map((k) => Math.floor(k / actors));
  const shift = windowDrift({ p: said.map(({ p }) => p), actor: key.map((k) => k % actors), day });
  const calibrated = ({ p, evidence }: Together, on: number) => allowFor(shift(on), p, evidence);
  return {
    key,
    p: Float64Array.from(said, (one, r) => calibrated(one, day[r]!)),
    score: Float64Array.from(said, ({ score }) => score),
    row,
    judge: (heard, on) => calibrated(join(heard), on),
  };
}
