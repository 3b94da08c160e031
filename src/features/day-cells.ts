import type { DayCells } from "./cells.ts";

/** Columns of a query that is sorted by actor, day, key; `day` in days since 1970-01-01. */
export interface CellColumns {
  readonly actor: Int32Array;
  readonly day: Int32Array;
  readonly key: Int32Array;
  readonly n: Float64Array;
}

/** Packs sorted columns into cells by actor: the rows that `keep` lists, or all. `days` are the calendar's, ascending. */
export function packCells(actors: number, days: Int32Array, columns: CellColumns, keep?: Int32Array): DayCells {
  const size = keep?.length ?? columns.actor.length;
  const rowStart = new Int32Array(actors + 1);
  const day = new Int32Array(size);
  const key = new Int32Array(size);
  const n = new Float32Array(size);
  const first = days[0] ?? 0;
  const index = new Int32Array((days.at(-1) ?? first) - first + 1).fill(-1);
  days.forEach((d, i) => {
    index[d - first] = i;
  });
  for (let i = 0; i < size; i++) {
    const row = keep ? keep[i]! : i;
    rowStart[columns.actor[row]! + 1]!++;
    day[i] = index[columns.day[row]! - first]!;
    key[i] = columns.key[row]!;
    n[i] = columns.n[row]!;
  }
  for (let a = 0; a < actors; a++) rowStart[a + 1]! += rowStart[a]!;
  return { rowStart, day, key, n };
}
