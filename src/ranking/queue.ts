import type { Scores } from "../detectors/scores.ts";
import { sidak } from "../lib/statistics.ts";
import { fuseP, normalised, rank } from "./fuse.ts";

/** A detector's scores with their calibrated p, one an item. */
export interface RankedDetector {
  readonly name: string;
  readonly scores: Scores;
  readonly p: Float64Array;
}

/** What one detector says of a case; its p counts all the day's roots where it scores roots. */
export interface Opinion {
  readonly detector: string;
  /** Null: it had no say. */
  readonly p: number | null;
  /** Rank of the user-day among `of` that the detector scored; null where it had no say. */
  readonly rank: number | null;
  readonly of: number;
  /** The root that it says it of; −1 where it scores whole days. */
  readonly action: number;
}

/** A user-day of the queue. */
export interface RankedCase {
  readonly rank: number;
  readonly actor: number;
  /** Index into `Calendar.days`. */
  readonly day: number;
  /** The day's most unusual root; −1 where no detector scored one. */
  readonly action: number;
  /** Šidák's p over the detectors that had a say. */
  readonly p: number;
  readonly opinions: readonly Opinion[];
}

/** One detector's user-days: parallel columns. */
interface DayColumn {
  readonly name: string;
  readonly key: number[];
  readonly p: number[];
  readonly score: number[];
  readonly action: number[];
}

/** Folds a detector's roots into their user-days: the best root's p, by Šidák over the roots of that day. Days stay as they are. */
function foldRoots({ name, scores, p }: RankedDetector, actors: number): DayColumn {
  const strength = normalised(scores);
  const place = new Map<number, number>();
  const column: DayColumn = { name, key: [], p: [], score: [], action: [] };
  const roots: number[] = [];
  for (let i = 0; i < p.length; i++) {
    const key = scores.day[i]! * actors + scores.actor[i]!;
    const at = place.get(key);
    if (at === undefined) {
      place.set(key, column.key.length);
      column.key.push(key);
      column.p.push(p[i]!);
      column.score.push(strength[i]!);
      column.action.push(scores.action[i]!);
      roots.push(1);
      continue;
    }
    roots[at]!++;
    if (p[i]! > column.p[at]! || (p[i] === column.p[at] && strength[i]! <= column.score[at]!)) continue;
    column.p[at] = p[i]!;
    column.score[at] = strength[i]!;
    column.action[at] = scores.action[i]!;
  }
  roots.forEach((m, at) => {
    column.p[at] = sidak(column.p[at]!, m);
  });
  return column;
}

/** User-days of several detectors, side by side, by day and actor: row `r` of detector `d` is `row[d][r]` in its column, −1 where it had no say. */
function align(columns: readonly DayColumn[]): { keys: number[]; row: Int32Array[] } {
  const keys = [...new Set(columns.flatMap(({ key }) => key))].sort((a, b) => a - b);
  const place = new Map(keys.map((k, r) => [k, r]));
  const row = columns.map(({ key }) => {
    const at = new Int32Array(keys.length).fill(-1);
    key.forEach((k, i) => {
      at[place.get(k)!] = i;
    });
    return at;
  });
  return { keys, row };
}

/** A user-day by its codes. */
export interface UserDay {
  readonly actor: number;
  /** Index into `Calendar.days`. */
  readonly day: number;
}

/**
 * Ranks user-days by the fused p of the given detectors (METHODS, 6) and gives the first `budget`, then those of `also` that are not among
 * them; what the nulls can't tell apart is ordered by the strongest normalised score, then by day and actor.
 */
export function rankCases({
  detectors,
  budget,
  also = [],
}: {
  detectors: readonly RankedDetector[];
  budget: number;
  also?: readonly UserDay[];
}): RankedCase[] {
  const actors = 1 + detectors.reduce((most, { scores }) => scores.actor.reduce((m, a) => Math.max(m, a), most), 0);
  const columns = detectors.map((detector) => foldRoots(detector, actors));
  const ranks = columns.map(({ p, score }) => rank(p, score));
  const { keys, row } = align(columns);
  const fused = Float64Array.from(keys, (_, r) =>
    fuseP(columns.map(({ p }, d) => (row[d]![r]! < 0 ? Number.NaN : p[row[d]![r]!]!))),
  );
  const strongest = Float64Array.from(keys, (_, r) =>
    columns.reduce((most, { score }, d) => (row[d]![r]! < 0 ? most : Math.max(most, score[row[d]![r]!]!)), -Infinity),
  );
  const place = rank(fused, strongest);
  const order = Int32Array.from(keys, (_, r) => r).sort((a, b) => place[a]! - place[b]!);
  const wanted = new Set(also.map(({ actor, day }) => day * actors + actor));
  const extra = order.subarray(Math.min(budget, order.length)).filter((r) => wanted.has(keys[r]!));
  return [...order.subarray(0, budget), ...extra].map((r) => {
    const opinions = columns.map((column, d): Opinion => {
      const at = row[d]![r]!;
      const none = { detector: column.name, p: null, rank: null, of: column.key.length, action: -1 };
      return at < 0 ? none : { ...none, p: column.p[at]!, rank: ranks[d]![at]!, action: column.action[at]! };
    });
    const root = opinions
      .filter(({ action }) => action >= 0)
      .reduce<Opinion | null>((best, one) => (best === null || one.p! < best.p! ? one : best), null);
    return {
      rank: place[r]!,
      actor: keys[r]! % actors,
      day: Math.floor(keys[r]! / actors),
      action: root?.action ?? -1,
      p: fused[r]!,
      opinions,
    };
  });
}
