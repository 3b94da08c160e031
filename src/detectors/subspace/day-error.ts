import type { CountTransform } from "../../gpu/subspace.input.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults } from "./input.ts";
import { jacksonMudholkar } from "./limit.ts";
import { sortedMedian } from "./median.ts";
import { oneActor } from "./one-actor.ts";
import { judgeDay } from "./one-day.ts";

/** What the subspace leaves of a user-day, beside what it usually leaves; errors in squared transformed units. */
export interface DayError {
  readonly transform: CountTransform;
  readonly error: number;
  /** Median error of the history's days with events, each judged by all the others, and how many they are. */
  readonly median: number;
  readonly days: number;
  /** The textbook's, at a nominal 1 %: for reference, it takes no part in the ranking. */
  readonly threshold: number;
  /** Directions of the subspace, and the share of the history's energy that they hold. */
  readonly rank: number;
  readonly energy: number;
}

/** Measures what is left of a user-day as the run does; null where the day has no score. */
export function dayError(
  given: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  { actor, day }: { readonly actor: number; readonly day: number },
): DayError | null {
  const found = judgeDay(oneActor(given, actor), options, { day, scored: given.calendar.scored });
  if (!found) return null;
  const { rows, own } = found;
  const [phi1, phi2, phi3] = rows.tail;
  return {
    transform: options.transform ?? subspaceDefaults.transform,
    error: rows.spe[0]!,
    median: sortedMedian(own.error.slice().sort()),
    days: own.error.length,
    threshold: jacksonMudholkar([phi1!, phi2!, phi3!]),
    rank: rows.rank[0]!,
    energy: rows.energy[0]!,
  };
}
