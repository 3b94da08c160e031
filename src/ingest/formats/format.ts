import type { UserError } from "../../lib/errors.ts";

/** What the first bytes of a file say about it. */
export interface Recognised {
  readonly format: "csv" | "json" | "parquet" | "zeek";
  readonly compression: "none" | "gzip" | "zip" | "zstd";
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  /** Set for csv and zeek. */
  readonly dialect?: Dialect;
  /** Set for json: one record a line, one array, an object whose `records` member holds the array, or one object. */
  readonly layout?: "lines" | "array" | "object" | { readonly records: string };
  /** What was odd about it and what was assumed, in words for the analyst. */
  readonly notes: readonly string[];
}

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly columns: readonly string[];
  /** Physical lines before the first record (header, preamble, comments). */
  readonly headerLines: number;
}

/** A record that could not be read, kept whole. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

/**
 * Consecutive records of one file, in the order of the file. `records + rejects.length` counts every record that the slice consumed.
 * `block` is the decoded text the records came from, for showing raw rows later; its first line is `firstLine`.
 */
export interface Slice {
  /** Physical line (1-based, in the decoded text) where each record starts: one entry a record. */
  readonly lines: Int32Array;
  readonly records: number;
  readonly rejects: readonly Reject[];
  /** Bytes of the file as it lies on disk that are consumed so far. */
  readonly bytesRead: number;
  readonly block: { readonly firstLine: number; readonly text: Blob };
  readonly data: CsvData | RecordData;
  /** Set on the last slice where the file itself is damaged (it ends in mid-stream, its checksum is wrong), records or not. */
  readonly problem?: { readonly what: string; readonly next: string };
}

/** Whole, well-formed delimited records in UTF-8 (every record has exactly the header's number of fields), for DuckDB to read as text. */
export interface CsvData {
  readonly kind: "csv";
  readonly bytes: Uint8Array;
}

/** Decoded records, for a mapping to pick from. 64-bit integers stay exact (as text). Keys may be anything, `__proto__` included. */
export interface RecordData {
  readonly kind: "records";
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** One readable thing: a dropped file, or a member of an archive (`logs.zip/day1.csv`). */
export interface Source {
  readonly name: string;
  readonly size: number;
  readonly blob: Blob;
  /** Set where an archive or its member can't be opened; `recognise` throws it. */
  readonly problem?: UserError;
}
