import fc from "fast-check";
import { csvReader } from "../../src/ingest/formats/csv.ts";
import { scanRecords } from "../../src/ingest/formats/csv-scanner.ts";
import { jsonDocumentsReader } from "../../src/ingest/formats/json-documents.ts";
import { jsonLinesReader } from "../../src/ingest/formats/json-lines.ts";
import type { TextReader } from "../../src/ingest/formats/text-slices.ts";
import { parseTime } from "../../src/lib/time-parse.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";
import { readRegions } from "./support/regions.ts";
import { anyRows, anyText, csvRow, nearJson } from "./support/texts.ts";

export const cases = 1_000_000;

const utf8 = new TextEncoder();
const dialect = { delimiter: ",", quote: '"', columns: ["a", "b", "c"], headerLines: 0 };
const same = (ours: unknown, expected: unknown, what: string): void => {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} is not ${b}`);
};

/** No byte is lost: between two records, and before the first and behind the last, stand line ends alone. */
const noByteLost = fc.property(anyText, fc.boolean(), (text, cut) => {
  const bytes = utf8.encode(text);
  const scan = scanRecords(bytes, { delimiter: 44, quote: 34, expected: 3, last: true, cut });
  let at = 0;
  for (let i = 0; i <= scan.count; i++) {
    const next = i < scan.count ? scan.starts[i]! : bytes.length;
    for (const byte of bytes.subarray(at, next))
      if (byte !== 10 && byte !== 13) throw new Error(`byte ${byte} is lost`);
    at = scan.ends[i] ?? next;
  }
  same(scan.consumed, bytes.length, "bytes read");
});

/** Rows in = records + rejects, whatever stands in them; sound rows come out with their fields as they were. */
const rowsConserved = fc.property(anyRows, fc.constantFrom("\n", "\r\n"), (rows, end) => {
  const bytes = utf8.encode(rows.map((row) => csvRow(row) + end).join(""));
  const { records, rejects } = readRegions(csvReader(dialect, "records"), bytes);
  same(records.length + rejects.length, rows.length, "rows");
  const sound = rows.filter((row) => row.length === 3);
  same(
    records.map((record) => Object.values(record as object)),
    sound,
    "fields",
  );
});

/** Lines of JSON: each that is not blank is a record or a reject; of a line, all records or one reject. */
const linesConserved = fc.property(fc.array(nearJson, { maxLength: 4 }), (parts) => {
  const lines = parts.map((part) => part.replaceAll(/[\r\n]/g, " "));
  const { lines: at, rejects } = readRegions(jsonLinesReader(), utf8.encode(lines.join("\n")));
  const told = [...new Set([...at, ...rejects.map(({ line }) => line)])].sort((a, b) => a - b);
  const expected = lines.flatMap((line, i) => (/[^ \t]/.test(line) && line.trim() !== "[]" ? [i + 1] : []));
  const empty = expected.filter((line) => !told.includes(line));
  const gone = empty.filter((line) => !/^[\s,[\]]*$/.test(lines[line - 1]!));
  same(gone, [], "lines that nothing tells of");
  same(new Set(rejects.map(({ line }) => line)).size, rejects.length, "one reject a line");
});

/** Where a file is cut into slices changes nothing: neither what is read, nor what is rejected, nor on which line. */
const splitting = (reader: () => TextReader, text: fc.Arbitrary<string>) =>
  fc.property(text, fc.integer({ min: 1, max: 30 }), (content, size) => {
    const bytes = utf8.encode(content);
    same(readRegions(reader(), bytes, size), readRegions(reader(), bytes), `slices of ${size} bytes`);
  });

/** The order of rows changes nothing but their order. */
const permuted = fc.property(
  anyRows.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
  ([rows, shuffled]) => {
    const read = (given: readonly string[][]) => {
      const text = given.map((row) => `${csvRow(row)}\n`).join("");
      const { records, rejects } = readRegions(csvReader(dialect, "records"), utf8.encode(text));
      return [records.map((row) => JSON.stringify(row)).sort(), rejects.map(({ raw }) => raw).sort()];
    };
    same(read(shuffled), read(rows), "rows in another order");
  },
);

const two = (n: number): string => String(n).padStart(2, "0");
const ms = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2067, 1, 1) });
const days = fc.integer({ min: -300, max: 300 });
const written: Readonly<Record<string, (at: Date) => string>> = {
  iso: (at) => at.toISOString(),
  "%d/%m/%Y %H:%M:%S": (at) =>
    `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)}`,
  "%m/%d/%y %I:%M %p": (at) =>
    `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${two(at.getUTCFullYear() % 100)} ${two(at.getUTCHours() % 12 || 12)}:${two(at.getUTCMinutes())} ${at.getUTCHours() < 12 ? "AM" : "PM"}`,
  "%Y-%m-%d %H:%M:%S.%f": (at) => at.toISOString().slice(0, 23).replace("T", " "),
  epoch_s: (at) => String(at.getTime() / 1000),
  epoch_ms: (at) => String(at.getTime()),
  epoch_us: (at) => `${at.getTime()}000`,
  filetime: (at) => String(BigInt(at.getTime() + 11_644_473_600_000) * 10_000n),
};

/** A time written days later is read those days later, to the millisecond, in every format. */
const shifted = fc.property(ms, days, fc.constantFrom(...Object.keys(written)), (at, by, format) => {
  const read = (time: number) => parseTime(written[format]!(new Date(time)), format);
  const [now, later] = [read(at), read(at + by * 86_400_000)];
  if (now === null || later === null) throw new Error("a time that was written is not read");
  same(Math.round(later) - Math.round(now), by * 86_400_000, "the shift");
});

/** Row conservation, splitting, permutation and time shift, over the parts of the import that need no database. */
export async function fuzz({ cases: all, seed }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const checks: readonly (readonly [string, fc.IRawProperty<unknown>, number])[] = [
    ["conservation: no byte of delimited text is lost", noByteLost, 0.2],
    ["conservation: every row is read or rejected, fields unchanged", rowsConserved, 0.15],
    ["conservation: every line of JSON is read or rejected", linesConserved, 0.1],
    ["splitting: delimited text", splitting(() => csvReader(dialect, "records"), anyText), 0.15],
    ["splitting: delimited text for DuckDB", splitting(() => csvReader(dialect, "csv"), anyText), 0.05],
    ["splitting: JSON lines", splitting(jsonLinesReader, nearJson), 0.05],
    ["splitting: JSON documents", splitting(() => jsonDocumentsReader("array"), nearJson), 0.05],
    ["permutation: the order of rows", permuted, 0.1],
    ["time shift: every format", shifted, 0.15],
  ] as const;
  const rows: FuzzRow[] = [];
  for (const [what, property, share] of checks)
    rows.push(await tryProperty(what, property, { cases: Math.ceil(all * share), seed }));
  return rows;
}
