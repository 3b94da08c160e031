import type { Channel } from "../../features/cells.ts";
import { modifiedZ, type Spread, spreadOfSorted } from "../../lib/statistics.ts";
import { type DayEffect, takeOutDayEffect } from "./day-effect.ts";
import { cellRange } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";
import { type RatePrior, scaleFloor, surpriseOfCount } from "./shrinkage.ts";

/** Every count of every judged day against its history. Rows of an item are `rowStart[i]` to `rowStart[i + 1]`. */
export interface UnusualCounts {
  readonly rowStart: Int32Array;
  readonly key: Int32Array;
  /** Modified z, and −log₁₀ of the shrunk negative binomial tail (0 for volumes, which are no counts), both without the tenant's day effect. */
  readonly z: Float32Array;
  readonly surprise: Float32Array;
  /** Effect of the tenant on a (day, key), by `day · keys + key`. */
  readonly shared: ReadonlyMap<number, DayEffect>;
  /** The same of the surprise. */
  readonly sharedSurprise: ReadonlyMap<number, DayEffect>;
}

/** One count's history: ascending, zero-filled. */
export class CountHistory {
  readonly #slot: Int32Array;
  #values = new Float64Array(0);
  #sorted = new Float64Array(0);

  constructor(keys: number) {
    this.#slot = new Int32Array(keys).fill(-1);
  }

  /** Calls `visit` for each count of item `i` with its ascending history (valid during the call) and the history's sum. */
  each(
    { cells }: Channel,
    judged: JudgedDays,
    i: number,
    visit: (row: number, sorted: Float64Array, sum: number) => void,
  ): void {
    const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
    const days = judged.history[i]!;
    const width = days + 1;
    if (this.#values.length < (end - start) * width) this.#values = new Float64Array((end - start) * width * 2);
    if (this.#sorted.length !== days) this.#sorted = new Float64Array(days);
    for (let row = start; row < end; row++) {
      this.#slot[cells.key[row]!] = row - start;
      this.#values[(row - start) * width] = 0;
    }
    const from = judged.from[i]!;
    const to = judged.to[i]!;
    const stop = cells.rowStart[judged.actor[i]! + 1]!;
    for (let row = cellRange(cells, judged.actor[i]!, from).start; row < stop && cells.day[row]! < to; row++) {
      const slot = this.#slot[cells.key[row]!]!;
      if (slot < 0) continue;
      const at = slot * width;
      this.#values[at + ++this.#values[at]!] = cells.n[row]!;
    }
    for (let row = start; row < end; row++) {
      const at = (row - start) * width;
      const n = this.#values[at]!;
      this.#sorted.fill(0, 0, days - n);
      let sum = 0;
      for (let k = 0; k < n; k++) {
        const value = this.#values[at + 1 + k]!;
        sum += value;
        let place = days - n + k;
        while (place > days - n && this.#sorted[place - 1]! > value) {
          this.#sorted[place] = this.#sorted[place - 1]!;
          place--;
        }
        this.#sorted[place] = value;
      }
      visit(row, this.#sorted, sum);
      this.#slot[cells.key[row]!] = -1;
    }
  }
}

/** Scores every count of a channel on every judged day; `prior` is what an actor's peers and tenant say of a key. */
export function unusualCounts(
  channel: Channel,
  judged: JudgedDays,
  prior: (actor: number, key: number) => RatePrior,
): UnusualCounts {
  const keys = channel.labels.length;
  const rowStart = new Int32Array(judged.length + 1);
  for (let i = 0; i < judged.length; i++) {
    const { start, end } = cellRange(channel.cells, judged.actor[i]!, judged.day[i]!);
    rowStart[i + 1] = rowStart[i]! + end - start;
  }
  const rows = rowStart[judged.length]!;
  const key = new Int32Array(rows);
  const z = new Float32Array(rows);
  const surprise = new Float32Array(rows);
  const groups = new Map<number, number>();
  const group = new Int32Array(rows);
  const groupId: number[] = [];
  const activeOnDay = new Map<number, number>();
  const history = new CountHistory(keys);
  for (let i = 0; i < judged.length; i++) {
    const day = judged.day[i]!;
    activeOnDay.set(day, (activeOnDay.get(day) ?? 0) + 1);
    let at = rowStart[i]!;
    history.each(channel, judged, i, (row, sorted, total) => {
      const k = channel.cells.key[row]!;
      const n = channel.cells.n[row]!;
      const spread: Spread = spreadOfSorted(sorted);
      const middle = sorted.length === 0 ? { median: 0, mad: 0, meanAd: 0 } : spread;
      key[at] = k;
      const expected = prior(judged.actor[i]!, k);
      z[at] = modifiedZ(n, middle, scaleFloor(expected.mean, judged, i));
      surprise[at] =
        channel.kind === "volume" ? 0 : surpriseOfCount(n, { total, days: judged.history[i]!, prior: expected });
      const id = day * keys + k;
      let g = groups.get(id);
      if (g === undefined) {
        g = groupId.length;
        groups.set(id, g);
        groupId.push(id);
      }
      group[at++] = g;
    });
  }
  const active = Int32Array.from(groupId, (id) => activeOnDay.get(Math.floor(id / keys))!);
  const byDayAndKey = (effects: ReadonlyMap<number, DayEffect>) =>
    new Map([...effects].map(([g, effect]) => [groupId[g]!, effect]));
  const shared = byDayAndKey(takeOutDayEffect(z, group, active));
  const sharedSurprise = byDayAndKey(takeOutDayEffect(surprise, group, active));
  return { rowStart, key, z, surprise, shared, sharedSurprise };
}

/** For each judged day, log(1 + the largest modified z) over its counts; 0 where none is over 0. */
export function largestZ({ rowStart, z }: UnusualCounts): Float64Array {
  return Float64Array.from({ length: rowStart.length - 1 }, (_, i) => {
    let largest = 0;
    for (let row = rowStart[i]!; row < rowStart[i + 1]!; row++) largest = Math.max(largest, z[row]!);
    return Math.log1p(largest);
  });
}

/** For each judged day, −log₁₀ of the smallest tail p over its counts, with Šidák's correction for their number. */
export function smallestTail({ rowStart, surprise }: UnusualCounts): Float64Array {
  return Float64Array.from({ length: rowStart.length - 1 }, (_, i) => {
    let largest = 0;
    for (let row = rowStart[i]!; row < rowStart[i + 1]!; row++) largest = Math.max(largest, surprise[row]!);
    const m = Math.max(1, rowStart[i + 1]! - rowStart[i]!);
    if (largest > 12) return largest - Math.log10(m);
    return largest <= 0 ? 0 : -Math.log10(-Math.expm1(m * Math.log1p(-(10 ** -largest))));
  });
}
