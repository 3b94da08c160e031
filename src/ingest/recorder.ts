import type { Marks } from "./canonical.ts";
import type { Mapping } from "./mapping.ts";
import type { RawBlock } from "./raw-store.ts";
import type { FileReport } from "./report.ts";

/** A file that is being imported, as far as it is: all that its import needs to go on from there. Plain data. */
export interface OpenFile {
  readonly file: number;
  readonly name: string;
  readonly format: string;
  readonly vendor: string | null;
  readonly mapping: Mapping;
  readonly bytes: number;
  /** SHA-256 of its first MiB, which with its size tells that a file is this one. */
  readonly head: string;
  /** Of the canonical tables, before its first row. */
  readonly before: Marks;
  /** Decoded bytes a slice, about, and how many slices were appended. */
  readonly sliceBytes: number;
  readonly slices: number;
  /** Bytes of the file that these slices were read from. */
  readonly bytesRead: number;
  readonly typed: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly records: number;
  readonly notes: readonly string[];
}

/** A file whose import is over. `file` and `mapping` are null where it could not be read at all. */
export interface ClosedFile {
  readonly file: number | null;
  readonly sha256: string;
  readonly mapping: Mapping | null;
  readonly report: FileReport;
}

/** Is told what an import appends, so that it can be kept beside the database. No import waits for it. */
export interface Recorder {
  /** A slice was appended: the tables now reach to `marks`; `block` is its text, if it has any. */
  appended(open: OpenFile, marks: Marks, block: RawBlock | null): void;
  /** `marks` is null where the file had nothing to do with the tables. */
  closed(closed: ClosedFile, marks: Marks | null): void;
  /** A file is about to be taken back: nothing of it may be kept. */
  takenBack(file: number): Promise<void>;
}

/** The first MiB tells one export from another of the same size. */
export const headBytes = 1024 * 1024;
