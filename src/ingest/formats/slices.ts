import { type Job, quietJob } from "../../lib/job.ts";
import { csvReader } from "./csv.ts";
import type { Recognised, Slice, Source } from "./format.ts";
import { jsonDocumentsReader } from "./json-documents.ts";
import { jsonLinesReader } from "./json-lines.ts";
import { parquetSlices } from "./parquet.ts";
import { type TextReader, textSlices } from "./text-slices.ts";
import { zeekReader } from "./zeek.ts";

export interface SliceOptions {
  /** `csv`: text for DuckDB (CSV and Zeek only). `auto`: text for CSV, records for anything else. */
  readonly wants?: "auto" | "csv" | "records";
  /** Decoded bytes a slice, about. */
  readonly sliceBytes?: number;
  readonly job?: Job;
}

/**
 * The records of a file in its order, slice by slice, in bounded memory: every record is in `records` or in `rejects`.
 * @throws Cancelled; UserError where the file can't be read at all
 */
export function readSlices(
  source: Source,
  recognised: Recognised,
  { wants = "auto", sliceBytes = 8 * 1024 * 1024, job = quietJob() }: SliceOptions = {},
): AsyncGenerator<Slice> {
  if (recognised.format === "parquet") return parquetSlices(source, { job });
  return textSlices(source, recognised, readerFor(recognised, wants), { sliceBytes, job });
}

function readerFor({ format, dialect, layout }: Recognised, wants: "auto" | "csv" | "records"): TextReader {
  if (format === "json") return layout === "lines" ? jsonLinesReader() : jsonDocumentsReader(layout ?? "object");
  if (dialect === undefined) throw new Error("delimited text without a dialect");
  return format === "zeek"
    ? zeekReader(dialect, wants === "csv" ? "csv" : "records")
    : csvReader(dialect, wants === "records" ? "records" : "csv");
}
