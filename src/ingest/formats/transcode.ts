import type { Recognised } from "./format.ts";

/** Code points of the bytes 80 to 9F in windows-1252 (WHATWG Encoding). */
const windows1252 = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
  0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

/** Length of the byte order mark that belongs to the encoding at the start of `bytes`, or 0. */
export function markLength(bytes: Uint8Array, encoding: Recognised["encoding"]): number {
  if (encoding === "utf-8") return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (encoding === "utf-16le") return bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  if (encoding === "utf-16be") return bytes[0] === 0xfe && bytes[1] === 0xff ? 2 : 0;
  return 0;
}

/**
 * Turns chunks of a file's bytes into chunks of UTF-8 without byte order mark. What is no character (a lone surrogate, an odd last
 * byte) comes out as bytes that are no UTF-8, so that the record that holds it is rejected rather than changed.
 */
export async function* toUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Recognised["encoding"],
): AsyncGenerator<Uint8Array> {
  const convert =
    encoding === "utf-8"
      ? (bytes: Uint8Array) => bytes
      : encoding === "windows-1252"
        ? fromWindows1252
        : fromUtf16(encoding);
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === null) yield convert(chunk, false);
    else {
      const joined: Uint8Array = new Uint8Array(head.length + chunk.length);
      joined.set(head);
      joined.set(chunk, head.length);
      head = joined;
      if (head.length < 3) continue;
      yield convert(head.subarray(markLength(head, encoding)), false);
      head = null;
    }
  }
  const rest = head === null ? new Uint8Array(0) : head.subarray(markLength(head, encoding));
  const end = convert(rest, true);
  if (end.length > 0) yield end;
}

function fromWindows1252(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 3);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!;
    if (c < 0x80) out[n++] = c;
    else n = putCodePoint(out, n, c < 0xa0 ? windows1252[c - 0x80]! : c);
  }
  return out.slice(0, n);
}

function fromUtf16(encoding: "utf-16le" | "utf-16be"): (bytes: Uint8Array, last: boolean) => Uint8Array {
  const low = encoding === "utf-16le" ? 0 : 1;
  let oddByte = -1;
  let highSurrogate = -1;
  return (bytes, last) => {
    const out = new Uint8Array((bytes.length >> 1) * 3 + 12);
    let n = 0;
    let i = 0;
    const unitsFrom = (a: number, b: number): number => (low === 0 ? a | (b << 8) : (a << 8) | b);
    const put = (unit: number): void => {
      if (highSurrogate >= 0) {
        const high = highSurrogate;
        highSurrogate = -1;
        if (unit >= 0xdc00 && unit <= 0xdfff) {
          n = putCodePoint(out, n, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
          return;
        }
        n = putCodePoint(out, n, high);
      }
      if (unit >= 0xd800 && unit <= 0xdbff) highSurrogate = unit;
      else n = putCodePoint(out, n, unit);
    };
    if (oddByte >= 0 && bytes.length > 0) {
      put(unitsFrom(oddByte, bytes[i++]!));
      oddByte = -1;
    }
    for (; i + 1 < bytes.length; i += 2) {
      const unit = unitsFrom(bytes[i]!, bytes[i + 1]!);
      if (unit < 0x80 && highSurrogate < 0) out[n++] = unit;
      else put(unit);
    }
    if (i < bytes.length) oddByte = bytes[i]!;
    if (last && highSurrogate >= 0) n = putCodePoint(out, n, highSurrogate);
    if (last && oddByte >= 0) out[n++] = 0xff;
    return out.slice(0, n);
  };
}

/** Writes a code point as UTF-8 (a surrogate as the three bytes that UTF-8 forbids); gives the next free index. */
function putCodePoint(out: Uint8Array, at: number, code: number): number {
  let n = at;
  if (code < 0x80) out[n++] = code;
  else if (code < 0x800) {
    out[n++] = 0xc0 | (code >> 6);
    out[n++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    out[n++] = 0xe0 | (code >> 12);
    out[n++] = 0x80 | ((code >> 6) & 63);
    out[n++] = 0x80 | (code & 63);
  } else {
    out[n++] = 0xf0 | (code >> 18);
    out[n++] = 0x80 | ((code >> 12) & 63);
    out[n++] = 0x80 | ((code >> 6) & 63);
    out[n++] = 0x80 | (code & 63);
  }
  return n;
}
