import fc from "fast-check";

/** One change to the bytes of a file. */
export interface Change {
  /** Where, as a share of the file's length. */
  readonly at: number;
  readonly kind: (typeof kinds)[number];
  readonly byte: number;
}

const kinds = ["flip", "cut", "drop", "double", "quote", "newline", "nul", "brace", "most", "grow", "swap"] as const;

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    kind: fc.constantFrom(...kinds),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The bytes with one change made to them. */
export function changed(bytes: Uint8Array, { at, kind, byte }: Change): Uint8Array {
  const i = Math.floor(bytes.length * at);
  const insert = (...values: number[]): Uint8Array =>
    Uint8Array.from([...bytes.subarray(0, i), ...values, ...bytes.subarray(i)]);
  const write = (...values: number[]): Uint8Array => {
    const copy = bytes.slice();
    copy.set(values.slice(0, copy.length - i), i);
    return copy;
  };
  switch (kind) {
    case "cut":
      return bytes.slice(0, i);
    case "drop":
      return Uint8Array.from([...bytes.subarray(0, i), ...bytes.subarray(i + 1 + (byte & 15))]);
    case "double":
      return insert(...bytes.subarray(i, i + 20));
    case "quote":
      return insert(34);
    case "newline":
      return insert(13, 10);
    case "nul":
      return insert(0);
    case "brace":
      return insert(byte & 1 ? 0x7b : 0x5d);
    case "most":
      return write(...(byte & 1 ? [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f] : [0xff, 0xff, 0xff, 0x7f]));
    case "grow":
      return insert(...new Array<number>(byte * 8).fill(bytes[i] ?? 0));
    case "swap":
      return Uint8Array.from([...bytes.subarray(i), ...bytes.subarray(0, i)]);
    default:
      return write(byte);
  }
}
