import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { UserError } from "../../lib/errors.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { brokenUtf8At, decodeUtf8 } from "./bytes.ts";
import { guardRatio } from "./decompress.ts";
import type { Slice, Source } from "./format.ts";
import { checkPages } from "./parquet-pages.ts";
import { setOwn } from "./record.ts";

const rowsAtOnce = 20_000;

/**
 * The rows of a Parquet file as records: 64-bit integers as exact text beyond ±2^53, times as ISO text with all their digits, bytes
 * as text where they are UTF-8, else as hex. `lines` are row numbers from 1; the raw text of a row is its JSON.
 * @throws UserError where it can't be read
 */
export async function* parquetSlices(source: Source, { job }: { job: Job }): AsyncGenerator<Slice> {
  const file: AsyncBuffer = {
    byteLength: source.blob.size,
    slice: (from, to) => source.blob.slice(from, to ?? source.blob.size).arrayBuffer(),
  };
  const metadata = await readable(source, 1, parquetMetadataAsync(file));
  let row = 0;
  let bytesDone = 0;
  for (const group of metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    const groupBytes = group.columns.reduce(
      (sum, column) => sum + Number(column.meta_data?.total_compressed_size ?? 0),
      0,
    );
    await readable(source, row + 1, checkGroup({ name: source.name, file, metadata }, group));
    for (let done = 0; done < groupRows; ) {
      const take = Math.min(rowsAtOnce, groupRows - done);
      await breathe(job);
      const rows = await readable(
        source,
        row + 1,
        parquetReadObjects({ file, metadata, compressors, parsers, rowStart: row, rowEnd: row + take }),
      );
      const records = rows.map((values) => plainValue(values) as Record<string, unknown>);
      done += take;
      const firstLine = row + 1;
      row += take;
      const last = row === Number(metadata.num_rows);
      yield {
        lines: Int32Array.from(records, (_, i) => firstLine + i),
        records: records.length,
        rejects: [],
        bytesRead: last ? source.size : Math.min(source.size, Math.round(bytesDone + (groupBytes * done) / groupRows)),
        block: { firstLine, text: new Blob(records.map((record) => `${JSON.stringify(record)}\n`)) },
        data: { kind: "records", records },
      };
    }
    bytesDone += groupBytes;
  }
}

/** The most values that a group of rows may have, in all its columns together: a thousand million bytes of memory. */
const mostValues = 2 ** 27;

/** Looks through the pages of a group of rows before they are read. @throws Error where one has no end, or is made to exhaust a machine */
async function checkGroup(
  { name, file, metadata }: { name: string; file: AsyncBuffer; metadata: FileMetaData },
  group: RowGroup,
): Promise<void> {
  const tree = parquetSchema(metadata);
  let [values, unpacked, packed] = [0, 0, 0];
  for (const { meta_data: column } of group.columns) {
    if (!column) continue;
    const from = Number(column.dictionary_page_offset || column.data_page_offset);
    const bytes = new Uint8Array(await file.slice(from, from + Number(column.total_compressed_size)));
    const { codec, type, path_in_schema: path } = column;
    const unpack = (page: Uint8Array, length: number) =>
      codec === "UNCOMPRESSED" ? page : (compressors[codec]?.(page, length) ?? new Uint8Array());
    const levels = levelsOf(tree, path);
    const rows = levels.repetition === 0 ? Number(group.num_rows) : Number.POSITIVE_INFINITY;
    const room = checkPages(bytes, { ...levels, rows, isBoolean: type === "BOOLEAN", unpack });
    values += room.values;
    unpacked += room.bytes;
    packed += bytes.length;
    if (values > mostValues) throw new Error("a group of its rows has more values than fit in memory");
    guardRatio(packed, unpacked, name);
  }
}

/** How deep a column's values can be null, and how deep they can be repeated. */
function levelsOf(tree: SchemaTree, path: readonly string[]): { definition: number; repetition: number } {
  let [definition, repetition] = [0, 0];
  let at: SchemaTree | undefined = tree;
  for (const part of path) {
    at = at?.children.find(({ element }) => element.name === part);
    const kind = at?.element.repetition_type;
    if (kind !== "REQUIRED") definition++;
    if (kind === "REPEATED") repetition++;
  }
  return { definition, repetition };
}

async function readable<T>(source: Source, row: number, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the Parquet file can't be read from row ${row} on (${(error as Error).message}).`, {
      where: source.name,
      next: "Export it again, or as CSV.",
    });
  }
}

/** ISO 8601 text of a time since 1970 in units of 10^-`digits` seconds, all digits kept. */
function isoTime(since: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const fraction = ((since % unit) + unit) % unit;
  const whole = new Date(Number((since - fraction) / unit) * 1000);
  if (Number.isNaN(whole.getTime())) return since.toString();
  return `${whole.toISOString().slice(0, -5)}.${fraction.toString().padStart(digits, "0")}Z`;
}

const parsers = {
  timestampFromMilliseconds: (since: bigint) => isoTime(BigInt(since), 3),
  timestampFromMicroseconds: (since: bigint) => isoTime(BigInt(since), 6),
  timestampFromNanoseconds: (since: bigint) => isoTime(BigInt(since), 9),
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
  stringFromBytes: (bytes: Uint8Array) => bytes && textOrHex(bytes),
};

function textOrHex(bytes: Uint8Array): string {
  if (brokenUtf8At(bytes, 0, bytes.length) === bytes.length) return decodeUtf8(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return textOrHex(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plainValue);
  if (typeof value !== "object" || value === null) return value;
  const record: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) setOwn(record, key, plainValue(inner));
  return record;
}
