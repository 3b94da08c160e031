/** Row counts of a file or a tenant: `in = typed + rejected + duplicate`, always. */
export interface RowCounts {
  readonly in: number;
  readonly typed: number;
  readonly rejected: number;
  readonly duplicate: number;
}

/** What became of one file. */
export interface FileReport {
  readonly name: string;
  readonly format: string;
  readonly vendor: string | null;
  readonly bytes: number;
  readonly rows: RowCounts;
  readonly notes: readonly string[];
  /** Set where the file could not be read at all, or only in part. */
  readonly problem: { readonly what: string; readonly next: string } | null;
}
