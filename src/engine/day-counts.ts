import type { Table } from "apache-arrow";
import { ints } from "../db/columns.ts";
import { isoDay } from "../features/calendar.ts";
import type { DayCounts } from "./api/pages.ts";

/** A grid of counts: rows by code, the largest first, and all of the tenant's days. */
export interface DayGrid extends DayCounts {
  readonly codes: readonly number[];
}

/**
 * Counts of a result (`code`, `day` since 1970-01-01, `n`) as a grid over `days`, rows by their sum, the largest first; at most `most` rows.
 * `names[code]` names a row.
 */
export function dayGrid(
  table: Table,
  { days, nameOf, most = 400 }: { days: Int32Array; nameOf: (code: number) => string; most?: number },
): DayGrid {
  const [code, day, n] = [ints(table, "code"), ints(table, "day"), ints(table, "n")];
  const at = new Map(Array.from(days, (value, i) => [value, i]));
  const sums = new Map<number, number>();
  for (let i = 0; i < n.length; i++) sums.set(code[i]!, (sums.get(code[i]!) ?? 0) + n[i]!);
  const codes = [...sums]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([one]) => one);
  const row = new Map(codes.map((one, i) => [one, i]));
  const counts = new Int32Array(codes.length * days.length);
  for (let i = 0; i < n.length; i++) {
    const r = row.get(code[i]!);
    const d = at.get(day[i]!);
    if (r !== undefined && d !== undefined) counts[r * days.length + d]! += n[i]!;
  }
  return { days: Array.from(days, isoDay), names: codes.map(nameOf), codes, counts };
}
