import type { Reject, Slice } from "../../../src/ingest/formats/format.ts";
import type { TextReader } from "../../../src/ingest/formats/text-slices.ts";

/** What a reader made of a text. */
export interface Reading {
  readonly lines: readonly number[];
  readonly rejects: readonly Reject[];
  readonly records: readonly unknown[];
  readonly csv: string;
}

/** Reads a whole text through a reader, in regions of at least so many bytes, as `textSlices` does. */
export function readRegions(reader: TextReader, bytes: Uint8Array, size = bytes.length + 1): Reading {
  const lines: number[] = [];
  const rejects: Reject[] = [];
  const records: unknown[] = [];
  let csv = "";
  let from = 0;
  let firstLine = 1;
  let carried = 0;
  for (;;) {
    const to = Math.min(bytes.length, from + carried + Math.max(size, carried));
    const last = to === bytes.length;
    const taken = reader(bytes.slice(from, to), { firstLine, last, cut: false });
    for (const line of taken.lines) lines.push(line);
    rejects.push(...taken.rejects);
    csv += gather(taken.data, records);
    from += taken.consumed;
    carried = to - from;
    firstLine += taken.consumedLines;
    if (last) return { lines, rejects, records, csv };
  }
}

function gather(data: Slice["data"], records: unknown[]): string {
  if (data.kind === "csv") return new TextDecoder("utf-8", { ignoreBOM: true }).decode(data.bytes);
  for (const record of data.records) records.push(record);
  return "";
}
