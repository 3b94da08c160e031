import { brokenUtf8At, lineEnd, longestRecord } from "./bytes.ts";
import { fault, RecordWalker } from "./csv-walker.ts";

/** How a region of delimited text falls into records; the arrays hold `count` entries. */
export interface Scan {
  readonly count: number;
  /** First byte of each record, and the byte behind its last field (its line end is not part of it). */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Physical line of each record, from 0. */
  readonly lines: Int32Array;
  readonly fields: Int32Array;
  /** One of `fault`, or 0. */
  readonly found: Int32Array;
  /** Bytes and physical lines that whole records, and blank lines between them, take up. */
  readonly consumed: number;
  readonly consumedLines: number;
  /** Whether the region ends inside a record that was given up for its length: the next scan passes over the rest of its line. */
  readonly inTail: boolean;
}

export interface ScanOptions {
  /** One byte. */
  readonly delimiter: number;
  /** One byte, or -1 where quotes mean nothing. */
  readonly quote: number;
  /** Fields a record must have; 0: any number. */
  readonly expected: number;
  /** Whether the text ends with these bytes. */
  readonly last: boolean;
  /** Whether the end of the text is missing, so that a last record without line end is not whole. */
  readonly cut?: boolean;
  /** `inTail` of the scan before. */
  readonly inTail?: boolean;
}

/** Bytes that may be walked over in vain for quotes that do not end properly. */
const patienceOf = (size: number): number => 2 ** 26 + 16 * size;

/**
 * Finds the records of delimited text (RFC 4180, with \n, \r\n or \r; a quote inside an unquoted field is taken as it is). Blank
 * lines are passed over. Where a quote runs over a line end and does not end properly, only its first line is given up, and
 * reading goes on at the next. Text that is made of such lines alone is read line by line after some time, or it would never end.
 */
export function scanRecords(bytes: Uint8Array, options: ScanOptions): Scan {
  const { expected, last, cut = false } = options;
  const size = bytes.length;
  const walker = new RecordWalker(bytes, options);
  const columns = new ScanColumns(Math.max(64, size >> 7));
  const sound = brokenUtf8At(bytes, 0, size) === size;
  let at = 0;
  let line = 0;
  let inTail = options.inTail ?? false;
  let patience = patienceOf(size);
  if (inTail) {
    at = lineEnd(bytes, 0, size);
    inTail = !last && !endsLine(bytes, at);
    if (!inTail) line++;
  }
  while (at < size) {
    const until = patience > 0 ? size : lineEnd(bytes, at, size);
    const whole = walker.walk(at, until);
    const end = walker.at;
    const waits = !whole && walker.found !== fault.afterQuote;
    if (waits && !last && until === size && size - at <= longestRecord) break;
    if (whole || (waits && last && !walker.quoteOpen)) {
      if (end + 1 === size && bytes[end] === 13 && !last) break;
      if (end > at) {
        let found: number = walker.found;
        if (found === 0) {
          if (!whole && cut) found = fault.cut;
          else if (end - at > longestRecord) found = fault.tooLong;
          else if (!sound && brokenUtf8At(bytes, at, end) < end) found = fault.utf8;
          else if (expected > 0 && walker.fields !== expected) found = fault.fields;
        }
        columns.add(at, end, line, walker.fields, found);
      }
      line += walker.innerLines + 1;
      at = whole ? end + (bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1) : size;
      continue;
    }
    patience -= end - at;
    const next = lineEnd(bytes, at, size);
    const ends = endsLine(bytes, next) && (next < size || bytes[next - 1] === 10 || last);
    if (!ends && !last && size - at <= longestRecord) break;
    inTail = !ends && !last;
    const overLines = walker.innerLines > 0 || walker.quoteOpen;
    const found = inTail
      ? fault.tooLong
      : overLines
        ? cut && next === size
          ? fault.cut
          : fault.openQuote
        : walker.found;
    columns.add(at, withoutLineEnd(bytes, at, next), line, walker.fields, found);
    if (!inTail) line++;
    at = next;
  }
  return { ...columns.trimmed(), consumed: Math.min(at, size), consumedLines: line, inTail };
}

const endsLine = (bytes: Uint8Array, end: number): boolean =>
  end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13);

function withoutLineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  if (at > start && bytes[at - 1] === 10) at--;
  if (at > start && bytes[at - 1] === 13) at--;
  return at;
}

/** Growing columns of a scan. */
class ScanColumns {
  private count = 0;
  private cells: Int32Array;

  constructor(capacity: number) {
    this.cells = new Int32Array(capacity * 5);
  }

  add(start: number, end: number, line: number, fields: number, found: number): void {
    let at = this.count * 5;
    if (at === this.cells.length) {
      const grown = new Int32Array(this.cells.length * 2);
      grown.set(this.cells);
      this.cells = grown;
    }
    this.cells[at++] = start;
    this.cells[at++] = end;
    this.cells[at++] = line;
    this.cells[at++] = fields;
    this.cells[at] = found;
    this.count++;
  }

  trimmed() {
    const { count, cells } = this;
    const column = (k: number): Int32Array => {
      const values = new Int32Array(count);
      for (let i = 0, at = k; i < count; i++, at += 5) values[i] = cells[at]!;
      return values;
    };
    return { count, starts: column(0), ends: column(1), lines: column(2), fields: column(3), found: column(4) };
  }
}
