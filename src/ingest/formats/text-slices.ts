import { breathe, type Job } from "../../lib/job.ts";
import { blobPart, concatBytes } from "./bytes.ts";
import { decompressed, type Tally } from "./decompress.ts";
import type { Recognised, Reject, Slice, Source } from "./format.ts";
import { markLength, toUtf8 } from "./transcode.ts";

/** What a reader is told about the bytes it is given. */
export interface Region {
  /** Physical line of the first byte, 1-based. */
  readonly firstLine: number;
  /** Whether the text ends with these bytes. */
  readonly last: boolean;
  /** Whether the end of the text is missing. */
  readonly cut: boolean;
}

/** What a reader took from the front of a region. */
export interface Taken {
  readonly consumed: number;
  readonly consumedLines: number;
  readonly lines: Int32Array;
  readonly rejects: readonly Reject[];
  readonly data: Slice["data"];
  /** What is wrong with the end of the text. */
  readonly problem?: NonNullable<Slice["problem"]>;
}

/** Takes whole records from the front of a region of UTF-8; takes nothing where it needs more. It must take all when `last`. */
export type TextReader = (bytes: Uint8Array, region: Region) => Taken;

/**
 * Reads a text file through `read`, about `sliceBytes` of decoded text at a time; what a slice leaves is put in front of the next.
 * @throws Cancelled, UserError
 */
export async function* textSlices(
  source: Source,
  recognised: Recognised,
  read: TextReader,
  { sliceBytes, job }: { sliceBytes: number; job: Job },
): AsyncGenerator<Slice> {
  const tally: Tally = { bytesRead: 0, problem: null };
  const take = takeFrom(
    toUtf8(decompressed(source.blob, recognised.compression, tally, { name: source.name }), recognised.encoding),
  );
  const asItLies =
    recognised.compression !== "gzip" && recognised.compression !== "zstd" && recognised.encoding === "utf-8";
  let offset = asItLies ? markLength(new Uint8Array(await source.blob.slice(0, 3).arrayBuffer()), "utf-8") : 0;
  let firstLine = 1;
  let carry: Uint8Array = new Uint8Array(0);
  for (;;) {
    const { bytes, last } = await take(carry, Math.max(sliceBytes, carry.length));
    await breathe(job);
    const cut = last && tally.problem !== null;
    const taken = read(bytes, { firstLine, last, cut });
    carry = bytes.slice(taken.consumed);
    const problem = last ? (tally.problem ?? taken.problem) : undefined;
    if (taken.consumed > 0 || last) {
      yield {
        lines: taken.lines,
        records: taken.lines.length,
        rejects: taken.rejects,
        bytesRead: tally.bytesRead,
        block: {
          firstLine,
          text: asItLies
            ? source.blob.slice(offset, offset + taken.consumed)
            : new Blob([blobPart(bytes.subarray(0, taken.consumed))]),
        },
        data: taken.data,
        ...(problem !== undefined && { problem }),
      };
    }
    offset += taken.consumed;
    firstLine += taken.consumedLines;
    if (last) return;
  }
}

/** Gives a stream's bytes so many at a time, so that where a text is cut depends on nothing but the text. */
function takeFrom(chunks: AsyncGenerator<Uint8Array>) {
  let left: Uint8Array = new Uint8Array(0);
  /** A new array of the carried bytes and `wanted` further ones, or fewer where the stream ends. */
  return async (carry: Uint8Array, wanted: number): Promise<{ bytes: Uint8Array; last: boolean }> => {
    const parts = [carry];
    for (let size = 0; size < wanted; ) {
      if (left.length === 0) {
        const next = await chunks.next();
        if (next.done) return { bytes: concatBytes(parts), last: true };
        left = next.value;
      }
      const part = left.subarray(0, wanted - size);
      left = left.subarray(part.length);
      parts.push(part);
      size += part.length;
    }
    return { bytes: concatBytes(parts), last: false };
  };
}
