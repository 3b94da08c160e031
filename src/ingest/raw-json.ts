const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;
const deepest = 4;

/** Start and end (exclusive) of every object that begins at each depth of nesting, 0 to 4, in the order of the text. */
function objectsByDepth(bytes: Uint8Array): number[][] {
  const spans: number[][] = Array.from({ length: deepest + 1 }, () => []);
  const starts: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === quote) {
      for (i++; i < bytes.length && bytes[i] !== quote; i++) if (bytes[i] === backslash) i++;
    } else if (byte === openBrace || byte === openBracket) starts.push(byte === openBrace ? i : -1);
    else if (byte === closeBrace || byte === closeBracket) {
      const start = starts.pop() ?? -1;
      if (start >= 0 && starts.length <= deepest) spans[starts.length]!.push(start, i + 1);
    }
  }
  return spans;
}

/**
 * The text of one of several JSON records that share a line: whatever wraps them, records are the objects at the depth that
 * has exactly `count` of them. Null where no depth has.
 */
export function recordOnLine(line: Uint8Array, index: number, count: number): string | null {
  const spans = objectsByDepth(line).find((depth) => depth.length === count * 2);
  return spans ? new TextDecoder().decode(line.subarray(spans[index * 2], spans[index * 2 + 1])) : null;
}
