import type { DayCells } from "./cells.ts";

/** Columns of a query that is sorted by actor, day, key; `day` in days since 1970-01-01. */
export interface CellColumns {
  readonly actor: Int32Array;
  readonly day: Int32Array;
  readonly key: Int32Array;
  readonly n: Float64Array;
}

/** Index of each day since 1970 in `days` (ascending); days that are not in it are a bug. */
function dayIndices(day: Int32Array, days: Int32Array): Int32Array {
  const first = days[0] ?? 0;
  const index = new Int32Array((days.at(-1) ?? first) - first + 1).fill(-1);
  days.forEach((d, i) => {
    index[d - first] = i;
  });
  return day.map((d) => index[d - first]!);
}

/** Packs sorted columns into cells by actor, keeping the rows that `keep` lists (all where it is not given). */
export function packCells(actors: number, days: Int32Array, columns: CellColumns, keep?: Int32Array): DayCells {
  const rows = keep ?? Int32Array.from({ length: columns.actor.length }, (_, i) => i);
  const rowStart = new Int32Array(actors + 1);
  for (const row of rows) rowStart[columns.actor[row]! + 1]!++;
  for (let a = 0; a < actors; a++) rowStart[a + 1]! += rowStart[a]!;
  return {
    rowStart,
    day: dayIndices(
      Int32Array.from(rows, (row) => columns.day[row]!),
      days,
    ),
    key: Int32Array.from(rows, (row) => columns.key[row]!),
    n: Float32Array.from(rows, (row) => columns.n[row]!),
  };
}
