import { type Block, weeksBefore } from "../../features/blocks.ts";
import { weekday } from "../../features/calendar.ts";
import { isDrawn, type NullScores } from "../scores.ts";
import { measureAlarms } from "./alarms.ts";
import { forEachBlock, type SubspaceRun } from "./blocks.ts";
import { type DayScores, scoreDays } from "./day-scores.ts";
import { followOn } from "./follow-on.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import { jacksonMudholkar } from "./limit.ts";
import type { SubspaceCalibration } from "./result.ts";
import { scaledError, usualLevels } from "./scale.ts";
import { daySizes, ownDays, tenantScale } from "./windows.ts";

/** Fewer user-days than this are no null; of more than the most, about as many are drawn, whole users at a time. */
const fewestDays = 100;
const mostDays = 30_000;
/** What an error of nothing left out may come to. */
const rounding = 1e-9;

const isOver = (error: number, limit: number): boolean => error > limit * (1 + rounding) + rounding;

/** User-days with events in the days [from, to). */
function countUserDays({ cells, ignored }: SubspaceFeatures, { from, to }: Pick<Block, "from" | "to">): number {
  let count = 0;
  for (let actor = 0; actor < ignored.length; actor++) {
    let last = -1;
    for (let row = cells.rowStart[actor]!; !ignored[actor] && row < cells.rowStart[actor + 1]!; row++) {
      const day = cells.day[row]!;
      if (day !== last && day >= from && day < to) count++;
      last = day;
    }
  }
  return count;
}

/** Each actor's own among values of user-days. */
function byActor(values: Float64Array, actor: Int32Array): Float64Array[] {
  const own = new Map<number, number[]>();
  values.forEach((value, i) => {
    const known = own.get(actor[i]!);
    if (known) known.push(value);
    else own.set(actor[i]!, [value]);
  });
  return Array.from(own.values(), (some) => Float64Array.from(some));
}

/**
 * Calibrates by the weeks before the first scored day (`weeksBefore`), each day judged by the days before its week, as a scored day is by those
 * before its block: what a user newly took up in such a week is as unknown to the null as it is on a scored day, while a day that is left out alone has
 * its neighbours to explain it. Null where they have too few user-days.
 * @throws Cancelled
 */
export async function calibrateByWeeks(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
): Promise<SubspaceCalibration | null> {
  const history = Math.max(1, Math.floor({ ...subspaceDefaults, ...options }.history));
  const { scored } = features.calendar;
  const weeks = weeksBefore(scored, history);
  const inWeeks = countUserDays(features, { from: weeks[0]?.to ?? scored.from, to: scored.from });
  if (inWeeks < fewestDays) return null;
  const drawn = { users: Math.min(1, mostDays / inWeeks), days: 1 };
  const some = {
    ...features,
    ignored: features.ignored.map((is, actor) => (is || !isDrawn(drawn, actor, 0) ? 1 : 0)),
  };
  const scale = await scaleAt(features, options, run, scored.from);
  const found: { readonly day: number; readonly scores: DayScores }[] = [];
  for (const { from, to, end } of weeks) {
    const counted = Math.min(history, scored.from) / (to - from);
    for (let day = to; day < end; day++)
      found.push({ day, scores: await scoreDays(followOn(some, to, day), options, run, scale, { counted }) });
  }
  const values = Float64Array.from(found.flatMap(({ scores }) => [...scores.score]));
  if (values.length < fewestDays) return null;
  const nullActor = Int32Array.from(found.flatMap(({ scores }) => [...scores.actor]));
  const over = found.reduce((sum, { scores: { perUserDay } }) => {
    return sum + perUserDay.spe.filter((error, i) => isOver(error, perUserDay.limit[i]!)).length;
  }, 0);
  return {
    scale,
    alarms: measureAlarms(byActor(values, nullActor), over),
    null: {
      null: values,
      nullActor,
      nullDay: Int32Array.from(found.flatMap(({ day, scores }) => Array.from(scores.actor, () => day))),
      drawn,
    },
  };
}

/** The scale of errors that the history of a day gives. */
const scaleAt = (
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  day: number,
): ReturnType<typeof tenantScale> => {
  const input = subspaceInput(features, options, { from: day, to: day });
  return tenantScale(input, Uint8Array.from(features.calendar.days, weekday), run);
};

/**
 * Calibrates by the history of the features' first scored day: each day with events by all the others of its user (METHODS, 3). Without any
 * number where nobody has enough history on that day.
 * @throws Cancelled
 */
export async function calibrateByDaysLeftOut(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
): Promise<SubspaceCalibration> {
  const { from } = features.calendar.scored;
  const input = subspaceInput(features, options, { from, to: from });
  const { weekdays } = { ...subspaceDefaults, ...options };
  const weekdayOf = Uint8Array.from(features.calendar.days, weekday);
  const sizes = daySizes(input);
  const scale = await scaleAt(features, options, run, from);
  const windows: { readonly scores: Float64Array; readonly day: Int32Array; readonly over: number }[] = [];
  await forEachBlock(input, run, (rows, fromUser) => {
    for (let item = 0; item < rows.spe.length; item++) {
      const n = rows.history[item]!;
      if (n === 0 || n < input.minHistory) continue;
      const user = fromUser + item;
      const loo = rows.loo.subarray(item * input.history, item * input.history + n);
      const own = ownDays(sizes, weekdayOf, { user, before: from, loo });
      const usual = usualLevels(own, scale, weekdays);
      const [phi1, phi2, phi3] = rows.tail.subarray(item * 3, item * 3 + 3);
      const limit = jacksonMudholkar([phi1!, phi2!, phi3!]);
      windows[user] = {
        scores: own.error.map((error, i) => scaledError(scale, error, own.size[i]!) / usual(own.weekday[i]!, i)),
        day: own.day,
        over: own.error.filter((error) => isOver(error, limit)).length,
      };
    }
  });
  const known = windows.flatMap((own, user) => (own ? [{ user, ...own }] : []));
  const scores: NullScores = {
    null: Float64Array.from(known.flatMap((own) => [...own.scores])),
    nullActor: Int32Array.from(known.flatMap(({ user, day }) => Array.from(day, () => user))),
    nullDay: Int32Array.from(known.flatMap(({ day }) => [...day])),
    drawn: { users: 1, days: 1 },
  };
  const over = known.reduce((sum, own) => sum + own.over, 0);
  return {
    scale,
    alarms: measureAlarms(
      known.map((own) => own.scores),
      over,
    ),
    null: scores,
  };
}
