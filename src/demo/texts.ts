const utf8 = new TextEncoder();

/** Texts and their codes: a column of an export holds codes until it is written. None may need quotes in a CSV. */
export class Texts {
  readonly bytes: Uint8Array[] = [];
  readonly names: string[] = [];
  readonly #codes = new Map<string, number>();

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.code(text);
  }

  /** The code of a text, a new one if it is new. */
  code(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.names.length);
    this.names.push(text);
    return this.bytes.push(utf8.encode(text)) - 1;
  }
}
