import { blocksOf } from "../../features/blocks.ts";
import { weekday } from "../../features/calendar.ts";
import { historyDays, type SubspaceInput, type SubspaceRows, scoredDays } from "../../gpu/subspace.input.ts";
import { isDrawn, type NullScores, type Scores } from "../scores.ts";
import { type FalseAlarms, measureAlarms } from "./alarms.ts";
import { forEachBlock, type SubspaceRun } from "./blocks.ts";
import { followOn } from "./follow-on.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import { jacksonMudholkar } from "./limit.ts";
import { sortedMedian } from "./median.ts";
import { type ErrorScale, scaledError, usualLevels } from "./scale.ts";
import { daySizes, ownDays, tenantScale } from "./windows.ts";

/** What the subspace says of each scored user-day, in the order of `Scores`. */
export interface SubspaceDays {
  /** Days of history. */
  readonly history: Int32Array;
  readonly rank: Int32Array;
  /** Squared prediction error, in squared transformed units. */
  readonly spe: Float64Array;
  /** Squared length of the day. */
  readonly size: Float64Array;
  /** Median of the history days' own errors, each by the others. */
  readonly median: Float64Array;
  /** What the day's scaled error is divided by. */
  readonly usual: Float64Array;
  /** Share of energy that the components hold. */
  readonly energy: Float64Array;
  /** Jackson–Mudholkar limit of the error at 99 %, for reference. */
  readonly limit: Float64Array;
}

export interface SubspaceResult {
  readonly scores: Scores;
  readonly perUserDay: SubspaceDays;
  /** How the tenant's errors grow with the size of a day. */
  readonly scale: ErrorScale;
  /** What a nominal false-alarm rate comes to on the history. */
  readonly alarms: FalseAlarms;
}

/** What calibrates a run, so that a stored model can score new days by it. */
export interface SubspaceCalibration {
  readonly scale: ErrorScale;
  readonly alarms: FalseAlarms;
  readonly null: NullScores;
}

/** Numbers of the null at the most. */
const nullSize = 500_000;
/** What an error of nothing left out may come to. */
const rounding = 1e-9;
/** Where each user-day's item stands (users × scored days; −1 where it is not scored), how many there are, and why the others have none. */
interface Layout {
  readonly place: Int32Array;
  readonly scored: number;
  readonly unscored: Scores["unscored"];
}

function layOut(input: SubspaceInput, isActive: (user: number, day: number) => boolean): Layout {
  const days = scoredDays(input);
  const place = new Int32Array(input.first.length * days).fill(-1);
  let scored = 0;
  let idle = 0;
  let none = 0;
  let few = 0;
  input.first.forEach((first, user) => {
    for (let day = input.from; day <= input.to; day++) {
      if (first < 0 || first > day) continue;
      const n = historyDays(input, first, day);
      if (!isActive(user, day)) idle++;
      else if (n === 0) none++;
      else if (n < input.minHistory) few++;
      else place[user * days + day - input.from] = scored++;
    }
  });
  const reasons = [
    { reason: "no event on that day", count: idle },
    { reason: "first seen in the days that are judged: no history", count: none },
    { reason: `fewer than ${input.minHistory} days of history`, count: few },
  ];
  return { place, scored, unscored: reasons.filter(({ count }) => count > 0) };
}

/** A user's null, and how many of its days lie over the textbook's threshold. */
interface OwnNull {
  readonly scores: Float64Array;
  readonly day: Int32Array;
  readonly over: number;
}

/** Joins what was found of the days of a window; the null is that of the first day that has one. */
function joinDays(days: readonly { readonly day: number; readonly result: SubspaceResult }[]): SubspaceResult {
  const first = (days.find(({ result }) => result.scores.null.length > 0) ?? days[0]!).result;
  const whole = (pick: (result: SubspaceResult) => Int32Array) =>
    Int32Array.from(days.flatMap(({ result }) => [...pick(result)]));
  const real = (pick: (result: SubspaceResult) => Float64Array) =>
    Float64Array.from(days.flatMap(({ result }) => [...pick(result)]));
  const reasons = [...new Set(days.flatMap(({ result }) => result.scores.unscored.map(({ reason }) => reason)))];
  const all = days.flatMap(({ result }) => result.scores.unscored);
  return {
    ...first,
    scores: {
      ...first.scores,
      actor: whole(({ scores }) => scores.actor),
      day: Int32Array.from(days.flatMap(({ day, result }) => Array.from(result.scores.actor, () => day))),
      action: whole(({ scores }) => scores.action),
      score: real(({ scores }) => scores.score),
      unscored: reasons.map((reason) => ({
        reason,
        count: all.reduce((sum, one) => sum + (one.reason === reason ? one.count : 0), 0),
      })),
      backend: [...new Set(days.map(({ result }) => result.scores.backend))].join(", then "),
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
  };
}

/**
 * Scores every user-day of the window, each day by the history of its block (`blocksOf`), as `scoreOneDay` has it. With a stored model's
 * calibration neither a null nor a scale is worked out.
 * @throws Cancelled
 */
export async function scoreSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  given: SubspaceCalibration | null = null,
): Promise<SubspaceResult> {
  const { history } = { ...subspaceDefaults, ...options };
  const days: { day: number; result: SubspaceResult }[] = [];
  let known: Partial<SubspaceCalibration> = given && given.null.null.length > 0 ? given : {};
  for (const { to, end, isNull } of blocksOf(features.calendar.scored, Math.max(1, Math.floor(history)))) {
    if (isNull) continue;
    for (let day = to; day < end; day++) {
      const result = await scoreOneDay(followOn(features, to, day), options, run, known);
      if (!known.scale && result.scores.null.length > 0) known = { scale: result.scale };
      days.push({ day, result });
    }
  }
  return joinDays(days);
}

/**
 * Scores every user-day by what the subspace of the user's own days before leaves unexplained: its squared prediction error over the
 * median error of those of them that had events, each judged by all the others (METHODS, 3). A user is scored from `minHistory` days after
 * the first seen day on, on days with events: an idle day has nothing to show, and idle days would make a busy one look rare.
 *
 * Errors are first brought to one scale: the error of a day grows with its size, by a power that the tenant's own history gives
 * (`fitScale`). Without that the ranking is mostly one of sizes. `usualLevels` has what thin histories and weekdays do to the median.
 *
 * The null: each history day with events, its error over the level of the user's other such days; of the window before the first scored
 * day, so that no later day changes a score, and of evenly many users where that would be over 500,000 numbers. Where nobody has history on
 * that day, of each user's first window that has.
 * Memory: eight numbers a user-day, one a day of the windows, and one a number of the null.
 * @throws Cancelled
 */
async function scoreOneDay(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  known: Partial<SubspaceCalibration> = {},
): Promise<SubspaceResult> {
  const input = subspaceInput(features, options);
  const { weekdays } = { ...subspaceDefaults, ...options };
  const users = input.first.length;
  const days = scoredDays(input);
  const weekdayOf = Uint8Array.from(features.calendar.days, weekday);
  const sizes = daySizes(input);
  const sizeOn = (user: number, day: number): number => sizes.size[user * sizes.width + day - sizes.start]!;
  const { place, scored, unscored } = layOut(input, (user, day) => sizeOn(user, day) > 0);
  const scale = known.scale ?? (await tenantScale(input, weekdayOf, run));
  const drawn = { users: Math.min(1, nullSize / Math.max(1, users * input.history)), days: 1 };
  const actor = new Int32Array(scored);
  const day = new Int32Array(scored);
  const score = new Float64Array(scored);
  const perUserDay: SubspaceDays = {
    history: new Int32Array(scored),
    rank: new Int32Array(scored),
    spe: new Float64Array(scored),
    size: new Float64Array(scored),
    median: new Float64Array(scored),
    usual: new Float64Array(scored),
    energy: new Float64Array(scored),
    limit: new Float64Array(scored),
  };
  const before: (OwnNull | undefined)[] = new Array(users);
  const first: (OwnNull | undefined)[] = new Array(users);

  const take = (rows: SubspaceRows, fromUser: number) => {
    for (let item = 0; item < rows.spe.length; item++) {
      const user = fromUser + Math.floor(item / days);
      const at = place[fromUser * days + item]!;
      const n = rows.history[item]!;
      const scoredDay = input.from + (item % days);
      const isFirstDay = scoredDay === input.from && n >= input.minHistory;
      if (at < 0 && (known.null || !isFirstDay)) continue;
      const loo = rows.loo.subarray(item * input.history, item * input.history + n);
      const own = ownDays(sizes, weekdayOf, { user, before: scoredDay, loo });
      const usual = usualLevels(own, scale, weekdays);
      const [phi1, phi2, phi3] = rows.tail.subarray(item * 3, item * 3 + 3);
      const limit = jacksonMudholkar([phi1!, phi2!, phi3!]);
      if (!known.null && isDrawn(drawn, user, 0) && (isFirstDay || !first[user])) {
        const found = {
          scores: own.error.map((error, i) => scaledError(scale, error, own.size[i]!) / usual(own.weekday[i]!, i)),
          day: own.day,
          over: own.error.reduce((count, error) => count + (error > limit * (1 + rounding) + rounding ? 1 : 0), 0),
        };
        if (isFirstDay) before[user] = found;
        else first[user] = found;
      }
      if (at < 0) continue;
      actor[at] = user;
      day[at] = scoredDay;
      perUserDay.history[at] = n;
      perUserDay.rank[at] = rows.rank[item]!;
      perUserDay.spe[at] = rows.spe[item]!;
      perUserDay.size[at] = sizeOn(user, scoredDay);
      perUserDay.energy[at] = rows.energy[item]!;
      perUserDay.median[at] = sortedMedian(own.error.slice().sort());
      perUserDay.usual[at] = usual(weekdayOf[scoredDay]!);
      perUserDay.limit[at] = limit;
      score[at] = scaledError(scale, rows.spe[item]!, perUserDay.size[at]!) / perUserDay.usual[at]!;
    }
  };
  const backend = await forEachBlock(input, run, take);

  const windows = (before.some((own) => own && own.scores.length > 0) ? before : first).flatMap((own, user) =>
    own ? [{ user, ...own }] : [],
  );
  const alarms =
    known.alarms ??
    measureAlarms(
      windows.map((own) => own.scores),
      windows.reduce((sum, { over }) => sum + over, 0),
    );
  const scores = {
    detector: "subspace",
    actor,
    day,
    action: new Int32Array(scored).fill(-1),
    score,
    null: Float64Array.from(windows.flatMap((own) => [...own.scores])),
    nullActor: Int32Array.from(windows.flatMap(({ user, day: own }) => Array.from(own, () => user))),
    nullDay: Int32Array.from(windows.flatMap(({ day: own }) => [...own])),
    drawn,
    ...known.null,
    weight: 1,
    unscored,
    backend,
  };
  return { scores, perUserDay, scale, alarms };
}
