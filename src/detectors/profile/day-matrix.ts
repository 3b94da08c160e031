import type { Channel } from "../../features/cells.ts";
import { cellRange } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";

/** A count that a user has on many days: events of a type, or distinct entities of a type. */
export interface DayFeature {
  readonly channel: Channel;
  readonly key: number;
}

/** A user's active days of one history against his most usual counts. */
export interface DayMatrix {
  /** Indices into the calendar, ascending. */
  readonly days: Int32Array;
  readonly features: readonly DayFeature[];
  /** days × features, row-major. */
  readonly counts: Float64Array;
}

/** Most counts looked at, and the fewest active days on which one must occur: rarer ones are no habit. */
const most = { features: 24, share: 1 / 3, days: 4 };

/** Makes the matrices of many users: of the counts of the given channels that occur on most of a user's active days, which are those of `typeCells`. */
export function dayMatrixBuilder(
  given: readonly Channel[],
  typeCells: Channel["cells"],
): (judged: JudgedDays, i: number) => DayMatrix {
  const channels = given.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const occurrences = channels.map(({ labels }) => new Int32Array(labels.length));
  const activeDays = (actor: number, from: number, to: number): Int32Array => {
    const { rowStart, day } = typeCells;
    const days: number[] = [];
    for (let row = cellRange(typeCells, actor, from).start; row < rowStart[actor + 1]! && day[row]! < to; row++)
      if (days.at(-1) !== day[row]) days.push(day[row]!);
    return Int32Array.from(days);
  };
  return (judged, i) => {
    const actor = judged.actor[i]!;
    const from = judged.from[i]!;
    const to = judged.to[i]!;
    const days = activeDays(actor, from, to);
    const least = Math.max(most.days, Math.ceil(days.length * most.share));
    const found: (DayFeature & { readonly c: number; readonly n: number })[] = [];
    const spans = channels.map((channel, c) => {
      const { rowStart, day, key } = channel.cells;
      const { start } = cellRange(channel.cells, actor, from);
      const seen = occurrences[c]!;
      let end = start;
      while (end < rowStart[actor + 1]! && day[end]! < to) seen[key[end++]!]!++;
      for (let row = start; row < end; row++) {
        const n = seen[key[row]!]!;
        if (n >= least) found.push({ channel, key: key[row]!, c, n });
        seen[key[row]!] = 0;
      }
      return { start, end };
    });
    found.sort((a, b) => b.n - a.n || a.c - b.c || a.key - b.key);
    const features = found.slice(0, most.features);
    const counts = new Float64Array(days.length * features.length);
    features.forEach(({ c, key }, f) => {
      occurrences[c]![key] = f + 1;
    });
    channels.forEach(({ cells }, c) => {
      let at = 0;
      for (let row = spans[c]!.start; row < spans[c]!.end; row++) {
        const f = occurrences[c]![cells.key[row]!]!;
        if (f === 0) continue;
        while (at < days.length && days[at]! < cells.day[row]!) at++;
        if (days[at] === cells.day[row]) counts[at * features.length + f - 1] = cells.n[row]!;
      }
    });
    for (const { c, key } of features) occurrences[c]![key] = 0;
    return { days, features, counts };
  };
}

/** One day's counts of the given features. */
export const countsOfDay = (features: readonly DayFeature[], actor: number, day: number): Float64Array =>
  Float64Array.from(features, ({ channel: { cells }, key }) => {
    const { start, end } = cellRange(cells, actor, day);
    for (let row = start; row < end; row++) if (cells.key[row] === key) return cells.n[row]!;
    return 0;
  });
