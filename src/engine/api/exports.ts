import type { RowCounts } from "../../ingest/report.ts";
import type { OnProgress } from "../../lib/job.ts";

/** How a table is written as CSV. */
export interface CsvOptions {
  readonly isForSpreadsheet?: boolean;
}

/** What a report and `run.json` say about the run. */
export interface RunFacts {
  readonly version: string;
  readonly backend: string;
  readonly seed: number;
  readonly rows: RowCounts;
  readonly files: readonly {
    readonly name: string;
    readonly format: string;
    readonly vendor: string | null;
    readonly rows: RowCounts;
    readonly sha256: string;
  }[];
  readonly actors: number;
  readonly types: number;
  /** Actions known to be interesting: by the log's own ids, or by number where it has none. */
  readonly interesting: readonly string[];
  /** What each detector cell says of how it found what it found. */
  readonly detectors: readonly { readonly name: string; readonly facts: readonly string[] }[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakBytes: number;
}

/** What is written out of a run. */
export interface ExportCalls {
  /** Names are as in the logs, unless the file is for a spreadsheet: then what it would run as a formula is disarmed. */
  scoresCsv(options?: CsvOptions, onProgress?: OnProgress): Promise<string>;
  casesCsv(options?: CsvOptions): Promise<string>;
  facts(): Promise<RunFacts>;
}
