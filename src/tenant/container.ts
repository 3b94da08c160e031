import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";

/** Columns of a container: numbers as typed arrays, or texts. */
export type Section = Float64Array | Float32Array | Int32Array | Uint8Array | readonly string[];

export interface Container {
  /** Plain data (JSON). */
  readonly header: unknown;
  readonly sections: ReadonlyMap<string, Section>;
}

/** The version of the layout that this program writes, and the newest that it reads. */
export const containerVersion = 1;

const magic = "SGRAPHM\n";
const preambleBytes = 32;
const digestBytes = 32;
const kinds = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds | "text";

interface Place {
  readonly name: string;
  readonly kind: Kind;
  /** Bytes from the end of the head, a multiple of eight. */
  readonly at: number;
  /** Numbers, or bytes of text. */
  readonly length: number;
  /** Of texts: how many, their ends (UTF-16 units) being the section `name#`. */
  readonly count?: number;
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function kindOf(section: Exclude<Section, readonly string[]>): keyof typeof kinds {
  if (section instanceof Float64Array) return "f64";
  if (section instanceof Float32Array) return "f32";
  return section instanceof Int32Array ? "i32" : "u8";
}

/** Texts as one, and where each ends. */
function joinTexts(texts: readonly string[]): { readonly bytes: Uint8Array; readonly ends: Int32Array } {
  let end = 0;
  const ends = Int32Array.from(texts, (text) => {
    end += text.length;
    return end;
  });
  return { bytes: new TextEncoder().encode(texts.join("")), ends };
}

/**
 * Packs a header and sections into one file: magic, version, length, the head as JSON, the sections (each at a multiple of eight bytes), and the
 * SHA-256 of all that. Numbers are little-endian.
 * @throws Cancelled
 */
export async function packContainer({ header, sections }: Container, job: Job): Promise<Blob> {
  const places: Place[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  const put = (place: Omit<Place, "at">, bytes: Uint8Array): void => {
    places.push({ ...place, at: size });
    parts.push(bytes, new Uint8Array(padded(bytes.length) - bytes.length));
    size += padded(bytes.length);
  };
  const bytesOf = (array: Exclude<Section, readonly string[]>): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (const [name, section] of sections) {
    if (!isTexts(section)) {
      put({ name, kind: kindOf(section), length: section.length }, bytesOf(section));
      continue;
    }
    const { bytes, ends } = joinTexts(section);
    put({ name, kind: "text", length: bytes.length, count: section.length }, bytes);
    put({ name: `${name}#`, kind: "i32", length: ends.length }, bytesOf(ends));
  }
  const head = new TextEncoder().encode(JSON.stringify({ header, places }));
  const preamble = new Uint8Array(preambleBytes);
  const view = new DataView(preamble.buffer);
  preamble.set(new TextEncoder().encode(magic));
  view.setUint32(8, containerVersion, true);
  view.setUint32(12, head.length, true);
  view.setFloat64(16, preambleBytes + padded(head.length) + size + digestBytes, true);
  const body = new Blob([preamble, head, new Uint8Array(padded(head.length) - head.length), ...parts] as BlobPart[]);
  const digest = await sha256(body, job);
  return new Blob([body, Uint8Array.from(digest.match(/../g)!, (byte) => Number.parseInt(byte, 16))]);
}

const isTexts = (section: Section): section is readonly string[] => Array.isArray(section);

/**
 * Reads a file that `packContainer` wrote; numbers are views of its bytes. Everything is checked before anything is read.
 * @param where how the file is named to a person
 * @param kind what the file should be
 * @throws UserError for what is no such file, is of a newer version, or is not whole; Cancelled
 */
export async function unpackContainer(
  blob: Blob,
  { where, job, kind = "model" }: { where: string; job: Job; kind?: "model" | "chunk" },
): Promise<Container> {
  const again = kind === "model" ? ", or fit the model again." : ", or import its logs again.";
  const preamble = new Uint8Array(await blob.slice(0, preambleBytes).arrayBuffer());
  const name = new TextDecoder().decode(preamble.subarray(0, magic.length));
  if (preamble.length < preambleBytes || name !== magic)
    throw new UserError(`This is no ${kind} file.`, { where, next: "Choose a file that Shadowgraph exported." });
  const view = new DataView(preamble.buffer);
  const version = view.getUint32(8, true);
  if (version > containerVersion)
    throw new UserError(`The ${kind} has format version ${version}; this program reads up to ${containerVersion}.`, {
      where,
      next: `Open it with a newer Shadowgraph${again}`,
    });
  const length = view.getFloat64(16, true);
  if (length !== blob.size)
    throw new UserError(`The ${kind} file has ${blob.size} bytes; it should have ${length}.`, {
      where,
      next: `Copy or export it again${again}`,
    });
  const whole = blob.size - digestBytes;
  const digest = new Uint8Array(await blob.slice(whole).arrayBuffer());
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if ((await sha256(blob.slice(0, whole), job)) !== hex)
    throw new UserError(`The ${kind} file is damaged: its checksum differs.`, {
      where,
      next: `Copy or export it again${again}`,
    });
  try {
    return readSections(await blob.slice(0, whole).arrayBuffer());
  } catch {
    throw new UserError(`The ${kind} file does not hold what its head says.`, {
      where,
      next: `Copy or export it again${again}`,
    });
  }
}

/** The header and sections of a whole file without its checksum. @throws Error where the head is not as `packContainer` writes it */
function readSections(bytes: ArrayBuffer): Container {
  const headLength = new DataView(bytes).getUint32(12, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, preambleBytes, headLength))) as {
    readonly header: unknown;
    readonly places: readonly Place[];
  };
  const start = preambleBytes + padded(headLength);
  const sections = new Map<string, Section>();
  const numbers = ({ kind, at, length: n }: Place): Exclude<Section, readonly string[]> =>
    new kinds[kind as keyof typeof kinds](bytes, start + at, n);
  for (const place of head.places) if (place.kind !== "text") sections.set(place.name, numbers(place));
  for (const place of head.places) {
    if (place.kind !== "text") continue;
    const ends = sections.get(`${place.name}#`) as Int32Array;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      new Uint8Array(bytes, start + place.at, place.length),
    );
    let from = 0;
    sections.set(
      place.name,
      Array.from(ends, (end) => {
        const one = text.slice(from, end);
        from = end;
        return one;
      }),
    );
    sections.delete(`${place.name}#`);
  }
  return { header: head.header, sections };
}
