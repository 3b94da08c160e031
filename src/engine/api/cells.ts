import type { Mapping } from "../../ingest/mapping.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { BrushedRange } from "../brush-view.ts";
import type { ScriptGiven, ScriptResult } from "../script/given.ts";
import type { ValueColumn } from "../value-table.ts";
import type { TableInfo } from "./tables.ts";

/** What the tenant was imported from. */
export interface SourceFacts {
  /** A row a file: file, format, vendor, rows, typed, rejected, duplicate. */
  readonly table: TableInfo;
  readonly files: readonly string[];
  /** The mapping that each file was read with. */
  readonly mappings: Readonly<Record<string, Mapping>>;
  /** The canonical tables with their rows. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

/** What a notebook's scripts, inputs, brushes and source cells run on. */
export interface CellCalls {
  /** Runs a script in its sandbox; rows that it gives are stored as a table. */
  script(name: string, body: string, given: ScriptGiven, onProgress: OnProgress): Promise<ScriptResult>;
  /** Stores a small table under a cell's name. */
  values(name: string, columns: readonly ValueColumn[]): Promise<TableInfo>;
  /** Lets SQL read what is brushed on a chart by its name: one row, `lo` and `hi`; null where nothing is. */
  brush(name: string, range: BrushedRange | null): Promise<void>;
  /** The distinct values of a column as texts, in order; at most `limit`. */
  distinct(table: string, column: string, limit: number): Promise<readonly string[]>;
  /** What was imported, as the table of a cell; null: all files. */
  source(name: string, files: readonly string[] | null): Promise<SourceFacts>;
}
