import { Gunzip } from "fflate";
import { Decompress as Unzstd } from "fzstd";
import { UserError } from "../../lib/errors.ts";
import type { Recognised } from "./format.ts";
import { windowGuard } from "./zstd-frames.ts";

/** What a reader learns about the file while it reads. */
export interface Tally {
  /** Bytes taken from the file as it lies on disk. */
  bytesRead: number;
  /** Set where the stream ends before its end or is damaged. */
  problem: { readonly what: string; readonly next: string } | null;
}

const chunkBytes = 1024 * 1024;
const freeBytes = 64 * 1024 * 1024;
const highestRatio = 1000;

/**
 * The decompressed bytes of a file, in order, in chunks of any size. A stream that is cut or damaged gives what can be
 * read and sets `tally.problem`.
 * @throws UserError when nothing can be read, or when it grows over 1,000 : 1 (past 64 MiB)
 */
export async function* decompressed(
  blob: Blob,
  compression: Recognised["compression"],
  tally: Tally,
  { name = "" }: { name?: string } = {},
): AsyncGenerator<Uint8Array> {
  if (compression === "none" || compression === "zip") yield* rawChunks(blob, tally);
  else {
    const chunks = compression === "gzip" ? gunzipped(blob, tally) : pushed(blob, tally, zstdPusher(name), 0);
    let given = 0;
    for await (const chunk of chunks) {
      given += chunk.length;
      guardRatio(tally.bytesRead, given, name);
      yield chunk;
    }
    if (given === 0 && tally.problem)
      throw new UserError(tally.problem.what, {
        where: name,
        next: "Nothing in it can be read. Export or copy it again.",
      });
  }
}

/** @throws UserError when a stream grows like a decompression bomb */
export function guardRatio(read: number, given: number, name: string): void {
  if (given <= freeBytes || given <= read * highestRatio) return;
  throw new UserError(`unpacks to more than ${highestRatio} times its size.`, {
    where: name,
    next: "Such files are made to exhaust a machine. Unpack it yourself and drop the result if you trust it.",
  });
}

async function* rawChunks(blob: Blob, tally: Tally): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += chunkBytes) {
    const chunk = new Uint8Array(await blob.slice(at, at + chunkBytes).arrayBuffer());
    tally.bytesRead = at + chunk.length;
    yield chunk;
  }
}

/**
 * The engine's own gunzip first, for speed; it stops at several members in a row, at bytes after the end and at a cut, and may
 * withhold what it had. Then fflate reads again from the start and goes on behind what was already given.
 */
async function* gunzipped(blob: Blob, tally: Tally): AsyncGenerator<Uint8Array> {
  let given = 0;
  const source = rawChunks(blob, tally);
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = compressed.pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const next = await reader.read().catch(() => "broken" as const);
      if (next === "broken") break;
      if (next.done) return;
      given += next.value.length;
      yield next.value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  yield* pushed(blob, tally, gzipPusher, given);
}

interface Pusher {
  push(chunk: Uint8Array, last: boolean): void;
  /** Whether the end, once reached without complaint, leaves a doubt. */
  doubt(): string | null;
}

function gzipPusher(give: (bytes: Uint8Array) => void): Pusher {
  let furtherMembers = 0;
  let given = 0;
  const gunzip = new Gunzip((bytes) => {
    given += bytes.length;
    if (bytes.length > 0) give(bytes);
  });
  gunzip.onmember = () => {
    furtherMembers++;
  };
  return {
    push: (chunk, last) => gunzip.push(chunk, last),
    doubt: () => {
      if (given === 0) return "the file ends before anything is packed in it.";
      return furtherMembers > 0 ? null : "the gzip checksum does not match: something in the file was changed.";
    },
  };
}

const zstdPusher =
  (name: string) =>
  (give: (bytes: Uint8Array) => void): Pusher => {
    const guard = windowGuard(name);
    const unzstd = new Unzstd((bytes) => {
      if (bytes.length > 0) give(bytes.slice());
    });
    return {
      push: (chunk, last) => {
        guard(chunk);
        unzstd.push(chunk, last);
      },
      doubt: () => null,
    };
  };

/** Feeds a pushing decoder, leaving out the first `skip` bytes of what it gives. */
async function* pushed(
  blob: Blob,
  tally: Tally,
  start: (give: (bytes: Uint8Array) => void) => Pusher,
  skip: number,
): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  let left = skip;
  const pusher = start((bytes) => {
    const kept = bytes.subarray(Math.min(left, bytes.length));
    left -= bytes.length - kept.length;
    if (kept.length > 0) out.push(kept);
  });
  const step = 65_536;
  for (let at = 0; at < blob.size && tally.problem === null; at += step) {
    const chunk = new Uint8Array(await blob.slice(at, at + step).arrayBuffer());
    const last = at + step >= blob.size;
    try {
      pusher.push(chunk, last);
    } catch (error) {
      if (error instanceof UserError) throw error;
      tally.problem = damage(error, last);
    }
    tally.bytesRead = Math.max(tally.bytesRead, at + chunk.length);
    const given = out;
    out = [];
    yield* given;
  }
  const doubt = tally.problem === null ? pusher.doubt() : null;
  if (doubt !== null) tally.problem = { what: doubt, next: "All of it was read. Compare it with the original." };
}

function damage(error: unknown, last: boolean): { what: string; next: string } {
  const cut = last && /EOF|end of/i.test(error instanceof Error ? error.message : "");
  return {
    what: cut ? "the file ends in mid-stream." : "the compressed stream is damaged.",
    next: "What came before was read. Export or copy the file again to get the rest.",
  };
}
