import { brokenUtf8At, countLines, decodeUtf8, lineEnd, longestRecord, rawText } from "./bytes.ts";
import type { Recognised, Reject } from "./format.ts";
import { indentOf, nextObjectLine, objectsLike, skipSpace, startOf, stringEnd, valueEnd } from "./json-scan.ts";
import { isObject, parseExactJson } from "./json-text.ts";
import type { Taken, TextReader } from "./text-slices.ts";

const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const doubleQuote = 0x22;

/** Bytes that may be read again in search of a way on, before the rest of a region is given up. */
const rereadBudget = 128 * 1024 * 1024;

/**
 * A reader of JSON that is not one record a line: arrays of objects, objects that hold such an array, pretty-printed and concatenated
 * objects. Elements are found by braces and strings and parsed one at a time; a broken one is a reject, and reading goes on behind it.
 */
export function jsonDocumentsReader(layout: NonNullable<Recognised["layout"]>): TextReader {
  const path = typeof layout === "object" ? pathOf(layout.records) : [];
  /** Open containers: the depth in `path` of a wrapping object, or `inArray`. */
  const open: number[] = [];
  const inArray = -1;
  /** Where a record was too long, what the next one is known by. */
  let resync: { readonly indent: number; readonly start: Uint8Array | null } | null = null;
  /** The last whole record: how it begins, and its keys. */
  let model: { readonly start: Uint8Array | null; readonly keys: readonly string[] } | null = null;
  /** Indentation of the line in which the region starts, or -1 where it starts a line. */
  let carriedIndent = -1;
  let reread = 0;
  let found = false;

  return (bytes, { firstLine, last, cut }) => {
    const records: Record<string, unknown>[] = [];
    const lines: number[] = [];
    const rejects: Reject[] = [];
    const size = bytes.length;
    let at = 0;
    let line = firstLine;
    let lineAt = 0;
    const moveLine = (to: number): number => {
      line += countLines(bytes, lineAt, to);
      lineAt = to;
      return line;
    };
    const reject = (from: number, to: number, reason: string): number => {
      rejects.push({ line: moveLine(from), reason, raw: rawText(bytes.subarray(from, to)).replace(/[\s,]+$/, "") });
      return to;
    };
    const ended = cut ? "the file ends in mid-stream, and this record with it" : "the file ends in mid-record";

    /** An object of the same keys as the last whole record, or most of them. */
    const isRecord = (from: number): boolean => {
      const end = valueEnd(bytes, from, { last });
      if (end < 0) return false;
      try {
        const value = parseExactJson(decodeUtf8(bytes.subarray(from, end)));
        const keys = model?.keys ?? [];
        const missing = isObject(value) ? keys.filter((key) => !Object.hasOwn(value, key)).length : Infinity;
        return missing === 0 || missing < keys.length / 2;
      } catch {
        return false;
      }
    };

    /** The next record behind `from`: by its line, or within a line by how it begins; -1 where none is found. */
    const nextRecord = (from: number, to: number, by: NonNullable<typeof resync>): number => {
      const onLine = nextObjectLine(bytes, from, to, by.indent);
      const end = onLine < 0 ? to : onLine;
      for (const like of by.start ? objectsLike(bytes, from, end, by.start) : []) if (isRecord(like)) return like;
      return onLine;
    };

    /** Gives up the element at `from`, which ends at `end` if that is known; -1 where more bytes are needed. */
    const giveUp = (from: number, end: number, reason: string): number => {
      const indent = indentOf(bytes, from, carriedIndent);
      if (end < 0) reread += size - from;
      const start = startOf(bytes, from) ?? model?.start ?? null;
      const next = reread > rereadBudget ? -1 : nextRecord(from, end < 0 ? size : end, { indent, start });
      if (next >= 0) return reject(from, next, reason);
      if (end >= 0) return reject(from, end, reason);
      if (last) return reject(from, size, reason);
      if (size - from <= longestRecord) return -1;
      resync = { indent, start };
      return reject(from, size, "longer than 16 MiB");
    };

    const element = (from: number): number => {
      const end = valueEnd(bytes, from, { last });
      if (end === -1 && !last && size - from <= longestRecord) return -1;
      if (end < 0) return giveUp(from, end, end === -1 ? ended : "a string runs over the end of its line");
      if (brokenUtf8At(bytes, from, end) < end) return giveUp(from, end, "not valid UTF-8");
      try {
        const value = parseExactJson(decodeUtf8(bytes.subarray(from, end)));
        if (!isObject(value)) return reject(from, end, "not a JSON object");
        records.push(value);
        lines.push(moveLine(from));
        model = { start: startOf(bytes, from), keys: Object.keys(value) };
        return end;
      } catch (error) {
        return giveUp(from, end, `not valid JSON: ${(error as Error).message.slice(0, 120)}`);
      }
    };

    /** Walks one member of a wrapping object, into the array that is looked for, past anything else. */
    const member = (from: number, depth: number): number => {
      const keyEnd = stringEnd(bytes, from);
      const colon = keyEnd < 0 ? size : skipSpace(bytes, keyEnd);
      const value = colon < size && bytes[colon] === 0x3a ? skipSpace(bytes, colon + 1) : size;
      if (value >= size) return last || size - from > longestRecord ? giveUp(from, -1, ended) : -1;
      const isNext = keyText(bytes, from, keyEnd) === path[depth];
      if (isNext && bytes[value] === openBracket && depth === path.length - 1) {
        open.push(inArray);
        found = true;
        return value + 1;
      }
      if (isNext && bytes[value] === openBrace && depth < path.length - 1) {
        open.push(depth + 1);
        return value + 1;
      }
      const end = valueEnd(bytes, value, { last });
      if (end >= 0) return end;
      return last || end !== -1 || size - from > longestRecord ? giveUp(from, end, ended) : -1;
    };

    const step = (from: number): number => {
      const c = bytes[from]!;
      const inside = open.at(-1);
      if (inside === undefined) {
        if (c === openBracket) {
          open.push(inArray);
          return from + 1;
        }
        if (c === openBrace && path.length > 0) {
          open.push(0);
          found = false;
          return from + 1;
        }
        return c === openBrace ? element(from) : stray(from);
      }
      if (inside === inArray) {
        if (c === closeBracket) {
          open.pop();
          return from + 1;
        }
        return c === closeBrace ? stray(from) : element(from);
      }
      if (c === closeBrace) {
        open.pop();
        if (open.length === 0 && !found) reject(from, from + 1, `an object without an array “${path.join(".")}”`);
        return from + 1;
      }
      return c === doubleQuote ? member(from, inside) : stray(from);
    };

    /** Text that belongs to nothing: up to its line end or the next object. */
    const stray = (from: number): number => {
      const end = lineEnd(bytes, from, size);
      if (end === size && !last && size - from <= longestRecord) return -1;
      const brace = bytes.subarray(from + 1, end).indexOf(openBrace);
      return reject(from, brace < 0 ? end : from + 1 + brace, "text between the records");
    };

    while (at < size) {
      if (resync) {
        const next = nextRecord(at, size, resync);
        if (next >= 0) resync = null;
        else if (!last && size - at <= longestRecord) break;
        at = next < 0 ? size : next;
        continue;
      }
      const from = skipSpace(bytes, at);
      if (from === size) {
        at = size;
        break;
      }
      const next = bytes[from] === comma ? from + 1 : step(from);
      if (next < 0) break;
      at = next;
    }
    if (at === size && !last && bytes[size - 1] === 13) at--;
    moveLine(at);
    const startsLine = at > 0 && (bytes[at - 1] === 10 || bytes[at - 1] === 13);
    carriedIndent = startsLine || (at === 0 && carriedIndent < 0) ? -1 : indentOf(bytes, at, carriedIndent);
    const taken: Taken = {
      consumed: at,
      consumedLines: line - firstLine,
      lines: Int32Array.from(lines),
      rejects,
      data: { kind: "records", records },
    };
    return last && open.length > 0 && !cut ? { ...taken, problem: unclosed } : taken;
  };
}

const unclosed = {
  what: "the file ends inside its list of records.",
  next: "What came before was read. Export or copy the file again to get the rest.",
};

/** The keys of a dotted path to the records; a single key may hold dots of its own only where it is no known path. */
export const pathOf = (records: string): string[] => (records === "hits.hits" ? ["hits", "hits"] : [records]);

export function keyText(bytes: Uint8Array, from: number, to: number): string {
  try {
    return String(JSON.parse(decodeUtf8(bytes.subarray(from, to))));
  } catch {
    return "";
  }
}
