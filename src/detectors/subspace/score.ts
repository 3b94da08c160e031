import {
  historyDays,
  type SubspaceInput,
  type SubspaceRows,
  scoredDays,
  transformCount,
} from "../../gpu/subspace.input.ts";
import { isDrawn, type NullScores, type Scores } from "../scores.ts";
import { forEachBlock, type SubspaceRun } from "./blocks.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceInput } from "./input.ts";
import { jacksonMudholkar } from "./limit.ts";
import { sortedMedian, sortedMedianWithout } from "./median.ts";

/** What the subspace says of each scored user-day, in the order of `Scores`. */
export interface SubspaceDays {
  /** Days of history. */
  readonly history: Int32Array;
  readonly rank: Int32Array;
  /** Squared prediction error, in squared transformed units. */
  readonly spe: Float64Array;
  /** Median of the history days' own errors, each by the others, before the floor. */
  readonly median: Float64Array;
  /** Share of energy that the components hold. */
  readonly energy: Float64Array;
  /** Jackson–Mudholkar limit of the error at 99 %, for reference. */
  readonly limit: Float64Array;
}

export interface SubspaceResult {
  readonly scores: Scores;
  readonly perUserDay: SubspaceDays;
  /** The least that an error is divided by. */
  readonly floor: number;
}

/** What calibrates a run, so that a stored model can score new days by it. */
export interface SubspaceCalibration {
  readonly floor: number;
  readonly null: NullScores;
}

/** Numbers of the null at the most. */
const nullSize = 500_000;
/** Share of the tenant's median that no user's own median counts below. */
const floorShare = 0.1;

/**
 * The least that an error is divided by: a tenth of the median over the tenant, or one event of a type never seen,
 * whichever is more. So a history in which nothing ever changes makes no single event infinite.
 */
function medianFloor(input: Pick<SubspaceInput, "transform">, medians: Float64Array): number {
  const oneEvent = (transformCount(input.transform, 1) - transformCount(input.transform, 0)) ** 2;
  return Math.max(oneEvent, floorShare * sortedMedian(medians.slice().sort()));
}

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
    { reason: "first seen on that day: no history", count: none },
    { reason: `fewer than ${input.minHistory} days of history`, count: few },
  ];
  return { place, scored, unscored: reasons.filter(({ count }) => count > 0) };
}

/** Errors of one user's history days that had events, ascending, and which days those are. */
interface OwnNull {
  readonly error: Float64Array;
  readonly day: Int32Array;
}

function ownNull(loo: Float64Array, isActive: (i: number) => boolean, firstDay: number): OwnNull {
  const active = Int32Array.from(loo.keys())
    .filter(isActive)
    .sort((a, b) => loo[a]! - loo[b]!);
  return { error: Float64Array.from(active, (i) => loo[i]!), day: active.map((i) => firstDay + i) };
}

/** Tells whether a user had any event on a day of the input's windows. */
function activity({
  first,
  rowStart,
  day,
  n,
  from,
  to,
  history,
}: SubspaceInput): (user: number, day: number) => boolean {
  const start = from - history;
  const width = to - start + 1;
  const active = new Uint8Array(first.length * width);
  for (let user = 0; user < first.length; user++) {
    for (let cell = rowStart[user]!; cell < rowStart[user + 1]!; cell++) {
      const at = day[cell]! - start;
      if (at >= 0 && at < width && n[cell]! > 0) active[user * width + at] = 1;
    }
  }
  return (user, on) => active[user * width + on - start] === 1;
}

/**
 * Scores every user-day by what the subspace of the user's own days before leaves unexplained: its squared prediction
 * error over the median error of those of them that had events, each judged by all the others. A user is scored from
 * `minHistory` days after the first seen day on, on days with events: an idle day has nothing to show, and idle days
 * would make a busy one look rare.
 *
 * The null: each history day with events, its error over the median of the user's other such days, the same floor
 * applied; of the window before the first scored day, so that no later day changes a score, and of evenly many users
 * where that would be over 500,000 numbers. Where nobody has history on that day, of each user's first window that has.
 * With a stored model's calibration, its null and floor are used instead. Memory: six numbers a user-day, and two a number of the null.
 * @throws Cancelled
 */
export async function scoreSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  known: SubspaceCalibration | null = null,
): Promise<SubspaceResult> {
  const input = subspaceInput(features, options);
  const users = input.first.length;
  const days = scoredDays(input);
  const isActive = activity(input);
  const { place, scored, unscored } = layOut(input, isActive);
  const drawn = { users: Math.min(1, nullSize / Math.max(1, users * input.history)), days: 1 };
  const actor = new Int32Array(scored);
  const day = new Int32Array(scored);
  const perUserDay: SubspaceDays = {
    history: new Int32Array(scored),
    rank: new Int32Array(scored),
    spe: new Float64Array(scored),
    median: new Float64Array(scored),
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
      if (at < 0 && (known || !isFirstDay)) continue;
      const loo = rows.loo.subarray(item * input.history, item * input.history + n);
      const own = ownNull(loo, (i) => isActive(user, scoredDay - n + i), scoredDay - n);
      if (!known && isDrawn(drawn, user, 0)) {
        if (isFirstDay) before[user] = own;
        else first[user] ??= own;
      }
      if (at < 0) continue;
      actor[at] = user;
      day[at] = scoredDay;
      perUserDay.history[at] = n;
      perUserDay.rank[at] = rows.rank[item]!;
      perUserDay.spe[at] = rows.spe[item]!;
      perUserDay.energy[at] = rows.energy[item]!;
      perUserDay.median[at] = sortedMedian(own.error);
      perUserDay.limit[at] = jacksonMudholkar([
        rows.tail[item * 3]!,
        rows.tail[item * 3 + 1]!,
        rows.tail[item * 3 + 2]!,
      ]);
    }
  };
  const backend = await forEachBlock(input, run, take);

  const windows = before.some((own) => own && own.error.length > 0) ? before : first;
  const medians = () => Float64Array.from(windows.flatMap((own) => (own ? [sortedMedian(own.error)] : [])));
  const floor = known?.floor ?? medianFloor(input, medians());
  const score = perUserDay.spe.map((spe, i) => spe / Math.max(floor, perUserDay.median[i]!));
  const pooled = windows.flatMap((own, user) =>
    Array.from(own?.error ?? [], (error, i) => ({
      user,
      day: own!.day[i]!,
      ratio: error / Math.max(floor, sortedMedianWithout(own!.error, i)),
    })),
  );
  const action = new Int32Array(scored).fill(-1);
  const scores = {
    detector: "subspace",
    actor,
    day,
    action,
    score,
    null: Float64Array.from(pooled, ({ ratio }) => ratio),
    nullActor: Int32Array.from(pooled, ({ user }) => user),
    nullDay: Int32Array.from(pooled, ({ day }) => day),
    drawn,
    ...known?.null,
    weight: 1,
    unscored,
    backend,
  };
  return { scores, perUserDay, floor };
}
