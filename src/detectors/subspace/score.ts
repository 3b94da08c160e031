import { blocksOf } from "../../features/blocks.ts";
import type { SubspaceRun } from "./blocks.ts";
import { type DayScores, scoreDays } from "./day-scores.ts";
import { followOn } from "./follow-on.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults } from "./input.ts";
import { calibrateByDaysLeftOut, calibrateByWeeks } from "./null.ts";
import type { SubspaceCalibration, SubspaceResult } from "./result.ts";

/** A scored day, by its index in the calendar, and what was found of it. */
interface ScoredDay {
  readonly day: number;
  readonly found: DayScores;
}

/** Joins what was found of the days of a window. */
function joinDays(days: readonly ScoredDay[], { scale, alarms, null: known }: SubspaceCalibration): SubspaceResult {
  const whole = (pick: (found: DayScores) => Int32Array) =>
    Int32Array.from(days.flatMap(({ found }) => [...pick(found)]));
  const real = (pick: (found: DayScores) => Float64Array) =>
    Float64Array.from(days.flatMap(({ found }) => [...pick(found)]));
  const all = days.flatMap(({ found }) => found.unscored);
  const reasons = [...new Set(all.map(({ reason }) => reason))];
  const actor = whole((found) => found.actor);
  return {
    scores: {
      detector: "subspace",
      actor,
      day: Int32Array.from(days.flatMap(({ day, found }) => Array.from(found.actor, () => day))),
      action: new Int32Array(actor.length).fill(-1),
      score: real(({ score }) => score),
      ...known,
      weight: 1,
      unscored: reasons.map((reason) => ({
        reason,
        count: all.reduce((sum, one) => sum + (one.reason === reason ? one.count : 0), 0),
      })),
      backend: [...new Set(days.map(({ found }) => found.backend))].join(", then "),
    },
    perUserDay: {
      history: whole(({ perUserDay }) => perUserDay.history),
      rank: whole(({ perUserDay }) => perUserDay.rank),
      spe: real(({ perUserDay }) => perUserDay.spe),
      size: real(({ perUserDay }) => perUserDay.size),
      median: real(({ perUserDay }) => perUserDay.median),
      usual: real(({ perUserDay }) => perUserDay.usual),
      energy: real(({ perUserDay }) => perUserDay.energy),
      limit: real(({ perUserDay }) => perUserDay.limit),
    },
    scale,
    alarms,
  };
}

/**
 * Scores every user-day of the window, each day by the history of its block (`blocksOf`), as `scoreDays` has it. The null are the weeks before
 * the first scored day; where they are too thin, the days left out one at a time of the history of the first day that has one: no later day changes
 * a score. With a stored model's calibration neither a null nor a scale is worked out.
 * @throws Cancelled
 */
export async function scoreSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  given: SubspaceCalibration | null = null,
): Promise<SubspaceResult> {
  const { history } = { ...subspaceDefaults, ...options };
  const isKnown = (some: SubspaceCalibration | null): boolean => some !== null && some.null.null.length > 0;
  const days: ScoredDay[] = [];
  let known = isKnown(given) ? given : await calibrateByWeeks(features, options, run);
  for (const { to, end, isNull } of blocksOf(features.calendar.scored, Math.max(1, Math.floor(history)))) {
    if (isNull) continue;
    for (let day = to; day < end; day++) {
      const following = followOn(features, to, day);
      if (!known || !isKnown(known)) known = await calibrateByDaysLeftOut(following, options, run);
      days.push({ day, found: await scoreDays(following, options, run, known.scale) });
    }
  }
  return joinDays(days, known!);
}
