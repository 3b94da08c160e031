import type { Channel, DayCells, TenantFeatures } from "./cells.ts";

/** What one actor did on one day: for each channel, in the features' order, key → n. */
export type DayCounts = readonly ReadonlyMap<number, number>[];

/**
 * One actor as a tenant of its own (actor code 0), with its days up to `day` as they were and that day itself as a caller says: what to score
 * again when events are taken away. The features that come back share one memory: the next call overwrites it.
 * @param day index into `calendar.days`
 */
export function soloDay(features: TenantFeatures, actor: number, day: number): (counts: DayCounts) => TenantFeatures {
  const parts = features.channels.map(({ cells }) => {
    const begin = cells.rowStart[actor]!;
    let end = begin;
    while (end < cells.rowStart[actor + 1]! && cells.day[end]! < day) end++;
    return { begin, end, cells };
  });
  const room = parts.map(({ begin, end, cells }) => {
    const before = end - begin;
    let own = end;
    while (own < cells.rowStart[actor + 1]! && cells.day[own] === day) own++;
    const size = before + own - end;
    const memory = { day: new Int32Array(size), key: new Int32Array(size), n: new Float32Array(size) };
    memory.day.set(cells.day.subarray(begin, end));
    memory.key.set(cells.key.subarray(begin, end));
    memory.n.set(cells.n.subarray(begin, end));
    memory.day.fill(day, before);
    return { before, memory };
  });
  const base = {
    calendar: { ...features.calendar, scored: { from: day, to: day } },
    actors: [features.actors[actor]!],
    ignored: features.ignored.slice(actor, actor + 1),
    firstSeen: features.firstSeen.slice(actor, actor + 1),
  };
  return (counts) => ({
    ...base,
    channels: features.channels.map((channel, c): Channel => {
      const { before, memory } = room[c]!;
      let at = before;
      for (const [key, n] of [...counts[c]!].sort(([a], [b]) => a - b)) {
        memory.key[at] = key;
        memory.n[at++] = n;
      }
      const cells: DayCells = {
        rowStart: Int32Array.of(0, at),
        day: memory.day.subarray(0, at),
        key: memory.key.subarray(0, at),
        n: memory.n.subarray(0, at),
      };
      return { ...channel, cells };
    }),
  });
}

/** What an actor did on a day, as the features have it. */
export function dayCounts(features: TenantFeatures, actor: number, day: number): DayCounts {
  return features.channels.map(({ cells }) => {
    const counts = new Map<number, number>();
    for (let c = cells.rowStart[actor]!; c < cells.rowStart[actor + 1]!; c++)
      if (cells.day[c] === day) counts.set(cells.key[c]!, cells.n[c]!);
    return counts;
  });
}
