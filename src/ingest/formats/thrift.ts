/** A struct of Thrift's compact protocol: whole numbers, yes or no, and structs by the numbers of their fields, null for a value of any other kind. */
export type Struct = Map<number, number | boolean | Struct | null>;

/** Bytes, and how far they have been read. */
export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

const [stop, yes, no, byte, i16, i32, i64, double, binary, list, struct] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12] as const;
const deepest = 8;

/** The next byte. @throws Error behind the last */
export function oneByte(reader: Reader): number {
  const value = reader.bytes[reader.at++];
  if (value === undefined) throw new Error("it ends in the midst of a page");
  return value;
}

/** A number of up to 63 bits, seven to a byte. @throws Error where it has no end */
export function unsigned(reader: Reader): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 56; scale *= 128) {
    const part = oneByte(reader);
    value += (part & 127) * scale;
    if (part < 128) return value;
  }
  if (oneByte(reader) < 2) return value;
  throw new Error("a number has no end");
}

/** Passes over some bytes. @throws Error behind the last */
export function skip(reader: Reader, length: number): null {
  reader.at += length;
  if (reader.at > reader.bytes.length) throw new Error("it ends in the midst of a page");
  return null;
}

function signed(reader: Reader): number {
  const zigzag = unsigned(reader);
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}

function readValue(reader: Reader, type: number, depth: number): number | boolean | Struct | null {
  if (depth > deepest) throw new Error("a page’s head is nested too deep");
  if (type === yes || type === no) return type === yes;
  if (type === byte) return skip(reader, 1);
  if (type === i16 || type === i32 || type === i64) return signed(reader);
  if (type === double) return skip(reader, 8);
  if (type === binary) return skip(reader, unsigned(reader));
  if (type === list) return skipList(reader, depth);
  if (type === struct) return readStruct(reader, depth);
  throw new Error(`a page’s head has a field of type ${type}`);
}

function skipList(reader: Reader, depth: number): null {
  const head = oneByte(reader);
  const type = (head & 15) <= no ? byte : head & 15;
  const n = head >> 4 === 15 ? unsigned(reader) : head >> 4;
  for (let i = 0; i < n; i++) readValue(reader, type, depth + 1);
  return null;
}

/** Reads a struct to its end. @throws Error where it is none */
export function readStruct(reader: Reader, depth = 0): Struct {
  const fields: Struct = new Map();
  for (let field = 0; ; ) {
    const head = oneByte(reader);
    if ((head & 15) === stop) return fields;
    field = head >> 4 === 0 ? signed(reader) : field + (head >> 4);
    fields.set(field, readValue(reader, head & 15, depth + 1));
  }
}
