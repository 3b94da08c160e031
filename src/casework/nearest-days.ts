import { isoDay } from "../features/calendar.ts";
import type { DayCells, TenantFeatures } from "../features/cells.ts";
import { median } from "../lib/statistics.ts";

/** Somebody's normal day that is most like a case's, and what differs between the two. */
export interface NearestDay {
  /** Actor code. */
  readonly actor: number;
  /** ISO local day. */
  readonly day: string;
  /** Cosine of log(1 + n) by event type, 0 … 1. */
  readonly likeness: number;
  /** Event types by how far they differ, the farthest first. */
  readonly differences: readonly { readonly label: string; readonly here: number; readonly there: number }[];
}

/** Another user with a like mix of event types. */
export interface Peer {
  readonly actor: number;
  /** Cosine of the mixes, 0 … 1. */
  readonly likeness: number;
}

const typesOf = (features: TenantFeatures) => features.channels.find(({ kind }) => kind === "type")!;

const lengthOf = (vector: Iterable<number>): number => {
  let squares = 0;
  for (const value of vector) squares += value ** 2;
  return Math.sqrt(squares);
};

/** The first row of an actor at or after a day, and the end of his rows before another. */
function rowsBetween({ rowStart, day }: DayCells, actor: number, from: number, to: number): [number, number] {
  let start = rowStart[actor]!;
  const stop = rowStart[actor + 1]!;
  while (start < stop && day[start]! < from) start++;
  let end = start;
  while (end < stop && day[end]! < to) end++;
  return [start, end];
}

/** The days of history that count as normal for a scored day: those before the scored window, `history` of them at the most. */
export function normalDays({ calendar }: TenantFeatures, history = 30): { from: number; to: number } {
  return { from: Math.max(0, calendar.scored.from - history), to: calendar.scored.from };
}

/**
 * The users whose mix of event types over the normal days is most like this one's, best first.
 * @param most how many
 */
export function peersOf(features: TenantFeatures, actor: number, { most = 10 } = {}): Peer[] {
  const { cells, labels } = typesOf(features);
  const { from, to } = normalDays(features);
  const own = new Float64Array(labels.length);
  const mine = rowsBetween(cells, actor, from, to);
  for (let c = mine[0]; c < mine[1]; c++) own[cells.key[c]!]! += Math.log1p(cells.n[c]!);
  const length = lengthOf(own);
  if (length === 0) return [];
  const other = new Float64Array(labels.length);
  const found: Peer[] = [];
  for (let a = 0; a < features.actors.length; a++) {
    if (a === actor || features.ignored[a]) continue;
    const [start, end] = rowsBetween(cells, a, from, to);
    if (start === end) continue;
    for (let c = start; c < end; c++) other[cells.key[c]!]! += Math.log1p(cells.n[c]!);
    let product = 0;
    let squares = 0;
    for (let c = start; c < end; c++) {
      const key = cells.key[c]!;
      product += other[key]! * own[key]!;
      squares += other[key]! ** 2;
      other[key] = 0;
    }
    if (product > 0) found.push({ actor: a, likeness: product / (length * Math.sqrt(squares)) });
  }
  return found.sort((a, b) => b.likeness - a.likeness || a.actor - b.actor).slice(0, most);
}

/**
 * The normal day of any of `actors` that is most like the case's day; null where they have none.
 * @param day index into `calendar.days`
 */
export function nearestDay(
  features: TenantFeatures,
  { actor, day }: { readonly actor: number; readonly day: number },
  actors: readonly number[],
  { most = 4 } = {},
): NearestDay | null {
  const { cells, labels } = typesOf(features);
  const { from, to } = normalDays(features);
  const here = new Map<number, number>();
  const today = rowsBetween(cells, actor, day, day + 1);
  for (let c = today[0]; c < today[1]; c++) here.set(cells.key[c]!, cells.n[c]!);
  const length = lengthOf([...here.values()].map(Math.log1p));
  let best: { actor: number; start: number; end: number; likeness: number } | null = null;
  for (const other of actors) {
    const [first, stop] = rowsBetween(cells, other, from, to);
    for (let start = first; start < stop; ) {
      let end = start;
      let product = 0;
      let squares = 0;
      for (; end < stop && cells.day[end] === cells.day[start]; end++) {
        const n = Math.log1p(cells.n[end]!);
        squares += n * n;
        product += n * Math.log1p(here.get(cells.key[end]!) ?? 0);
      }
      const likeness = product === 0 ? 0 : product / (length * Math.sqrt(squares));
      if (!best || likeness > best.likeness) best = { actor: other, start, end, likeness };
      start = end;
    }
  }
  if (!best) return null;
  const there = new Map<number, number>();
  for (let c = best.start; c < best.end; c++) there.set(cells.key[c]!, cells.n[c]!);
  const apart = (key: number): number => Math.abs(Math.log1p(here.get(key) ?? 0) - Math.log1p(there.get(key) ?? 0));
  const differences = [...new Set([...here.keys(), ...there.keys()])]
    .filter((key) => apart(key) > Math.log(1.5))
    .sort((a, b) => apart(b) - apart(a) || a - b)
    .slice(0, most)
    .map((key) => ({ label: labels[key]!, here: here.get(key) ?? 0, there: there.get(key) ?? 0 }));
  const shown = isoDay(features.calendar.days[cells.day[best.start]!]!);
  return { actor: best.actor, day: shown, likeness: Math.min(1, best.likeness), differences };
}

/** Median number of events of a type over the peers' active normal days; null where they have none. */
export function peerMedian(features: TenantFeatures, peers: readonly Peer[], type: string): number | null {
  const { cells, labels } = typesOf(features);
  const key = labels.indexOf(type);
  const { from, to } = normalDays(features);
  const counts: number[] = [];
  for (const { actor } of peers) {
    const byDay = new Map<number, number>();
    const [start, end] = rowsBetween(cells, actor, from, to);
    for (let c = start; c < end; c++)
      byDay.set(cells.day[c]!, (byDay.get(cells.day[c]!) ?? 0) + (cells.key[c] === key ? cells.n[c]! : 0));
    counts.push(...byDay.values());
  }
  return counts.length === 0 ? null : median(counts);
}
