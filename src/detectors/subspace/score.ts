import {
  historyDays,
  type SubspaceInput,
  type SubspaceRows,
  scoredDays,
  transformCount,
} from "../../gpu/subspace.input.ts";
import type { Scores } from "../scores.ts";
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

/** Numbers of the null at the most. */
const nullSize = 500_000;
/** Share of the tenant's median that no user's own median counts below. */
const floorShare = 0.1;

/**
 * The least that an error is divided by: a tenth of the median over the tenant, or one event of a type never seen,
 * whichever is more. So a history in which nothing ever changes makes no single event infinite.
 */
export function medianFloor(input: Pick<SubspaceInput, "transform">, medians: Float64Array): number {
  const oneEvent = (transformCount(input.transform, 1) - transformCount(input.transform, 0)) ** 2;
  return Math.max(oneEvent, floorShare * sortedMedian(medians.slice().sort()));
}

/** How many user-days are scored, and why the others of users already seen are not. */
function census(input: SubspaceInput): { scored: number; unscored: Scores["unscored"] } {
  let scored = 0;
  let none = 0;
  let few = 0;
  for (const first of input.first) {
    for (let day = input.from; day <= input.to; day++) {
      if (first < 0 || first > day) continue;
      const n = historyDays(input, first, day);
      if (n === 0) none++;
      else if (n < input.minHistory) few++;
      else scored++;
    }
  }
  const reasons = [
    { reason: "first seen on that day: no history", count: none },
    { reason: `fewer than ${input.minHistory} days of history`, count: few },
  ];
  return { scored, unscored: reasons.filter(({ count }) => count > 0) };
}

/**
 * Scores every user-day by what the subspace of the user's own days before leaves unexplained: its squared prediction
 * error over the median error of those days, each judged by the others. A user is scored from `minHistory` days after
 * the first seen day on, days without any event included.
 *
 * The null: each history day's error over the median of the user's other days' errors, the same floor applied; of
 * each user's first scored window, and of evenly many users where that would be over 500,000 numbers.
 * Memory: six numbers a user-day, and two a number of the null.
 * @throws Cancelled
 */
export async function scoreSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
): Promise<SubspaceResult> {
  const input = subspaceInput(features, options);
  const users = input.first.length;
  const days = scoredDays(input);
  const { scored, unscored } = census(input);
  const every = Math.max(1, Math.ceil((users * input.history) / nullSize));
  const place = places(input);
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
  const nullError: Float64Array[] = new Array(users);
  const nullMedian: Float64Array[] = new Array(users);

  const take = (rows: SubspaceRows, fromUser: number) => {
    for (let item = 0; item < rows.spe.length; item++) {
      const n = rows.history[item]!;
      if (n === 0 || n < input.minHistory) continue;
      const user = fromUser + Math.floor(item / days);
      const scoredDay = input.from + (item % days);
      const at = place[user]! + scoredDay - firstScored(input, user);
      const errors = rows.loo.slice(item * input.history, item * input.history + n).sort();
      actor[at] = user;
      day[at] = scoredDay;
      perUserDay.history[at] = n;
      perUserDay.rank[at] = rows.rank[item]!;
      perUserDay.spe[at] = rows.spe[item]!;
      perUserDay.energy[at] = rows.energy[item]!;
      perUserDay.median[at] = sortedMedian(errors);
      perUserDay.limit[at] = jacksonMudholkar([
        rows.tail[item * 3]!,
        rows.tail[item * 3 + 1]!,
        rows.tail[item * 3 + 2]!,
      ]);
      if (at === place[user] && user % every === 0) {
        nullError[user] = errors;
        nullMedian[user] = errors.map((_, i) => sortedMedianWithout(errors, i));
      }
    }
  };
  const backend = await forEachBlock(input, run, take);

  const floor = medianFloor(input, perUserDay.median);
  const score = perUserDay.spe.map((spe, i) => spe / Math.max(floor, perUserDay.median[i]!));
  const pooled = new Float64Array(nullError.reduce((sum, errors) => sum + errors.length, 0));
  let filled = 0;
  nullError.forEach((errors, user) => {
    const medians = nullMedian[user]!;
    errors.forEach((error, i) => {
      pooled[filled++] = error / Math.max(floor, medians[i]!);
    });
  });
  const action = new Int32Array(scored).fill(-1);
  const scores = { detector: "subspace", actor, day, action, score, null: pooled, unscored, backend };
  return { scores, perUserDay, floor };
}

/** The first day on which a user is scored. */
const firstScored = (input: SubspaceInput, user: number): number =>
  Math.max(input.from, input.first[user]! + Math.max(1, input.minHistory));

/** Where each user's items start; users who are never scored take no room. */
function places(input: SubspaceInput): Int32Array {
  let next = 0;
  return input.first.map((first, user) => {
    const at = next;
    if (first >= 0) next += Math.max(0, input.to - firstScored(input, user) + 1);
    return at;
  });
}
