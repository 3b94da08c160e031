import { skipAscii, utf8SequenceLength } from "./bytes.ts";
import type { Recognised } from "./format.ts";

/**
 * The encoding of a text by its first bytes: a byte order mark, zero bytes where UTF-16 has them, sound UTF-8, else windows-1252.
 * A text whose multi-byte characters are mostly sound is UTF-8 with damage in it. Null where it is no text (NUL bytes in no pattern, many control characters).
 */
export function detectEncoding(
  head: Uint8Array,
  { whole }: { whole: boolean },
): { encoding: Recognised["encoding"]; notes: string[] } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", notes: [] };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", notes: [] };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", notes: [] };
  const zeros = zeroShares(head.subarray(0, 65_536));
  if (zeros.odd > 0.4 && zeros.even < 0.1) return { encoding: "utf-16le", notes: [bare("little")] };
  if (zeros.even > 0.4 && zeros.odd < 0.1) return { encoding: "utf-16be", notes: [bare("big")] };
  if (zeros.even + zeros.odd > 0.02 || controlShare(head.subarray(0, 65_536)) > 0.03) return null;
  return utf8OrLatin(head, whole);
}

const bare = (end: string): string => `UTF-16 (${end}-endian) without a byte order mark, known by its zero bytes.`;

function zeroShares(head: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++) if (head[i] === 0) (i & 1) === 0 ? even++ : odd++;
  const half = Math.max(1, head.length / 2);
  return { even: even / half, odd: odd / half };
}

/** Share of control characters that text has no use for. */
function controlShare(head: Uint8Array): number {
  let controls = 0;
  for (const c of head) if (c < 32 && (c < 9 || (c > 13 && c !== 27 && c < 30))) controls++;
  return controls / head.length;
}

function utf8OrLatin(head: Uint8Array, whole: boolean): { encoding: "utf-8" | "windows-1252"; notes: string[] } {
  let sound = 0;
  let broken = 0;
  for (let i = skipAscii(head, 0, head.length); i < head.length; i = skipAscii(head, i, head.length)) {
    const length = utf8SequenceLength(head, i, head.length);
    if (length > 0) sound++;
    else if (whole || i < head.length - 3) broken++;
    i += Math.max(1, length);
  }
  if (broken === 0) return { encoding: "utf-8", notes: [] };
  if (sound > broken)
    return { encoding: "utf-8", notes: ["UTF-8 with damaged characters: the rows that hold them are rejected."] };
  return { encoding: "windows-1252", notes: ["Not valid UTF-8, so read as windows-1252 (Latin-1)."] };
}

/** Whether a piece from anywhere in a text shows that it is not UTF-8: broken sequences, and more of them than sound ones. */
export function refutesUtf8(piece: Uint8Array): boolean {
  let start = 0;
  while (start < 3 && (piece[start]! & 0xc0) === 0x80) start++;
  return utf8OrLatin(piece.subarray(start), false).encoding === "windows-1252";
}
