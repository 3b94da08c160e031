import { brokenUtf8At, decodeUtf8, lineEnds, longestRecord, rawText } from "./bytes.ts";
import type { Reject } from "./format.ts";
import { skipSpace, valueEnd } from "./json-scan.ts";
import { isObject, parseExactJson } from "./json-text.ts";
import type { TextReader } from "./text-slices.ts";

/** A reader of one JSON object a line. A line that holds several objects, or an array of them, gives each; a broken line is one reject. */
export function jsonLinesReader(): TextReader {
  let inTail = false;
  return (bytes, { firstLine, last, cut }) => {
    const records: Record<string, unknown>[] = [];
    const lines: number[] = [];
    const rejects: Reject[] = [];
    const endFrom = lineEnds(bytes);
    let at = 0;
    let line = firstLine;
    while (at < bytes.length) {
      const next = endFrom(at);
      const ends = bytes[next - 1] === 10 || (bytes[next - 1] === 13 && (next < bytes.length || last));
      const tooLong = next - at > longestRecord;
      if (!ends && !last && !tooLong && !inTail) break;
      if (!inTail) {
        const text = bytes.subarray(at, next);
        const found = tooLong ? "longer than 16 MiB" : readLine(text, records);
        if (found !== null) {
          const reason = cut && !ends ? "the file ends in mid-stream, and this record with it" : found;
          rejects.push({ line, reason, raw: rawText(text).replace(/[\r\n]+$/, "") });
        }
        while (lines.length < records.length) lines.push(line);
      }
      inTail = !ends && !last;
      if (ends) line++;
      at = next;
    }
    return {
      consumed: at,
      consumedLines: line - firstLine,
      lines: Int32Array.from(lines),
      rejects,
      data: { kind: "records", records },
    };
  };
}

/** Adds the records of one line; gives what is wrong with it, or null. Adds nothing where something is. */
function readLine(text: Uint8Array, records: Record<string, unknown>[]): string | null {
  if (skipSpace(text, 0) === text.length) return null;
  if (brokenUtf8At(text, 0, text.length) < text.length) return "not valid UTF-8";
  try {
    const value = parseExactJson(decodeUtf8(text));
    const values = Array.isArray(value) ? value : [value];
    if (!values.every(isObject)) return "not a JSON object";
    for (const record of values) records.push(record);
    return null;
  } catch (error) {
    const several = severalValues(text);
    if (several === null) return `not valid JSON: ${(error as Error).message.slice(0, 120)}`;
    for (const record of several) records.push(record);
    return null;
  }
}

/** The objects of a line that holds several one after another, or one and a comma; null where it is anything else. */
function severalValues(text: Uint8Array): Record<string, unknown>[] | null {
  const values: Record<string, unknown>[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const end = valueEnd(text, at, { last: true });
    if (end < 0) return null;
    try {
      const value = parseExactJson(decodeUtf8(text.subarray(at, end)));
      if (!isObject(value)) return null;
      values.push(value);
    } catch {
      return null;
    }
    at = skipSpace(text, end);
    if (text[at] === 0x2c) at = skipSpace(text, at + 1);
  }
  return values;
}
