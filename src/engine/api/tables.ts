import type { OnProgress } from "../../lib/job.ts";
import type { ColumnSummary, ExportFormat, SummaryRequest, TableView } from "./table-views.ts";

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
  /** Rows of a stored table, sorted and filtered as the view says. */
  window(name: string, offset: number, limit: number, view?: TableView): Promise<TableWindow>;
  /** Sorts and filters a table so that windows of the view are quick; gives how many rows it has. `stopTable(ask)` stops it. */
  arrangeTable(name: string, view: TableView, ask: string): Promise<number>;
  /** How a column's values are spread. `stopTable(ask)` stops it. */
  summariseColumn(name: string, request: SummaryRequest, ask: string): Promise<ColumnSummary>;
  /** A view of a table as a CSV or Parquet file. `stopTable(ask)` stops it. */
  exportTable(
    name: string,
    what: { readonly view: TableView; readonly format: ExportFormat },
    ask: string,
    onProgress: OnProgress,
  ): Promise<Blob>;
  stopTable(ask: string): Promise<void>;
}
