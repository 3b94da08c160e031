import { isoDay } from "../features/calendar.ts";
import type { TenantFeatures } from "../features/cells.ts";

/** Counts by type and day of one actor, for the heat map. */
export interface Heat {
  /** ISO local days. */
  readonly days: string[];
  readonly types: string[];
  /** types × days, row-major. */
  readonly counts: number[];
  /** Index of the case's day in `days`. */
  readonly marked: number;
}

/**
 * An actor's days up to and a little past one day, by type, most frequent type first.
 * @param day index into `calendar.days`
 * @param span days shown before it
 */
export function heatOf(features: TenantFeatures, actor: number, day: number, { span = 34, most = 14 } = {}): Heat {
  const { calendar } = features;
  const channel = features.channels.find(({ kind }) => kind === "type")!;
  const first = Math.max(0, day - span);
  const last = Math.min(calendar.days.length - 1, calendar.scored.to);
  const width = last - first + 1;
  const byType = new Map<number, Float64Array>();
  const { rowStart, day: cellDay, key, n } = channel.cells;
  for (let c = rowStart[actor]!; c < rowStart[actor + 1]!; c++) {
    const at = cellDay[c]! - first;
    if (at < 0 || at >= width) continue;
    const row = byType.get(key[c]!) ?? new Float64Array(width);
    row[at] = n[c]!;
    byType.set(key[c]!, row);
  }
  const total = (row: Float64Array) => row.reduce((sum, value) => sum + value, 0);
  const present = (row: Float64Array) => (row[day - first]! > 0 ? 1 : 0);
  const rows = [...byType].sort(([, a], [, b]) => present(b) - present(a) || total(b) - total(a)).slice(0, most);
  rows.sort(([, a], [, b]) => total(b) - total(a));
  return {
    days: Array.from({ length: width }, (_, i) => isoDay(calendar.days[first + i]!)),
    types: rows.map(([type]) => channel.labels[type]!),
    counts: rows.flatMap(([, row]) => [...row]),
    marked: day - first,
  };
}

/** Events by local hour: the mean of the actor's active days before, and this day; 24 numbers each. */
export function hoursOf(features: TenantFeatures, actor: number, day: number): { usual: number[]; day: number[] } {
  const usual = new Array<number>(24).fill(0);
  const own = new Array<number>(24).fill(0);
  const channel = features.channels.find(({ kind }) => kind === "hour");
  if (!channel) return { usual, day: own };
  const { rowStart, day: cellDay, key, n } = channel.cells;
  const before = new Set<number>();
  for (let c = rowStart[actor]!; c < rowStart[actor + 1]!; c++) {
    const hour = key[c]! % 24;
    if (cellDay[c] === day) own[hour] = own[hour]! + n[c]!;
    else if (cellDay[c]! < day) {
      usual[hour] = usual[hour]! + n[c]!;
      before.add(cellDay[c]!);
    }
  }
  return { usual: usual.map((value) => value / Math.max(1, before.size)), day: own };
}
