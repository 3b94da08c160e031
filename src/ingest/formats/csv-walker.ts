/** What can be wrong with a record. */
export const fault = { openQuote: 1, afterQuote: 2, fields: 3, utf8: 4, nul: 5, tooLong: 6, cut: 7 } as const;

const delimiterKind = 1;
const lineKind = 2;
const quoteKind = 3;
const nulKind = 4;

/** Walks over delimited text one record at a time, by one table look-up a byte; its fields hold what the last walk saw. */
export class RecordWalker {
  at = 0;
  fields = 0;
  innerLines = 0;
  found = 0;
  quoteOpen = false;
  private readonly bytes: Uint8Array;
  private readonly kinds = new Uint8Array(256);
  private readonly quote: number;
  private readonly mostFields: number;

  constructor(
    bytes: Uint8Array,
    { delimiter, quote, expected }: { delimiter: number; quote: number; expected: number },
  ) {
    this.bytes = bytes;
    this.quote = quote;
    this.mostFields = expected > 0 ? expected * 2 + 16 : Number.POSITIVE_INFINITY;
    this.kinds[0] = nulKind;
    this.kinds[10] = this.kinds[13] = lineKind;
    this.kinds[delimiter] = delimiterKind;
    if (quote >= 0) this.kinds[quote] = quoteKind;
  }

  /** Walks from `start` to the line end of its record (`at`); false where there is none before `size`, or a quote went wrong. */
  walk(start: number, size = this.bytes.length): boolean {
    const { bytes, kinds } = this;
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
        i = this.walkQuoted(i + 1, size);
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
  private walkQuoted(from: number, size: number): number {
    const { bytes, quote } = this;
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
