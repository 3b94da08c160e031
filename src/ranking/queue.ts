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

/** Every user-day that any detector scored, in parallel columns. */
export interface RankedDays {
  readonly actor: Int32Array;
  /** Indices into `Calendar.days`. */
  readonly day: Int32Array;
  /** Fused. */
  readonly p: Float64Array;
  /** Positions in the columns, the most unusual first. */
  readonly order: Int32Array;
  /** The user-day at a position, with what each detector says of it. */
  at(position: number): RankedCase;
}

/**
 * Ranks all user-days by the fused p of the given detectors; what the null can't tell apart is ordered by the length of the evidence, then by
 * day and actor.
 */
export function rankDays(detectors: readonly RankedDetector[]): RankedDays {
  const actors = actorCount(detectors);
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const ranks = columns.map(({ p, score }) => rank(p, score));
  const { key, p, score, row } = fuse(columns, actors);
  const place = rank(p, score);
  const actor = Int32Array.from(key, (k) => k % actors);
  const day = Int32Array.from(key, (k) => Math.floor(k / actors));
  const order = Int32Array.from(key.keys()).sort((a, b) => place[a]! - place[b]!);
  const at = (r: number): RankedCase => {
    const opinions = columns.map((column, d): Opinion => {
      const i = row[d]![r]!;
      const none = { detector: column.name, p: null, rank: null, of: column.key.length, action: -1 };
      return i < 0 ? none : { ...none, p: column.p[i]!, rank: ranks[d]![i]!, action: column.action[i]! };
    });
    const root = opinions
      .filter(({ action }) => action >= 0)
      .reduce<Opinion | null>((best, one) => (best === null || one.p! < best.p! ? one : best), null);
    return {
      rank: place[r]!,
      actor: actor[r]!,
      day: day[r]!,
      action: root?.action ?? -1,
      p: p[r]!,
      score: score[r]!,
      opinions,
    };
  };
  return { actor, day, p, order, at };
}

/** Which user-days of a ranking are read: the first `budget`, and those of `also` that are not among them. */
export interface Read {
  readonly budget: number;
  readonly also?: readonly UserDay[];
}

const keyOf = ({ actor, day }: UserDay): number => day * 2 ** 32 + actor;

/** The user-days of a ranking that are read, in its order; those of `also` that are not among the first come behind them. */
export function casesOf({ actor, day, order, at }: RankedDays, { budget, also = [] }: Read): RankedCase[] {
  const wanted = new Set(also.map(keyOf));
  const extra = order
    .subarray(Math.min(budget, order.length))
    .filter((r) => wanted.has(keyOf({ actor: actor[r]!, day: day[r]! })));
  return [...order.subarray(0, budget), ...extra].map(at);
}

/** Ranks what detectors say, and gives the user-days that are read (`casesOf`). */
export const rankCases = ({ detectors, ...read }: Read & { readonly detectors: readonly RankedDetector[] }) =>
  casesOf(rankDays(detectors), read);
