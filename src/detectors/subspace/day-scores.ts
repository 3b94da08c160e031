import { weekday } from "../../features/calendar.ts";
import { historyDays, type SubspaceInput, type SubspaceRows, scoredDays } from "../../gpu/subspace.input.ts";
import type { Scores } from "../scores.ts";
import { forEachBlock, type SubspaceRun } from "./blocks.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import { jacksonMudholkar } from "./limit.ts";
import { sortedMedian } from "./median.ts";
import type { SubspaceDays } from "./result.ts";
import { type ErrorScale, scaledError, usualLevels } from "./scale.ts";
import { daySizes, ownDays } from "./windows.ts";

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

/** Scores of user-days, not yet calibrated. */
export interface DayScores extends Pick<Scores, "actor" | "day" | "score" | "unscored" | "backend"> {
  readonly perUserDay: SubspaceDays;
}

/**
 * Scores every user-day of the features' scored days by what the subspace of the user's own days before leaves unexplained: its squared
 * prediction error over the median error of those of them that had events, each judged by all the others (METHODS, 3). A user is scored from
 * `minHistory` days after the first seen day on, on days with events: an idle day has nothing to show, and idle days would make a busy one look
 * rare.
 *
 * Errors are first brought to one scale: the error of a day grows with its size, by a power that the tenant's own history gives
 * (`fitScale`). Without that the ranking is mostly one of sizes. `usualLevels` has what thin histories and weekdays do to the median.
 * Memory: ten numbers a user-day, and one a day of the windows.
 * @throws Cancelled
 */
export async function scoreDays(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  run: SubspaceRun,
  scale: ErrorScale,
  levels: { readonly counted?: number } = {},
): Promise<DayScores> {
  const input = subspaceInput(features, options);
  const { weekdays } = { ...subspaceDefaults, ...options };
  const days = scoredDays(input);
  const weekdayOf = Uint8Array.from(features.calendar.days, weekday);
  const sizes = daySizes(input);
  const sizeOn = (user: number, day: number): number => sizes.size[user * sizes.width + day - sizes.start]!;
  const { place, scored, unscored } = layOut(input, (user, day) => sizeOn(user, day) > 0);
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

  const take = (rows: SubspaceRows, fromUser: number) => {
    for (let item = 0; item < rows.spe.length; item++) {
      const at = place[fromUser * days + item]!;
      if (at < 0) continue;
      const user = fromUser + Math.floor(item / days);
      const scoredDay = input.from + (item % days);
      const n = rows.history[item]!;
      const loo = rows.loo.subarray(item * input.history, item * input.history + n);
      const own = ownDays(sizes, weekdayOf, { user, before: scoredDay, loo });
      const [phi1, phi2, phi3] = rows.tail.subarray(item * 3, item * 3 + 3);
      actor[at] = user;
      day[at] = scoredDay;
      perUserDay.history[at] = n;
      perUserDay.rank[at] = rows.rank[item]!;
      perUserDay.spe[at] = rows.spe[item]!;
      perUserDay.size[at] = sizeOn(user, scoredDay);
      perUserDay.energy[at] = rows.energy[item]!;
      perUserDay.median[at] = sortedMedian(own.error.slice().sort());
      perUserDay.usual[at] = usualLevels(own, scale, weekdays, levels)(weekdayOf[scoredDay]!);
      perUserDay.limit[at] = jacksonMudholkar([phi1!, phi2!, phi3!]);
      score[at] = scaledError(scale, rows.spe[item]!, perUserDay.size[at]!) / perUserDay.usual[at]!;
    }
  };
  const backend = await forEachBlock(input, run, take);
  return { actor, day, score, perUserDay, unscored, backend };
}
