import type { DayCells } from "../../features/cells.ts";
import type { JudgedDays } from "./judged-days.ts";

/** First row of an actor at or after `day`. */
function lowerRow(cells: DayCells, actor: number, day: number): number {
  let low = cells.rowStart[actor]!;
  let high = cells.rowStart[actor + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells.day[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows [start, end) of one actor's day. */
export function cellRange(cells: DayCells, actor: number, day: number): { start: number; end: number } {
  const start = lowerRow(cells, actor, day);
  const stop = cells.rowStart[actor + 1]!;
  let end = start;
  while (end < stop && cells.day[end] === day) end++;
  return { start, end };
}

/** What a user did over a history: how much of each key, as log(1 + n) a day. Reused from item to item: `read` forgets the one before. */
export class OwnCounts {
  /** By key; 0 where the user never had it. */
  readonly count: Float64Array;
  /** Keys that have a count. */
  readonly keys: number[] = [];
  total = 0;

  constructor(keys: number) {
    this.count = new Float64Array(keys);
  }

  /** Reads the history of item `i`, or another user's over the same days. */
  read(cells: DayCells, judged: JudgedDays, i: number, actor = judged.actor[i]!): void {
    for (const key of this.keys) this.count[key] = 0;
    this.keys.length = 0;
    this.total = 0;
    const to = judged.to[i]!;
    const stop = cells.rowStart[actor + 1]!;
    for (let row = lowerRow(cells, actor, judged.from[i]!); row < stop && cells.day[row]! < to; row++) {
      const key = cells.key[row]!;
      const n = Math.log1p(cells.n[row]!);
      if (this.count[key] === 0) this.keys.push(key);
      this.count[key]! += n;
      this.total += n;
    }
  }
}

/** What the whole tenant did over a window, as log(1 + n) a user and day. */
export interface TenantCounts {
  readonly count: Float64Array;
  readonly total: number;
  /** Keys that anybody had. Those that only other days have don't count: a later value changes no earlier score. */
  readonly kinds: number;
}

interface Span {
  readonly keys: number;
  readonly from: number;
  readonly to: number;
}

const lastCounts = new WeakMap<DayCells, { readonly span: Span; readonly counts: TenantCounts }>();

/** Sums a channel over all actors and the days [from, to). The sums of the days that were asked for last are kept. */
export function tenantCounts(cells: DayCells, span: Span): TenantCounts {
  const last = lastCounts.get(cells);
  if (last && last.span.from === span.from && last.span.to === span.to && last.span.keys === span.keys)
    return last.counts;
  const counts = sumUp(cells, span);
  lastCounts.set(cells, { span, counts });
  return counts;
}

function sumUp(cells: DayCells, { keys, from, to }: Span): TenantCounts {
  const count = new Float64Array(keys);
  let total = 0;
  for (let row = 0; row < cells.day.length; row++) {
    const day = cells.day[row]!;
    if (day < from || day >= to) continue;
    const n = Math.log1p(cells.n[row]!);
    count[cells.key[row]!]! += n;
    total += n;
  }
  return { count, total, kinds: count.reduce((kinds, n) => kinds + (n > 0 ? 1 : 0), 0) };
}

/** The tenant's share of a key, never 0: half an observation a key is added. */
export const tenantShare = (tenant: TenantCounts, key: number): number =>
  (tenant.count[key]! + 0.5) / (tenant.total + 0.5 * (tenant.kinds + 1));
