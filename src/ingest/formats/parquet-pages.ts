import { walkRuns } from "./parquet-runs.ts";
import { type Reader, readStruct, type Struct } from "./thrift.ts";

/** A column of one group of rows. */
export interface Column {
  /** Rows that are read; behind them may lie anything. */
  readonly rows: number;
  /** How deep a value can be null, and how deep it can be repeated. */
  readonly definition: number;
  readonly repetition: number;
  readonly isBoolean: boolean;
  /** Gives a page as it was before it was compressed. */
  unpack(page: Uint8Array, length: number): Uint8Array;
}

/** What reading a column will make room for. */
export interface Room {
  readonly values: number;
  readonly bytes: number;
}

/** Kinds of pages, and the field of a page's head that describes it. */
const [data, dictionary, dataV2] = [0, 2, 3];
const described: Readonly<Record<number, number>> = { [data]: 5, [dictionary]: 7, [dataV2]: 8 };
/** Encodings by which values are numbers in a dictionary, or runs of themselves. */
const [inDictionary, inRuns, inDictionaryToo] = [2, 3, 8];
const most = 2 ** 31;

const bitsOf = (level: number): number => 32 - Math.clz32(level);

/** A length or a number of values. @throws Error where the head doesn't say it */
function sizeIn(head: Struct, field: number, limit = most): number {
  const size = head.get(field);
  if (typeof size === "number" && size >= 0 && size <= limit) return size;
  throw new Error("a page’s head doesn’t say its size");
}

/**
 * Looks through a column's pages before hyparquet reads them: where a head lacks a length it reads at no place at all, for ever, and where a run
 * claims a thousand million values it makes room for them, and the page dies.
 * @param bytes of one column in one group of rows
 * @throws Error that says what is wrong
 */
export function checkPages(bytes: Uint8Array, column: Column): Room {
  const reader: Reader = { bytes, at: 0 };
  let [values, unpacked] = [0, 0];
  for (let rows = 0; rows < column.rows && reader.at < bytes.length - 1; ) {
    const head = readStruct(reader);
    const kind = Number(head.get(1));
    const length = sizeIn(head, 2);
    const size = sizeIn(head, 3, bytes.length - reader.at);
    const about = head.get(described[kind] ?? 0);
    if (!(about instanceof Map)) throw new Error("a page’s head doesn’t say what it holds");
    const n = sizeIn(about, 1);
    const page = bytes.subarray(reader.at, reader.at + size);
    if (kind === data) checkData(column.unpack(page, length), about, column);
    if (kind === dataV2) checkDataV2(page, length, about, column);
    if (kind !== dictionary) rows += kind === dataV2 ? Math.min(n, sizeIn(about, 3)) : n;
    values += n;
    unpacked += length;
    reader.at += size;
  }
  return { values, bytes: unpacked };
}

function checkData(page: Uint8Array, about: Struct, column: Column): void {
  const n = sizeIn(about, 1);
  let at = 0;
  const levels = (deepest: number): number => {
    if (deepest === 0) return n;
    const found = walkRuns(page, at + 4, { width: bitsOf(deepest), n }, deepest);
    at += 4 + ((page[at]! | (page[at + 1]! << 8) | (page[at + 2]! << 16) | (page[at + 3]! << 24)) >>> 0);
    return found;
  };
  levels(column.repetition);
  const present = levels(column.definition);
  const isOneWord = !column.isBoolean && page[at] === 0;
  if (!isOneWord) checkValues(page, at, { encoding: about.get(2), n: present, isBoolean: column.isBoolean });
}

function checkDataV2(page: Uint8Array, length: number, about: Struct, column: Column): void {
  const n = sizeIn(about, 1);
  const nulls = sizeIn(about, 2, n);
  const [definition, repetition] = [sizeIn(about, 5), sizeIn(about, 6)];
  if (column.repetition > 0) walkRuns(page, 0, { width: bitsOf(column.repetition), n });
  if (column.definition > 0) walkRuns(page, repetition, { width: bitsOf(column.definition), n });
  const packed = page.subarray(definition + repetition);
  const values = about.get(7) === false ? packed : column.unpack(packed, length - definition - repetition);
  checkValues(values, 0, { encoding: about.get(4), n: n - nulls, isBoolean: column.isBoolean });
}

function checkValues(
  page: Uint8Array,
  from: number,
  { encoding, n, isBoolean }: { readonly encoding: unknown; readonly n: number; readonly isBoolean: boolean },
): void {
  if (isBoolean && encoding === inRuns) walkRuns(page, from + 4, { width: 1, n });
  else if (encoding === inDictionary || encoding === inDictionaryToo || encoding === inRuns)
    walkRuns(page, from + 1, { width: page[from] ?? 0, n });
}
