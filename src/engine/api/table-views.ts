import type { Bins, BinUnit } from "../../lib/bins.ts";

/** What a column of the rows to show must hold. Bounds are texts, so that a BIGINT stays exact: numbers, or times in ISO 8601. */
export type Condition =
  | {
      readonly kind: "range";
      readonly column: string;
      readonly from: string | null;
      readonly to: string | null;
      /** Whether `to` itself is left out. */
      readonly isBelow: boolean;
    }
  | { readonly kind: "values"; readonly column: string; readonly values: readonly (string | null)[] };

/** How rows are ordered; blanks come last. */
export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Which rows of a table to show, and in which order. */
export interface TableView {
  readonly orderBy?: Order | null;
  /** Joined by AND. */
  readonly where?: readonly Condition[];
  /** Rows that hold this text in any text column, in any case; empty for all. */
  readonly search?: string;
  /** Columns to give, in this order; all where there is none. */
  readonly columns?: readonly string[];
}

/** How a column's values are spread over the rows of a view. */
export type ColumnSummary =
  | {
      readonly kind: "bins";
      /** Of numbers, or of µs since 1970, UTC. */
      readonly bins: Bins;
      readonly unit: BinUnit;
      /** The smallest and the largest; null where there is none. */
      readonly reach: readonly [number, number] | null;
      readonly counts: readonly number[];
      readonly blank: number;
      /** Neither blank nor in a bin: NaN and infinities. */
      readonly other: number;
    }
  | {
      readonly kind: "values";
      /** The most frequent first; null is blank. */
      readonly values: readonly { readonly value: string | null; readonly count: number }[];
      /** How many different values there are, blank not counted; about, where there are very many. */
      readonly distinct: number;
      readonly isAbout: boolean;
      readonly rows: number;
    };

/** What to summarise. */
export interface SummaryRequest {
  readonly column: string;
  readonly view: TableView;
  /** The bins or values of this summary are counted again; without it they are found. */
  readonly like?: ColumnSummary;
  /** Only values that hold this text, in any case. */
  readonly within?: string;
  readonly most?: number;
}

/** A table as CSV, where `isForSpreadsheet` disarms what a spreadsheet would run as a formula, or as Parquet. */
export type ExportFormat = { readonly kind: "csv"; readonly isForSpreadsheet: boolean } | { readonly kind: "parquet" };
