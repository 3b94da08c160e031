import type { OnProgress } from "../../lib/job.ts";

/** A column of a table that SQL may name. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "boolean" | "other";
  /** SQL type as DuckDB names it. */
  readonly sqlType: string;
}

/** Values as shown: numbers, texts (times ISO 8601 in UTC), booleans, null. BIGINT beyond 2^53 is text. */
export type CellValue = number | string | boolean | null;

/** A named table of the tenant's database, as a cell gives it. */
export interface TableInfo {
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
  readonly rows: number;
  readonly milliseconds: number;
}

/** Some rows of a table, from `offset` on. */
export interface TableWindow {
  readonly offset: number;
  readonly rows: readonly (readonly CellValue[])[];
}

/** Tables that SQL may name, and their rows. */
export interface TableCalls {
  /** The tables and columns that SQL may name, the results of cells included. */
  schema(): Promise<{ readonly table: string; readonly columns: readonly ColumnInfo[] }[]>;
  sql(name: string, body: string, onProgress: OnProgress): Promise<TableInfo>;
  window(
    name: string,
    offset: number,
    limit: number,
    orderBy?: { readonly column: string; readonly descending: boolean },
  ): Promise<TableWindow>;
}
