import { decodeUtf8, lineEnd, rawText } from "./bytes.ts";
import { type Scan, scanRecords } from "./csv-scanner.ts";
import { fault } from "./csv-walker.ts";
import type { Dialect, Reject } from "./format.ts";
import { makeRecord } from "./record.ts";
import type { TextReader } from "./text-slices.ts";

/**
 * A reader of delimited text. As "csv" it hands over the bytes of sound records, each ended by one \n, whatever the file had;
 * as "records" the fields as texts.
 */
export function csvReader(dialect: Dialect, wants: "csv" | "records"): TextReader {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0);
  const expected = dialect.columns.length;
  let headerLeft = dialect.headerLines;
  let inTail = false;
  return (bytes, { firstLine, last, cut }) => {
    let body = 0;
    let headerRead = 0;
    while (headerLeft > 0 && body < bytes.length) {
      const next = lineEnd(bytes, body, bytes.length);
      if (!last && next === bytes.length) break;
      body = next;
      headerLeft--;
      headerRead++;
    }
    const text = headerLeft > 0 ? bytes.subarray(0, 0) : bytes.subarray(body);
    const scan = scanRecords(text, { delimiter, quote, expected, last, cut, inTail });
    inTail = scan.inTail;
    const line = firstLine + headerRead;
    return {
      consumed: last ? bytes.length : body + scan.consumed,
      consumedLines: headerRead + scan.consumedLines,
      lines: soundLines(scan, line),
      rejects: rejectsOf(text, scan, line, expected),
      data:
        wants === "csv"
          ? { kind: "csv", bytes: soundBytes(text, scan) }
          : { kind: "records", records: decodeRecords(text, scan, dialect) },
    };
  };
}

function soundLines(scan: Scan, firstLine: number): Int32Array {
  const lines = new Int32Array(scan.count);
  let n = 0;
  for (let i = 0; i < scan.count; i++) if (scan.found[i] === 0) lines[n++] = firstLine + scan.lines[i]!;
  return n === lines.length ? lines : lines.slice(0, n);
}

function rejectsOf(text: Uint8Array, scan: Scan, firstLine: number, expected: number): Reject[] {
  const rejects: Reject[] = [];
  for (let i = 0; i < scan.count; i++) {
    const found = scan.found[i]!;
    if (found === 0) continue;
    rejects.push({
      line: firstLine + scan.lines[i]!,
      reason: reasonOf(found, scan.fields[i]!, expected),
      raw: rawText(text.subarray(scan.starts[i]!, scan.ends[i]!)),
    });
  }
  return rejects;
}

function reasonOf(found: number, fields: number, expected: number): string {
  switch (found) {
    case fault.openQuote:
      return "a quote is opened and not closed properly";
    case fault.afterQuote:
      return "text follows a closing quote";
    case fault.fields:
      return `${fields} ${fields === 1 ? "field" : "fields"} where the header has ${expected}`;
    case fault.utf8:
      return "not valid UTF-8";
    case fault.nul:
      return "holds a NUL byte";
    case fault.tooLong:
      return "longer than 16 MiB";
    default:
      return "the file ends in mid-stream, and this record with it";
  }
}

/** The sound records, each ended by one \n: a view of `text` where nothing had to be cut or changed. */
function soundBytes(text: Uint8Array, scan: Scan): Uint8Array {
  if (isClean(text, scan)) return text.subarray(0, scan.consumed);
  const out = new Uint8Array(scan.consumed + 1);
  let n = 0;
  for (let i = 0; i < scan.count; i++) {
    if (scan.found[i] !== 0) continue;
    const start = scan.starts[i]!;
    const end = scan.ends[i]!;
    out.set(text.subarray(start, end), n);
    n += end - start;
    out[n++] = 10;
  }
  return out.subarray(0, n);
}

function isClean(text: Uint8Array, scan: Scan): boolean {
  let at = 0;
  for (let i = 0; i < scan.count; i++) {
    if (scan.found[i] !== 0 || scan.starts[i] !== at || text[scan.ends[i]!] !== 10) return false;
    at = scan.ends[i]! + 1;
  }
  return at === scan.consumed;
}

function decodeRecords(text: Uint8Array, scan: Scan, dialect: Dialect): Readonly<Record<string, unknown>>[] {
  const records: Readonly<Record<string, unknown>>[] = [];
  for (let i = 0; i < scan.count; i++) {
    if (scan.found[i] !== 0) continue;
    records.push(
      makeRecord(dialect.columns, splitFields(decodeUtf8(text.subarray(scan.starts[i]!, scan.ends[i]!)), dialect)),
    );
  }
  return records;
}

/** The fields of one record, unquoted. */
export function splitFields(record: string, { delimiter, quote }: Pick<Dialect, "delimiter" | "quote">): string[] {
  if (quote === "" || !record.includes(quote)) return record.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (record.startsWith(quote, at)) {
      let close = record.indexOf(quote, at + 1);
      while (close >= 0 && record.startsWith(quote, close + 1)) close = record.indexOf(quote, close + 2);
      if (close < 0) close = record.length;
      fields.push(record.slice(at + 1, close).replaceAll(quote + quote, quote));
      end = record.indexOf(delimiter, close);
    } else {
      end = record.indexOf(delimiter, at);
      fields.push(end < 0 ? record.slice(at) : record.slice(at, end));
    }
    if (end < 0) return fields;
    at = end + delimiter.length;
  }
}

/** One line of comma-separated text that any reader reads back as these fields, \n included. */
export function joinFields(
  fields: readonly string[],
  { delimiter, quote }: Pick<Dialect, "delimiter" | "quote">,
): string {
  const needsQuotes = (field: string): boolean =>
    field.includes(delimiter) || field.includes(quote) || field.includes("\n") || field.includes("\r");
  const written = fields.map((field) =>
    needsQuotes(field) ? quote + field.replaceAll(quote, quote + quote) + quote : field,
  );
  return `${written.join(delimiter)}\n`;
}
