import type { Table, Vector } from "apache-arrow";

function column(table: Table, name: string): Vector {
  const found = table.getChild(name);
  if (!found) throw new Error(`The result has no column ${name}.`);
  return found;
}

/** A column of 32-bit integers, copied out of the result. */
export function ints(table: Table, name: string): Int32Array {
  return new Int32Array(column(table, name).toArray() as ArrayLike<number>);
}

/** A column of doubles, copied out of the result. Cast BIGINT and TIMESTAMP to DOUBLE in SQL first (`epoch_us(ts)::DOUBLE` is exact). */
export function doubles(table: Table, name: string): Float64Array {
  return new Float64Array(column(table, name).toArray() as ArrayLike<number>);
}

/** A column of texts; null becomes the empty text. */
export function texts(table: Table, name: string): string[] {
  const vector = column(table, name);
  const out = new Array<string>(table.numRows);
  for (let i = 0; i < out.length; i++) out[i] = (vector.get(i) as string | null) ?? "";
  return out;
}

/** The one number of a result of one row and one column. */
export function scalar(table: Table): number {
  return Number(table.getChildAt(0)?.get(0) ?? 0);
}
