import { brokenUtf8At, lineEnd, longestRecord } from "./bytes.ts";

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

/** What can be wrong with a record. */
export const fault = { openQuote: 1, afterQuote: 2, fields: 3, utf8: 4, nul: 5, tooLong: 6, cut: 7 } as const;

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

const delimiterKind = 1;
const lineKind = 2;
const quoteKind = 3;
const nulKind = 4;

/**
 * Finds the records of delimited text (RFC 4180, with \n, \r\n or \r; a quote inside an unquoted field is taken as it is). Blank
 * lines are passed over. Where a quote runs over a line end and does not end properly, only its first line is given up, and
 * reading goes on at the next.
 */
export function scanRecords(bytes: Uint8Array, options: ScanOptions): Scan {
  const { expected, last, cut = false } = options;
  const size = bytes.length;
  const walker = new Walker(bytes, options);
  const columns = new ScanColumns(Math.max(64, size >> 7));
  const sound = brokenUtf8At(bytes, 0, size) === size;
  let at = 0;
  let line = 0;
  let inTail = options.inTail ?? false;
  if (inTail) {
    at = lineEnd(bytes, 0, size);
    inTail = !last && !endsLine(bytes, at);
    if (!inTail) line++;
  }
  while (at < size) {
    const whole = walker.walk(at);
    const end = walker.at;
    const waits = !whole && walker.found !== fault.afterQuote;
    if (waits && !last && size - at <= longestRecord) break;
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

/** Walks one record at a time; its fields hold what the last walk saw. */
class Walker {
  at = 0;
  fields = 0;
  innerLines = 0;
  found = 0;
  quoteOpen = false;
  private readonly bytes: Uint8Array;
  private readonly kinds = new Uint8Array(256);
  private readonly quote: number;
  private readonly mostFields: number;

  constructor(bytes: Uint8Array, { delimiter, quote, expected }: ScanOptions) {
    this.bytes = bytes;
    this.quote = quote;
    this.mostFields = expected > 0 ? expected * 2 + 16 : Number.POSITIVE_INFINITY;
    this.kinds[0] = nulKind;
    this.kinds[10] = this.kinds[13] = lineKind;
    this.kinds[delimiter] = delimiterKind;
    if (quote >= 0) this.kinds[quote] = quoteKind;
  }

  /** Walks from `start` to the line end of its record (`at`); false where there is none, or a quote went wrong. */
  walk(start: number): boolean {
    const { bytes, kinds } = this;
    const size = bytes.length;
    let i = start;
    let fieldStart = start;
    let fields = 1;
    this.innerLines = 0;
    this.found = 0;
    this.quoteOpen = false;
    let whole = false;
    for (;;) {
      let kind = 0;
      while (i < size) {
        kind = kinds[bytes[i]!]!;
        if (kind !== 0) break;
        i++;
      }
      if (i >= size) break;
      if (kind === delimiterKind) {
        fields++;
        fieldStart = ++i;
      } else if (kind === lineKind) {
        whole = true;
        break;
      } else if (kind === nulKind) {
        this.found = fault.nul;
        i++;
      } else if (i === fieldStart) {
        i = this.walkQuoted(i + 1);
        if (this.quoteOpen || i >= size) break;
        const next = kinds[bytes[i]!]!;
        if ((next !== delimiterKind && next !== lineKind) || (this.innerLines > 0 && fields > this.mostFields)) {
          this.found = fault.afterQuote;
          break;
        }
      } else i++;
    }
    this.at = i;
    this.fields = fields;
    return whole;
  }

  /** Walks a quoted field from behind its opening quote to behind its closing one. */
  private walkQuoted(from: number): number {
    const { bytes, quote } = this;
    const size = bytes.length;
    for (let i = from; i < size; i++) {
      const c = bytes[i]!;
      if (c > 34 && c !== quote) continue;
      if (c === quote) {
        if (bytes[i + 1] !== quote) return i + 1;
        i++;
      } else if (c === 10 || (c === 13 && bytes[i + 1] !== 10)) this.innerLines++;
      else if (c === 0) this.found = fault.nul;
    }
    this.quoteOpen = true;
    return size;
  }
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
