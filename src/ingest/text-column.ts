import { type Data, makeData, Utf8 } from "apache-arrow";

const encoder = new TextEncoder();

/** Gathers texts into one Arrow column, byte by byte, with no object a row. */
export class TextColumn {
  readonly #offsets: Int32Array;
  readonly #valid: Uint8Array;
  #bytes: Uint8Array;
  #end = 0;
  #rows = 0;
  #nulls = 0;

  constructor(rows: number) {
    this.#offsets = new Int32Array(rows + 1);
    this.#valid = new Uint8Array(Math.ceil(rows / 8) || 1);
    this.#bytes = new Uint8Array(rows * 16 + 64);
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + bytes));
    grown.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = grown;
  }

  push(text: string | null): void {
    const row = this.#rows++;
    if (text === null) this.#nulls++;
    else {
      this.#valid[row >> 3]! |= 1 << (row & 7);
      this.#reserve(text.length * 3);
      if (text.length > 40 || !this.#pushAscii(text)) {
        this.#end += encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
      }
    }
    this.#offsets[row + 1] = this.#end;
  }

  #pushAscii(text: string): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      bytes[end + i] = code;
    }
    this.#end = end + text.length;
    return true;
  }

  data(): Data<Utf8> {
    return makeData({
      type: new Utf8(),
      length: this.#rows,
      nullCount: this.#nulls,
      nullBitmap: this.#valid,
      valueOffsets: this.#offsets,
      data: this.#bytes.subarray(0, this.#end),
    });
  }
}
