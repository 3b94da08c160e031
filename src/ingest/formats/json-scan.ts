/** The value goes on past the bytes at hand. */
export const incomplete = -1;
/** A line end stands inside a string, which JSON forbids. */
export const broken = -2;

const braces = new Uint8Array(256);
braces[0x22] = 1;
braces[0x7b] = braces[0x5b] = 2;
braces[0x7d] = braces[0x5d] = 3;

/** First byte at or behind `from` that is not white space, or the end. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && (bytes[i] === 32 || bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 9)) i++;
  return i;
}

/** Behind the closing quote of the string whose opening quote is at `from`; or `incomplete`, `broken`. */
export function stringEnd(bytes: Uint8Array, from: number): number {
  for (let i = from + 1; i < bytes.length; i++) {
    const c = bytes[i]!;
    if (c > 0x5c) continue;
    if (c === 0x22) return i + 1;
    if (c === 0x5c) i++;
    else if (c === 10 || c === 13) return broken;
  }
  return incomplete;
}

/**
 * Behind the JSON value that starts at `from`, by its braces and strings alone; or `incomplete`, `broken`. A number or literal that
 * touches the end of the bytes is whole only where `last`.
 */
export function valueEnd(bytes: Uint8Array, from: number, { last }: { last: boolean }): number {
  const first = bytes[from];
  if (first === 0x22) return stringEnd(bytes, from);
  if (first !== 0x7b && first !== 0x5b) {
    let i = from;
    while (i < bytes.length && !endsScalar(bytes[i]!)) i++;
    return i === bytes.length && !last ? incomplete : Math.max(i, from + 1);
  }
  let depth = 0;
  for (let i = from; i < bytes.length; i++) {
    const kind = braces[bytes[i]!]!;
    if (kind === 0) continue;
    if (kind === 1) {
      const end = stringEnd(bytes, i);
      if (end < 0) return end;
      i = end - 1;
    } else if (kind === 2) depth++;
    else if (--depth === 0) return i + 1;
  }
  return incomplete;
}

const endsScalar = (c: number): boolean =>
  c === 0x2c || c === 0x7d || c === 0x5d || c === 0x7b || c === 0x5b || c === 32 || c === 10 || c === 13 || c === 9;

/** How far the line that holds `at` is indented; `carried` where the line starts before the bytes do (`carried` >= 0). */
export function indentOf(bytes: Uint8Array, at: number, carried: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== 10 && bytes[start - 1] !== 13) start--;
  if (start === 0 && carried >= 0) return carried;
  let i = start;
  while (bytes[i] === 32 || bytes[i] === 9) i++;
  return i - start;
}

/** The first line behind `from` (and before `to`) that begins with `{`, indented no deeper than `indent`: its brace, or -1. */
export function nextObjectLine(bytes: Uint8Array, from: number, to: number, indent: number): number {
  for (let i = from; i < to; i++) {
    if (bytes[i] !== 10 && bytes[i] !== 13) continue;
    let j = i + 1;
    while (j < to && (bytes[j] === 32 || bytes[j] === 9)) j++;
    if (j < to && bytes[j] === 0x7b && j - i - 1 <= indent) return j;
  }
  return -1;
}

/** How the object at `from` begins: its brace and its first key; null where that can't be told. */
export function startOf(bytes: Uint8Array, from: number): Uint8Array | null {
  const quote = skipSpace(bytes, from + 1);
  const end = bytes[from] === 0x7b && bytes[quote] === 0x22 ? stringEnd(bytes, quote) : broken;
  return end < 0 ? null : bytes.slice(from, end);
}

/** The objects behind `from` (and before `to`) that begin with the bytes `start` behind a comma or another object: their braces, in order. */
export function* objectsLike(bytes: Uint8Array, from: number, to: number, start: Uint8Array): Generator<number> {
  for (let i = bytes.indexOf(0x7b, from + 1); i >= 0 && i + start.length <= to; i = bytes.indexOf(0x7b, i + 1)) {
    let before = i - 1;
    while (before > from && endsScalar(bytes[before]!) && bytes[before]! <= 32) before--;
    const isNext = bytes[before] === 0x2c || bytes[before] === 0x7d;
    if (isNext && start.every((byte, k) => bytes[i + k] === byte)) yield i;
  }
}
