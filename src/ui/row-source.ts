import type { ColumnSummary, ExportFormat, SummaryRequest, TableView } from "../engine/api/table-views.ts";
import type { CellValue } from "../engine/api/tables.ts";
import type { Progress } from "../lib/job.ts";
import { summariseRows } from "./table/at-hand-summary.ts";
import { arrangeRows } from "./table/at-hand-view.ts";

/** A row as it is shown. */
export type Row = readonly CellValue[];

/** Where a table takes its rows from: how many there are, any window of them, and what else it can do with them. */
export interface RowSource {
  readonly count: number;
  /** Rows of a view from a position on. A source without `arrange` gives its rows as they are, with all columns. */
  window(offset: number, limit: number, view?: TableView): Promise<readonly Row[]>;
  /** Sorts and filters, so that windows of the view are quick, and gives how many rows it has. @throws Cancelled, UserError */
  arrange?(view: TableView, signal: AbortSignal): Promise<number>;
  /** How a column's values are spread. @throws Cancelled */
  summarise?(request: SummaryRequest, signal: AbortSignal): Promise<ColumnSummary>;
  /** A view as a file; without it a table can be saved as CSV alone. @throws Cancelled */
  export?(
    what: { readonly view: TableView; readonly format: ExportFormat },
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Blob>;
}

/** A column of a table; `ColumnInfo` of the engine is one. */
export interface Column {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "boolean" | "other";
}

/** Rows that are at hand as a source that sorts, filters and summarises them. */
export function rowsAsSource(columns: readonly Column[], rows: readonly Row[]): RowSource {
  return {
    count: rows.length,
    window: async (offset, limit, view = {}) => {
      const arranged = arrangeRows(columns, rows, view).slice(offset, offset + limit);
      const { columns: picked } = view;
      if (!picked) return arranged;
      const at = picked.map((name) => columns.findIndex((column) => column.name === name));
      return arranged.map((row) => at.map((i) => row[i] ?? null));
    },
    arrange: async (view) => arrangeRows(columns, rows, view).length,
    summarise: async (request) => summariseRows(columns, arrangeRows(columns, rows, request.view), request),
  };
}

/** Rows as tab-separated text with a header, as they are: tabs and line ends inside values become spaces, formulas stay formulas. */
export const toTsv = (columns: readonly Column[], rows: readonly Row[]): string =>
  [columns.map(({ name }) => name), ...rows]
    .map((row) => row.map((value) => String(value ?? "").replace(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\n");
