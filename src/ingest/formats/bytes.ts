/** Records longer than this (bytes) are rejected. */
export const longestRecord = 16 * 1024 * 1024;

/** Longest raw text (characters) kept of a rejected record. */
const longestRaw = 1024 * 1024;

/** Joins byte arrays into a new one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The same bytes, typed as what a Blob takes: none of ours lie in shared memory. */
export const blobPart = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

/** First byte that is not ASCII in `bytes[from, to)`, or `to`. Four bytes a step once a run is long. */
export function skipAscii(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  const near = Math.min(to, from + 256);
  while (i < near && bytes[i]! < 0x80) i++;
  if (i < near || near === to) return i;
  while (((bytes.byteOffset + i) & 3) !== 0 && i < to && bytes[i]! < 0x80) i++;
  if (i === to || bytes[i]! >= 0x80) return i;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (to - i) >> 2);
  let w = 0;
  while (w < words.length && (words[w]! & 0x80808080) === 0) w++;
  i += w * 4;
  while (i < to && bytes[i]! < 0x80) i++;
  return i;
}

/** Length of the well-formed UTF-8 sequence at `i` (Unicode 15, table 3-7), or 0 where there is none before `to`. */
export function utf8SequenceLength(bytes: Uint8Array, i: number, to: number): number {
  const lead = bytes[i]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0 || i + length > to) return 0;
  const second = bytes[i + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** First offset in `bytes[from, to)` where UTF-8 is broken, or `to` where it is sound. */
export function brokenUtf8At(bytes: Uint8Array, from: number, to: number): number {
  let i = skipAscii(bytes, from, to);
  while (i < to) {
    const length = utf8SequenceLength(bytes, i, to);
    if (length === 0) return i;
    i = skipAscii(bytes, i + length, to);
  }
  return to;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of sound UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Text of a rejected record: UTF-8, or a character a byte where it is none; cut after 1 Mi characters. */
export function rawText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, longestRaw * 4);
  const sound = brokenUtf8At(head, 0, head.length) >= head.length - (head.length < bytes.length ? 3 : 0);
  const text = sound ? utf8.decode(head) : latin1Text(head);
  return text.length > longestRaw || head.length < bytes.length
    ? `${text.slice(0, longestRaw)}… (${bytes.length} bytes)`
    : text;
}

function latin1Text(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** Line ends (\n, \r\n or a lone \r) in `bytes[from, to)`. */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    if (c === 10 || (c === 13 && bytes[i + 1] !== 10)) lines++;
  }
  return lines;
}

/** Where the line that starts at `from` ends, line end included; `to` where it has none. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    if (c === 10) return i + 1;
    if (c === 13) return i + 1 < to && bytes[i + 1] === 10 ? i + 2 : i + 1;
  }
  return to;
}

/** `lineEnd` for a whole region, read line by line: by the engine's own search where the region has no \r. */
export function lineEnds(bytes: Uint8Array): (from: number) => number {
  if (bytes.includes(13)) return (from) => lineEnd(bytes, from, bytes.length);
  return (from) => bytes.indexOf(10, from) + 1 || bytes.length;
}
