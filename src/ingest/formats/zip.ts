import { UserError } from "../../lib/errors.ts";
import { decodeUtf8 } from "./bytes.ts";
import { startsWith } from "./foreign.ts";

/** One file of a zip archive, still packed. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflate; APPNOTE 4.4.5. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedSize: number;
  readonly size: number;
  /** Offset of its local header. */
  readonly at: number;
}

const endRecord = [0x50, 0x4b, 0x05, 0x06];
const zip64Locator = [0x50, 0x4b, 0x06, 0x07];
const mostEntries = 10_000;

/** Whether a file is a zip archive, by its first bytes. */
export const isZip = (head: Uint8Array): boolean =>
  startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, endRecord);

/**
 * The files of a zip archive, by its central directory (PKWARE APPNOTE 6.3.10, 4.3.12; zip64 too), so that none has to be held to
 * find the next. Folders are left out.
 * @throws UserError where the directory is missing or not to be believed
 */
export async function readZipEntries(blob: Blob, name: string): Promise<ZipEntry[]> {
  const fail = (what: string, next = "Pack or download it again."): UserError =>
    new UserError(what, { where: name, next });
  const tailAt = Math.max(0, blob.size - 65_557);
  const tail = await view(blob, tailAt, blob.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw fail("the zip archive has lost its end, where its table of contents is.");
  let count = tail.getUint16(end + 10, true);
  let size = tail.getUint32(end + 12, true);
  let at = tail.getUint32(end + 16, true);
  if (end >= 20 && startsWith(new Uint8Array(tail.buffer), zip64Locator, end - 20)) {
    const zip64 = await view(blob, Number(tail.getBigUint64(end - 20 + 8, true)), blob.size);
    if (zip64.byteLength < 56) throw fail("the zip archive is damaged.");
    count = Number(zip64.getBigUint64(32, true));
    size = Number(zip64.getBigUint64(40, true));
    at = Number(zip64.getBigUint64(48, true));
  }
  if (count > mostEntries)
    throw fail(`the archive holds more than ${mostEntries} files.`, "Unpack it and drop the folder.");
  const directory = await view(blob, at, Math.min(blob.size, at + size));
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    if (offset + 46 > directory.byteLength || directory.getUint32(offset, true) !== 0x02014b50)
      throw fail("the zip archive is damaged.");
    const { entry, length } = readEntry(directory, offset);
    if (!entry.name.endsWith("/")) entries.push(entry);
    offset += length;
  }
  if (entries.reduce((sum, entry) => sum + entry.packedSize, 0) > blob.size)
    throw fail(
      "the files in the archive overlap, as they do in one that is made to exhaust a machine.",
      "Unpack it yourself.",
    );
  return entries;
}

function readEntry(directory: DataView, at: number): { entry: ZipEntry; length: number } {
  const flags = directory.getUint16(at + 8, true);
  const nameLength = directory.getUint16(at + 28, true);
  const extraLength = directory.getUint16(at + 30, true);
  const name = decodeUtf8(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength));
  const wide = zip64Fields(directory, at + 46 + nameLength, extraLength);
  const field = (offset: number): number => {
    const value = directory.getUint32(at + offset, true);
    return value === 0xffffffff ? (wide.shift() ?? value) : value;
  };
  const size = field(24);
  const packedSize = field(20);
  const localAt = field(42);
  const entry = {
    name,
    method: directory.getUint16(at + 10, true),
    encrypted: (flags & 1) !== 0,
    packedSize,
    size,
    at: localAt,
  };
  return { entry, length: 46 + nameLength + extraLength + directory.getUint16(at + 32, true) };
}

/** The 64-bit numbers of the zip64 extra field, in their order: size, packed size, offset. */
function zip64Fields(directory: DataView, from: number, length: number): number[] {
  for (let at = from; at + 4 <= from + length; at += 4 + directory.getUint16(at + 2, true)) {
    if (directory.getUint16(at, true) !== 1) continue;
    const count = Math.floor(directory.getUint16(at + 2, true) / 8);
    return Array.from({ length: count }, (_, i) => Number(directory.getBigUint64(at + 4 + i * 8, true)));
  }
  return [];
}

/**
 * The packed bytes of an entry.
 * @throws UserError where its local header is not where the directory says
 */
export async function packedBytes(blob: Blob, entry: ZipEntry, name: string): Promise<Blob> {
  const header = await view(blob, entry.at, entry.at + 30);
  if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04034b50)
    throw new UserError("the zip archive is damaged.", { where: name, next: "Pack or download it again." });
  const start = entry.at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  return blob.slice(start, start + entry.packedSize);
}

const view = async (blob: Blob, from: number, to: number): Promise<DataView<ArrayBuffer>> =>
  new DataView(await blob.slice(from, to).arrayBuffer());
