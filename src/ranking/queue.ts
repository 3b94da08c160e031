import { fuse, rank } from "./fuse.ts";
import { type RankedDetector, userDaysOf } from "./user-days.ts";

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
  /** Conformal p of all the detectors' evidence together. */
  readonly p: number;
  /** Length of that evidence, −log₁₀ p units. */
  readonly score: number;
  readonly opinions: readonly Opinion[];
}

/** A user-day by its codes. */
export interface UserDay {
  readonly actor: number;
  /** Index into `Calendar.days`. */
  readonly day: number;
}

/** A number over every actor code of the detectors. */
export function actorCount(detectors: readonly RankedDetector[]): number {
  const codes = detectors.flatMap(({ scores: { actor, nullActor } }) => [actor, nullActor]);
  return 1 + codes.reduce((most, code) => code.reduce((m, a) => Math.max(m, a), most), 0);
}

/**
 * Ranks user-days by the fused p of the given detectors and gives the first `budget`, then those of `also` that are not among them; what the
 * null can't tell apart is ordered by the length of the evidence, then by day and actor.
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
  const actors = actorCount(detectors);
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const ranks = columns.map(({ p, score }) => rank(p, score));
  const { key, p, score, row } = fuse(columns, actors);
  const place = rank(p, score);
  const order = Int32Array.from(key.keys()).sort((a, b) => place[a]! - place[b]!);
  const wanted = new Set(also.map(({ actor, day }) => day * actors + actor));
  const extra = order.subarray(Math.min(budget, order.length)).filter((r) => wanted.has(key[r]!));
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
      actor: key[r]! % actors,
      day: Math.floor(key[r]! / actors),
      action: root?.action ?? -1,
      p: p[r]!,
      score: score[r]!,
      opinions,
    };
  });
}
