import { UserError } from "../../lib/errors.ts";
import { concatBytes, countLines } from "./bytes.ts";
import { decompressed, type Tally } from "./decompress.ts";
import { detectDialect } from "./dialect.ts";
import { detectEncoding, refutesUtf8 } from "./encoding.ts";
import { foreignFormat, startsWith } from "./foreign.ts";
import type { Recognised, Source } from "./format.ts";
import { detectJsonLayout } from "./json-layout.ts";
import { toUtf8 } from "./transcode.ts";
import { isZeek, zeekDialect } from "./zeek.ts";
import { isZip } from "./zip.ts";

const firstBytes = 256 * 1024;
const moreBytes = 4 * 1024 * 1024;
const parquetMagic = [0x50, 0x41, 0x52, 0x31];

/**
 * What a file is, by its content; its name is a hint alone, and a note says where the name is wrong.
 * @throws UserError where it is empty, binary, or of a format that is not read
 */
export async function recognise(source: Source): Promise<Recognised> {
  if (source.problem !== undefined) throw source.problem;
  const where = source.name;
  if (source.size === 0) throw new UserError("the file is empty.", { where, next: "Export it again." });
  const start = await readBlob(source, 0, 1024);
  if (startsWith(start, parquetMagic)) return recogniseParquet(source);
  if (isZip(start))
    throw new UserError("an archive inside archives is not opened.", { where, next: "Unpack it first." });
  const compression = startsWith(start, [0x1f, 0x8b])
    ? "gzip"
    : startsWith(start, [0x28, 0xb5, 0x2f, 0xfd])
      ? "zstd"
      : "none";
  let head = await readHead(source, compression, firstBytes);
  if (head.bytes.length === 0)
    throw new UserError("there is nothing in the compressed file.", { where, next: "Export it again." });
  if (!head.whole && countLines(head.bytes, 0, head.bytes.length) < 3)
    head = await readHead(source, compression, moreBytes);
  return recogniseText(source, compression, head);
}

async function recogniseParquet(source: Source): Promise<Recognised> {
  if (!startsWith(await readBlob(source, source.size - 4, source.size), parquetMagic))
    throw new UserError("the Parquet file has lost its end, where its table of contents is.", {
      where: source.name,
      next: "Copy or export it again.",
    });
  const notes = nameNotes(source.name, { format: "parquet", compression: "none" });
  return { format: "parquet", compression: "none", encoding: "utf-8", notes };
}

async function recogniseText(source: Source, compression: Recognised["compression"], head: Head): Promise<Recognised> {
  const where = source.name;
  const foreign = foreignFormat(head.bytes);
  if (foreign !== null)
    throw new UserError(`this is ${foreign.name}, which is not read.`, { where, next: foreign.next });
  if (startsWith(head.bytes, parquetMagic))
    throw new UserError("a compressed Parquet file is not read.", { where, next: "Unpack it first." });
  const found = detectEncoding(head.bytes.subarray(0, firstBytes), {
    whole: head.whole && head.bytes.length <= firstBytes,
  });
  if (found === null)
    throw new UserError("this is no text: it holds binary data.", {
      where,
      next: "Export it as CSV, JSON or Parquet.",
    });
  if (found.encoding === "utf-8" && compression === "none" && !head.whole && (await laterIsLatin(source))) {
    found.encoding = "windows-1252";
    found.notes.push("Not valid UTF-8 further on, so read as windows-1252 (Latin-1).");
  }
  const text = await decodeHead(head.bytes, found.encoding);
  if (text.every((c) => c === 32 || c === 9 || c === 10 || c === 13))
    throw new UserError("the file holds nothing but blank lines.", { where, next: "Export it again." });
  const common = { compression, encoding: found.encoding };
  const whole = { whole: head.whole };
  const noted = (format: Recognised["format"], notes: readonly string[]): string[] => [
    ...nameNotes(source.name, { format, compression }),
    ...found.notes,
    ...notes,
  ];
  if (isZeek(text)) return { format: "zeek", ...common, dialect: zeekDialect(text), notes: noted("zeek", []) };
  const json = detectJsonLayout(text, { ...whole, named: /\.(json|ndjson|jsonl)\b/i.test(source.name) });
  if (json !== null) return { format: "json", ...common, layout: json.layout, notes: noted("json", json.notes) };
  const csv = detectDialect(text, whole);
  return { format: "csv", ...common, dialect: csv.dialect, notes: noted("csv", csv.notes) };
}

/** Looks at five places of a plain file, since a Latin-1 export can begin with nothing but ASCII. */
async function laterIsLatin(source: Source): Promise<boolean> {
  const size = 64 * 1024;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = Math.floor((source.size - size) * share);
    if (refutesUtf8(await readBlob(source, at, at + size))) return true;
  }
  return false;
}

interface Head {
  readonly bytes: Uint8Array;
  /** Whether these are all bytes there are. */
  readonly whole: boolean;
}

/** About the first `wanted` decompressed bytes. */
async function readHead(source: Source, compression: Recognised["compression"], wanted: number): Promise<Head> {
  const tally: Tally = { bytesRead: 0, problem: null };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decompressed(source.blob, compression, tally, { name: source.name })) {
    parts.push(chunk);
    size += chunk.length;
    if (size > wanted) return { bytes: concatBytes(parts).subarray(0, wanted), whole: false };
  }
  return { bytes: concatBytes(parts), whole: true };
}

async function decodeHead(bytes: Uint8Array, encoding: Recognised["encoding"]): Promise<Uint8Array> {
  const once = async function* () {
    yield bytes;
  };
  const parts: Uint8Array[] = [];
  for await (const part of toUtf8(once(), encoding)) parts.push(part);
  return concatBytes(parts);
}

const readBlob = async (source: Source, from: number, to: number): Promise<Uint8Array> =>
  new Uint8Array(await source.blob.slice(from, to).arrayBuffer());

const endings: readonly {
  ending: RegExp;
  means: string;
  holds: (found: Pick<Recognised, "format" | "compression">) => boolean;
}[] = [
  { ending: /\.gz$/i, means: "gzip", holds: ({ compression }) => compression === "gzip" },
  { ending: /\.(zst|zstd)$/i, means: "zstd", holds: ({ compression }) => compression === "zstd" },
  { ending: /\.zip$/i, means: "a zip archive", holds: () => false },
  { ending: /\.(csv|tsv)(\.\w+)?$/i, means: "CSV", holds: ({ format }) => format === "csv" || format === "zeek" },
  { ending: /\.(json|ndjson|jsonl)(\.\w+)?$/i, means: "JSON", holds: ({ format }) => format === "json" },
  { ending: /\.parquet$/i, means: "Parquet", holds: ({ format }) => format === "parquet" },
];

const titles = { csv: "delimited text", json: "JSON", parquet: "Parquet", zeek: "a Zeek log" } as const;

function nameNotes(name: string, found: Pick<Recognised, "format" | "compression">): string[] {
  return endings
    .filter(({ ending, holds }) => ending.test(name) && !holds(found))
    .map(
      ({ means }) =>
        `Its name says ${means}; its content is ${titles[found.format]}${found.compression === "none" ? "" : `, ${found.compression}`}.`,
    );
}
