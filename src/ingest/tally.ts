import { quietJob } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";
import type { Marks } from "./canonical.ts";
import type { Source } from "./formats/format.ts";
import { headBytes, type OpenFile } from "./recorder.ts";
import type { FileReport } from "./report.ts";

/** What has become of a file's rows so far. */
export interface Tally {
  marks: Marks;
  typed: number;
  rejected: number;
  duplicate: number;
  records: number;
  readonly notes: string[];
  problem: FileReport["problem"];
  /** Slices that were appended, and the bytes that they were read from. */
  slices: number;
  bytesRead: number;
}

/** A file on its way in: what its import knows of it from the start. */
export interface Incoming {
  readonly file: number;
  readonly before: Marks;
  readonly head: Promise<string>;
  readonly sliceBytes: number;
}

/** As its import starts, or goes on from where it stopped. */
export const tallyFrom = (from: OpenFile | undefined, marks: Marks): Tally => ({
  marks,
  typed: from?.typed ?? 0,
  rejected: from?.rejected ?? 0,
  duplicate: from?.duplicate ?? 0,
  records: from?.records ?? 0,
  notes: [...(from?.notes ?? [])],
  problem: null,
  slices: from?.slices ?? 0,
  bytesRead: from?.bytesRead ?? 0,
});

/** A file as far as it is, to go on from there. */
export const openFileOf = (
  { source, format, vendor, mapping }: Pick<OpenFile, "format" | "vendor" | "mapping"> & { readonly source: Source },
  { file, before, sliceBytes: bytesASlice }: Incoming,
  { slices, bytesRead, typed, rejected, duplicate, records, notes }: Tally,
  head: string,
): OpenFile => ({
  file,
  name: source.name,
  format,
  vendor,
  mapping,
  bytes: source.size,
  head,
  before,
  sliceBytes: bytesASlice,
  slices,
  bytesRead,
  typed,
  rejected,
  duplicate,
  records,
  notes: [...notes],
});

/** Tells a file from others of its size. */
export const headOf = (blob: Blob): Promise<string> => sha256(blob.slice(0, headBytes), quietJob());
