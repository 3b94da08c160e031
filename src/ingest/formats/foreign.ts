/** A format that is known and not read: its name, and what to do instead. */
interface Foreign {
  readonly magic: readonly number[];
  readonly at?: number;
  readonly name: string;
  readonly next: string;
}

const text = (word: string): number[] => [...word].map((c) => c.charCodeAt(0));
const unpack = "Unpack it first, or pack it again as zip or gzip.";
const saveAs = "Save it as CSV first.";

const known: readonly Foreign[] = [
  {
    magic: text("ElfFile\0"),
    name: "a Windows event log (.evtx)",
    next: "Export it as CSV, or convert it to JSON with evtx_dump.",
  },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], name: "an old Office document", next: saveAs },
  { magic: text("SQLite format 3"), name: "an SQLite database", next: "Export the table as CSV." },
  { magic: text("%PDF"), name: "a PDF", next: "Export the data behind it as CSV." },
  { magic: text("BZh"), name: "a bzip2 archive", next: unpack },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: "an xz archive", next: unpack },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], name: "a 7z archive", next: unpack },
  { magic: text("Rar!"), name: "a RAR archive", next: unpack },
  { magic: [0x04, 0x22, 0x4d, 0x18], name: "an LZ4 file", next: unpack },
  { magic: text("ustar"), at: 257, name: "a tar archive", next: "Unpack it and drop the folder." },
  { magic: [0x4f, 0x62, 0x6a, 0x01], name: "an Avro file", next: "Export it as Parquet, JSON or CSV." },
  { magic: text("ORC"), name: "an ORC file", next: "Export it as Parquet, JSON or CSV." },
  { magic: text("ARROW1"), name: "an Arrow file", next: "Export it as Parquet, JSON or CSV." },
  { magic: text("PARE"), name: "an encrypted Parquet file", next: "Export it without encryption." },
  { magic: [0x89, 0x50, 0x4e, 0x47], name: "a picture", next: "Drop the logs themselves." },
  { magic: text("<?xml"), name: "XML", next: "Export it as CSV or JSON." },
  ...["<!DOCTYPE", "<!doctype", "<html"].map((word) => ({
    magic: text(word),
    name: "a web page",
    next: "The download may have given a login page: fetch the export again.",
  })),
];

export const startsWith = (bytes: Uint8Array, magic: readonly number[], at = 0): boolean =>
  bytes.length >= at + magic.length && magic.every((byte, i) => bytes[at + i] === byte);

/** What a file is that is known by its first bytes and not read; null where it may be readable. */
export function foreignFormat(head: Uint8Array): Pick<Foreign, "name" | "next"> | null {
  return known.find(({ magic, at = 0 }) => startsWith(head, magic, at)) ?? null;
}
