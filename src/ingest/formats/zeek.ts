import { brokenUtf8At, decodeUtf8, lineEnd, rawText } from "./bytes.ts";
import { joinFields } from "./csv.ts";
import type { Dialect, Reject } from "./format.ts";
import { makeRecord } from "./record.ts";
import type { TextReader } from "./text-slices.ts";

/** What the `#` lines of a Zeek log say. */
interface Directives {
  readonly separator: string;
  readonly unset: string;
  readonly empty: string;
  readonly columns: readonly string[];
}

const defaults: Directives = { separator: "\t", unset: "-", empty: "(empty)", columns: [] };

export const isZeek = (head: Uint8Array): boolean => /^#(separator|fields)[ \t]/.test(decodeUtf8(head.subarray(0, 16)));

/** The dialect of a Zeek log by its `#` lines: no quotes, columns by `#fields`. */
export function zeekDialect(head: Uint8Array): Dialect {
  let directives = defaults;
  let headerLines = 0;
  for (let at = 0; at < head.length && head[at] === 35; headerLines++) {
    const next = lineEnd(head, at, head.length);
    directives = direct(directives, lineText(head, at, next));
    at = next;
  }
  return { delimiter: directives.separator, quote: "", columns: directives.columns, headerLines };
}

const lineText = (bytes: Uint8Array, from: number, to: number): string =>
  decodeUtf8(bytes.subarray(from, to)).replace(/[\r\n]+$/, "");

function direct(now: Directives, line: string): Directives {
  if (line.startsWith("#separator ")) return { ...now, separator: unescapeBytes(line.slice(11)) };
  const [name, ...values] = line.split(now.separator);
  if (name === "#fields") return { ...now, columns: values };
  if (name === "#unset_field") return { ...now, unset: values[0] ?? "-" };
  if (name === "#empty_field") return { ...now, empty: values[0] ?? "(empty)" };
  return now;
}

const unescapeBytes = (text: string): string =>
  text.includes("\\x")
    ? text.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/**
 * A reader of Zeek's tab-separated logs (https://docs.zeek.org/en/master/log-formats.html): values as texts, unset ones null; a new
 * `#fields` line changes the columns. As "csv" it writes the first columns as tab-separated text with quotes where they are needed.
 */
export function zeekReader(dialect: Dialect, wants: "csv" | "records"): TextReader {
  let directives: Directives = { ...defaults, separator: dialect.delimiter, columns: dialect.columns };
  return (bytes, { firstLine, last, cut }) => {
    const records: Record<string, unknown>[] = [];
    const lines: number[] = [];
    const rejects: Reject[] = [];
    let at = 0;
    let line = firstLine;
    for (; at < bytes.length; line++) {
      const next = lineEnd(bytes, at, bytes.length);
      const ends = bytes[next - 1] === 10 || (bytes[next - 1] === 13 && (next < bytes.length || last));
      if (!ends && !last) break;
      const raw = bytes.subarray(at, next);
      at = next;
      if (raw[0] === 35) {
        directives = direct(directives, lineText(raw, 0, raw.length));
        continue;
      }
      const reason = cut && !ends ? "the file ends in mid-stream, and this record with it" : faultOf(raw);
      const fields = reason === null ? lineText(raw, 0, raw.length) : "";
      if (reason === null && fields === "") continue;
      const values = fields.split(directives.separator);
      const { length } = directives.columns;
      if (reason !== null || values.length !== length) {
        const found = reason ?? `${values.length} fields where #fields has ${length}`;
        rejects.push({ line, reason: found, raw: rawText(raw).replace(/[\r\n]+$/, "") });
        continue;
      }
      lines.push(line);
      records.push(
        makeRecord(
          directives.columns,
          values.map((text) => fieldValue(text, directives)),
        ),
      );
    }
    return {
      consumed: at,
      consumedLines: line - firstLine,
      lines: Int32Array.from(lines),
      rejects,
      data: wants === "csv" ? { kind: "csv", bytes: asText(records, dialect) } : { kind: "records", records },
    };
  };
}

function faultOf(raw: Uint8Array): string | null {
  if (brokenUtf8At(raw, 0, raw.length) < raw.length) return "not valid UTF-8";
  return raw.includes(0) ? "holds a NUL byte" : null;
}

const fieldValue = (text: string, { unset, empty }: Directives): string | null =>
  text === unset ? null : text === empty ? "" : unescapeBytes(text);

function asText(records: readonly Readonly<Record<string, unknown>>[], { delimiter, columns }: Dialect): Uint8Array {
  const rows = records.map((record) =>
    joinFields(
      columns.map((column) => String((Object.hasOwn(record, column) ? record[column] : null) ?? "")),
      { delimiter, quote: '"' },
    ),
  );
  return new TextEncoder().encode(rows.join(""));
}
