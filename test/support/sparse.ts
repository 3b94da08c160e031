import type { SparseRows } from "../../src/detectors/profile/user-vectors.ts";

/** A dense matrix as sparse rows. */
export function sparse(rows: readonly (readonly number[])[]): SparseRows {
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    row.forEach((v, c) => {
      if (v === 0) return;
      column.push(c);
      value.push(v);
    });
    start.push(column.length);
  }
  return {
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    columns: rows[0]?.length ?? 0,
  };
}
