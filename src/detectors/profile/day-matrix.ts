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
const most = { features: 16, share: 1 / 3, days: 4 };

/** The actor's active days in [from, to) of `typeCells`, and the counts of `channels` that occur on most of them. */
export function dayMatrix(
  channels: readonly Channel[],
  typeCells: Channel["cells"],
  judged: JudgedDays,
  i: number,
): DayMatrix {
  const actor = judged.actor[i]!;
  const from = judged.from[i]!;
  const to = judged.to[i]!;
  const place = new Map<number, number>();
  for (
    let row = cellRange(typeCells, actor, from).start;
    row < typeCells.rowStart[actor + 1]! && typeCells.day[row]! < to;
    row++
  )
    if (!place.has(typeCells.day[row]!)) place.set(typeCells.day[row]!, place.size);
  const least = Math.max(most.days, Math.ceil(place.size * most.share));
  const found = channels.flatMap((channel) => {
    const { cells } = channel;
    const days = new Map<number, number>();
    for (let row = cellRange(cells, actor, from).start; row < cells.rowStart[actor + 1]! && cells.day[row]! < to; row++)
      days.set(cells.key[row]!, (days.get(cells.key[row]!) ?? 0) + 1);
    return [...days].flatMap(([key, n]) => (n >= least ? [{ channel, key, n }] : []));
  });
  const features = found
    .sort(
      (a, b) =>
        b.n - a.n || (a.channel.name < b.channel.name ? -1 : a.channel.name > b.channel.name ? 1 : a.key - b.key),
    )
    .slice(0, most.features);
  const counts = new Float64Array(place.size * features.length);
  for (const channel of channels) {
    const { cells } = channel;
    const column = new Map(
      features.flatMap((feature, f) => (feature.channel === channel ? [[feature.key, f] as const] : [])),
    );
    if (column.size === 0) continue;
    for (
      let row = cellRange(cells, actor, from).start;
      row < cells.rowStart[actor + 1]! && cells.day[row]! < to;
      row++
    ) {
      const f = column.get(cells.key[row]!);
      const day = place.get(cells.day[row]!);
      if (f !== undefined && day !== undefined) counts[day * features.length + f] = cells.n[row]!;
    }
  }
  return { days: Int32Array.from(place.keys()), features, counts };
}

/** One day's counts of the given features. */
export const countsOfDay = (features: readonly DayFeature[], actor: number, day: number): Float64Array =>
  Float64Array.from(features, ({ channel: { cells }, key }) => {
    const { start, end } = cellRange(cells, actor, day);
    for (let row = start; row < end; row++) if (cells.key[row] === key) return cells.n[row]!;
    return 0;
  });
