import { oneByte, type Reader, skip, unsigned } from "./thrift.ts";

/** Values by which writers let the last run of a page go beyond it, at most. */
const beyond = 512;

/** What is known of some runs before they are read: bits of a value, and how many values they give. */
export interface Runs {
  readonly width: number;
  readonly n: number;
}

/**
 * Walks through runs of equal values and of packed ones (Parquet's hybrid encoding) as hyparquet would, which makes room for as many values as a
 * run claims to have.
 * @returns how many of the values are `wanted`
 * @throws Error where a run claims more values than there can be, or ends behind the bytes
 */
export function walkRuns(bytes: Uint8Array, from: number, { width, n }: Runs, wanted = -1): number {
  const reader: Reader = { bytes, at: from };
  let found = 0;
  for (let seen = 0; seen < n; ) {
    const head = unsigned(reader);
    const isPacked = head % 2 === 1;
    const values = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (values > n - seen + beyond) throw new Error("a run claims more values than its page has");
    if (isPacked) {
      if (wanted >= 0) found += countPacked(reader, { width, n: Math.min(values, n - seen) }, wanted);
      skip(reader, (values / 8) * width);
    } else if (runValue(reader, width) === wanted) found += Math.min(values, n - seen);
    seen += values;
  }
  return found;
}

function runValue(reader: Reader, width: number): number {
  let value = 0;
  for (let shift = 0; shift < width; shift += 8) value |= oneByte(reader) << shift;
  return value;
}

/** Levels are of few bits, so that one lies in two bytes at most. */
function countPacked({ bytes, at }: Reader, { width, n }: Runs, wanted: number): number {
  const mask = (1 << width) - 1;
  let found = 0;
  for (let i = 0, bit = 0; i < n; i++, bit += width) {
    const byte = at + (bit >> 3);
    const pair = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8);
    if (((pair >> (bit & 7)) & mask) === wanted) found++;
  }
  return found;
}
