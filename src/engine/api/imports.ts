import type { Mapping } from "../../ingest/mapping.ts";
import type { FileReport, RowCounts } from "../../ingest/report.ts";
import type { OnProgress } from "../../lib/job.ts";

/** What a file was recognised as, before anything of it is imported. */
export interface FilePlan {
  readonly name: string;
  readonly bytes: number;
  /** `CSV, semicolon, gzip, UTF-8` … */
  readonly format: string;
  readonly vendor: string | null;
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  /** First records, columns × texts, as read. */
  readonly preview: readonly (readonly string[])[];
  /** Null where time or actor can't be found: `problem` then says what is missing. */
  readonly mapping: Mapping | null;
  /** Why each part of the mapping was suggested: `time: every one of 200 values parses as d/m/Y H:M, and 31 only so`. */
  readonly reasons: readonly { readonly part: string; readonly text: string }[];
  readonly problem: { readonly what: string; readonly next: string } | null;
}

/** A record that could not become an event, and why. */
export interface RejectedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

/** What the open tenant holds. */
export interface TenantSummary {
  readonly name: string;
  readonly rows: RowCounts;
  readonly files: readonly FileReport[];
  readonly events: number;
  readonly actors: number;
  readonly types: number;
  readonly actions: number;
  readonly zone: string;
  /** Local dates, ISO; null where there is no event. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly rootTypes: readonly string[];
  /** Findings of the time doctor and the identity doctor, in words. */
  readonly doctor: readonly string[];
}

/** Files on their way in, and what became of them. */
export interface ImportCalls {
  /** Recognises files (archives are opened) without importing them. */
  inspect(files: readonly File[], onProgress: OnProgress): Promise<FilePlan[]>;
  /** Imports files by their plans' (perhaps edited) mappings: `mappings[name]`, or the suggested one. */
  importFiles(
    files: readonly File[],
    mappings: Readonly<Record<string, Mapping>>,
    onProgress: OnProgress,
  ): Promise<TenantSummary>;
  summary(): Promise<TenantSummary>;
  rejects(offset: number, limit: number): Promise<RejectedRow[]>;
}
