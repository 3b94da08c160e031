import type { Recognised, Reject, Slice, Source } from "../../../src/ingest/formats/format.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { readSlices, type SliceOptions } from "../../../src/ingest/formats/slices.ts";

export type Content = string | Uint8Array;

/** A source as a dropped file gives it. */
export function sourceOf(content: Content, name = "log.csv"): Source {
  const blob = new Blob([content as BlobPart]);
  return { name, size: blob.size, blob };
}

export interface Whole {
  readonly recognised: Recognised;
  readonly lines: number[];
  readonly records: Readonly<Record<string, unknown>>[];
  readonly csv: string;
  readonly rejects: Reject[];
  readonly text: string;
  readonly slices: number;
  readonly problem: Slice["problem"];
}

/** Reads a whole source, putting its slices together. */
export async function readWhole(source: Source, options: SliceOptions = {}, known?: Recognised): Promise<Whole> {
  const recognised = known ?? (await recognise(source));
  const lines: number[] = [];
  const records: Readonly<Record<string, unknown>>[] = [];
  const rejects: Reject[] = [];
  let csv = "";
  let text = "";
  let slices = 0;
  let problem: Slice["problem"];
  for await (const slice of readSlices(source, recognised, options)) {
    if (slice.records !== slice.lines.length) throw new Error("records and lines differ");
    slices++;
    for (const line of slice.lines) lines.push(line);
    if (slice.data.kind === "records") {
      if (slice.data.records.length !== slice.records) throw new Error("records and data differ");
      for (const record of slice.data.records) records.push(record);
    } else csv += new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(slice.data.bytes);
    for (const reject of slice.rejects) rejects.push(reject);
    text += await slice.block.text.text();
    problem = slice.problem;
  }
  return { recognised, lines, records, csv, rejects, text, slices, problem };
}
