/** A struct of Thrift's compact protocol by the numbers of its fields; what no check needs is null. */
type Struct = Map<number, number | Struct | null>;

/** Where a struct is read, and how far it may go. */
interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

const [stop, yes, no, byte, i16, i32, i64, double, binary, list, struct] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12];

function oneByte(reader: Reader): number {
  const value = reader.bytes[reader.at++];
  if (value === undefined) throw new Error("a page’s head goes beyond its column");
  return value;
}

function unsigned(reader: Reader): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
    const part = oneByte(reader);
    value += (part & 127) * scale;
    if (part < 128) return value;
  }
  throw new Error("a number in a page’s head has no end");
}

function signed(reader: Reader): number {
  const zigzag = unsigned(reader);
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}

function skip(reader: Reader, length: number): null {
  reader.at += length;
  if (reader.at > reader.bytes.length) throw new Error("a page’s head goes beyond its column");
  return null;
}

function value(reader: Reader, type: number, depth: number): number | Struct | null {
  if (type === yes || type === no) return null;
  if (type === byte) return skip(reader, 1);
  if (type === i16 || type === i32 || type === i64) return signed(reader);
  if (type === double) return skip(reader, 8);
  if (type === binary) return skip(reader, unsigned(reader));
  if (type === list) return skipList(reader, depth);
  if (type === struct) return structOf(reader, depth + 1);
  throw new Error(`a page’s head has a field of type ${type}`);
}

function skipList(reader: Reader, depth: number): null {
  const head = oneByte(reader);
  const type = head & 15;
  const n = head >> 4 === 15 ? unsigned(reader) : head >> 4;
  for (let i = 0; i < n; i++) value(reader, type === yes || type === no ? byte! : type, depth + 1);
  return null;
}

function structOf(reader: Reader, depth = 0): Struct {
  if (depth > 8) throw new Error("a page’s head is nested too deep");
  const fields: Struct = new Map();
  for (let field = 0; ; ) {
    const head = oneByte(reader);
    if ((head & 15) === stop) return fields;
    field = head >> 4 === 0 ? signed(reader) : field + (head >> 4);
    fields.set(field, value(reader, head & 15, depth));
  }
}

/** What a page's head must say as whole numbers from 0, by its kind: fields of the struct that describes it, those that count its rows first. */
const kinds: Readonly<
  Record<number, { readonly field: number; readonly rows: readonly number[]; readonly lengths: readonly number[] }>
> = {
  0: { field: 5, rows: [1], lengths: [] },
  2: { field: 7, rows: [], lengths: [1] },
  3: { field: 8, rows: [1, 3], lengths: [2, 5, 6] },
};

const isLength = (number: unknown, most = 2 ** 31): number is number =>
  typeof number === "number" && number >= 0 && number <= most;

/**
 * Looks through the heads of a column's pages before hyparquet reads them: where one lacks a length, hyparquet reads at no place at all, for ever.
 * @param bytes of one column in one group of rows
 * @param rows that are read; behind them may lie anything
 * @throws Error that says what is wrong
 */
export function checkPages(bytes: Uint8Array, rows: number): void {
  const reader: Reader = { bytes, at: 0 };
  for (let seen = 0; seen < rows && reader.at < bytes.length - 1; ) {
    const head = structOf(reader);
    const size = head.get(3);
    if (!isLength(head.get(2)) || !isLength(size, bytes.length - reader.at))
      throw new Error("a page’s head doesn’t say its size");
    const kind = kinds[Number(head.get(1))];
    const about = head.get(kind?.field ?? 0);
    if (
      !kind ||
      !(about instanceof Map) ||
      ![...kind.rows, ...kind.lengths].every((field) => isLength(about.get(field)))
    )
      throw new Error("a page’s head doesn’t say what it holds");
    if (kind.rows.length > 0) seen += Math.min(...kind.rows.map((field) => Number(about.get(field))));
    reader.at += size;
  }
}
