import type { CellValue } from "../engine/api/tables.ts";
import { formulaSafe } from "../lib/csv.ts";

/** How the rows of a table are ordered. */
export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Where a table takes its rows from: how many there are, and any window of them. */
export interface RowSource {
  readonly count: number;
  window(offset: number, limit: number, orderBy?: Order): Promise<readonly (readonly CellValue[])[]>;
}

/** A column of a table; `ColumnInfo` of the engine is one. */
export interface Column {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "boolean" | "other";
}

/** Rows that are at hand as a source, sortable. */
export function rowsAsSource(columns: readonly Column[], rows: readonly (readonly CellValue[])[]): RowSource {
  const compare = (a: CellValue | undefined, b: CellValue | undefined): number => {
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    return typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;
  };
  return {
    count: rows.length,
    window: async (offset, limit, orderBy) => {
      const at = orderBy ? columns.findIndex(({ name }) => name === orderBy.column) : -1;
      const sorted = at < 0 ? rows : rows.toSorted((a, b) => compare(a[at], b[at]) * (orderBy?.descending ? -1 : 1));
      return sorted.slice(offset, offset + limit);
    },
  };
}

/** Rows as tab-separated text with a header, to paste into a spreadsheet: formulas are disarmed, tabs and line ends inside values become spaces. */
export const toTsv = (columns: readonly Column[], rows: readonly (readonly CellValue[])[]): string =>
  [columns.map(({ name }) => name), ...rows]
    .map((row) => row.map((value) => formulaSafe(String(value ?? "").replace(/[\t\r\n]+/g, " "))).join("\t"))
    .join("\n");
