import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { header, joined, type Malformed, soundCsv, soundRecord, soundRow } from "./case.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const many = header + Array.from({ length: 5000 }, (_, i) => `${soundRow((i * 7919) % 5003)}\n`).join("");
const gzip = (text: string | Uint8Array): Uint8Array => new Uint8Array(gzipSync(text));
const patched = (bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
};
const zip = (members: Record<string, Uint8Array>): Uint8Array => zipSync(members);
const one = zip({ "a.csv": strToU8(soundCsv(3)) });
/** Where a zip archive's table of contents begins. */
const directoryOf = (bytes: Uint8Array): number => Buffer.from(bytes).indexOf(hex("504b0102"));
const nested = (depth: number): Uint8Array =>
  depth === 0 ? strToU8(soundCsv(6)) : zip({ [depth === 1 ? "a.csv" : "a.zip"]: nested(depth - 1) });
const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: (["time", "user", "action"] as const).map((name) => ({
      name,
      data: Array.from({ length: 40 }, (_, i) => soundRecord(i)[name]),
      type: "STRING" as const,
    })),
  }),
);

/** Packed files, archives, Parquet and Zeek logs that are cut or damaged, and what is no log at all. */
export const packed: readonly Malformed[] = [
  {
    what: "gzip, cut in its header",
    content: gzip(many).subarray(0, 5),
    outcome: /ends before anything is packed in it/,
  },
  {
    what: "gzip, cut behind its header",
    content: gzip(many).subarray(0, 10),
    outcome: /ends before anything is packed in it/,
  },
  {
    what: "gzip, cut in the middle",
    content: new Uint8Array(gzipSync(many, { level: 0 })).subarray(0, 80_000),
    outcome: ["2299/1", /ends in mid-stream/],
  },
  { what: "gzip without its last eight bytes", content: gzip(many).subarray(0, -8), outcome: ["5000/0", /./] },
  { what: "gzip without its last byte", content: gzip(many).subarray(0, -1), outcome: ["5000/0", /./] },
  { what: "gzip with a wrong checksum", content: patched(gzip(many), -8, 1, 2, 3, 4), outcome: ["5000/0", /checksum/] },
  { what: "gzip with a wrong length", content: patched(gzip(many), -4, 1, 2, 3, 4), outcome: ["5000/0", /./] },
  { what: "gzip with an unknown method", content: patched(gzip(many), 2, 7), outcome: /damaged/ },
  { what: "gzip with something behind it", content: joined(gzip(many), "something"), outcome: ["5000/0", /damaged/] },
  {
    what: "gzip with NUL bytes behind it, as tapes leave them",
    content: joined(gzip(many), new Uint8Array(512)),
    outcome: "5000/0",
  },
  { what: "gzip in two members", content: joined(gzip(soundCsv(3)), gzip(`${soundRow(4)}\n`)), outcome: "4/0" },
  { what: "gzip of nothing", content: gzip(""), outcome: /nothing in the compressed file/ },
  { what: "gzip of gzip", content: gzip(gzip(many)), outcome: /binary data/ },
  { what: "gzip of a zip archive", content: gzip(one), outcome: /binary data/ },
  { what: "gzip of Parquet", content: gzip(parquet), outcome: /compressed Parquet file is not read/ },
  {
    what: "gzip of binary data",
    content: gzip(new Uint8Array(5000).map((_, i) => (i * 7919) % 256)),
    outcome: /binary data/,
  },
  {
    what: "gzip, a byte changed in the middle",
    content: patched(gzip(many), 15_000, 0xff),
    outcome: ["5000/0", /checksum/],
  },
  { what: "zstd, cut", content: hex("28b52ffd0468610000612c620a312c780a32"), outcome: /ends in mid-stream/ },
  { what: "zstd, its magic alone", content: hex("28b52ffd"), outcome: /ends in mid-stream/ },
  {
    what: "zstd with a wrong block",
    content: hex("28b52ffd04680fffffff612c620a312c780a322c790a2e9f2146"),
    outcome: /stream is damaged/,
  },
  { what: "zip of one file", content: one, outcome: "3/0" },
  { what: "zip, cut", content: one.subarray(0, one.length - 30), outcome: /lost its end/ },
  { what: "zip, its end alone", content: one.subarray(one.length - 22), outcome: /damaged/ },
  { what: "zip of nothing", content: zip({}), outcome: /no file in the archive/ },
  { what: "zip with a file that is encrypted", content: patched(one, directoryOf(one) + 8, 1), outcome: /encrypted/ },
  {
    what: "zip with an unknown method",
    content: patched(one, directoryOf(one) + 10, 99),
    outcome: /method that is not read \(99\)/,
  },
  { what: "zip that says it has more files", content: patched(one, one.length - 12, 200), outcome: /damaged/ },
  {
    what: "zip that says it has ten thousand and more files",
    content: patched(one, one.length - 12, 0xff, 0xfe),
    outcome: /more than 10000 files/,
  },
  {
    what: "zip whose table of contents lies elsewhere",
    content: patched(one, one.length - 6, 9, 9, 0, 0),
    outcome: /damaged/,
  },
  { what: "zip whose file lies elsewhere", content: patched(one, directoryOf(one) + 42, 9, 9), outcome: /damaged/ },
  { what: "zip whose file is damaged", content: patched(one, 40, 0xff, 0xff, 0xff, 0xff), outcome: /damaged/ },
  {
    what: "zip whose files overlap",
    content: patched(one, directoryOf(one) + 20, 0xff, 0xff, 0xff, 0x7f),
    outcome: /overlap/,
  },
  {
    what: "zip with a path that climbs",
    content: zip({ "../../etc/passwd.csv": strToU8(soundCsv(4)) }),
    outcome: "4/0",
  },
  {
    what: "zip with a name of markup",
    content: zip({ "<img src=x onerror=alert(1)>.csv": strToU8(soundCsv(5)) }),
    outcome: "5/0",
  },
  { what: "zip in zip in zip", content: nested(3), outcome: "6/0" },
  { what: "zip in zip in zip in zip", content: nested(4), outcome: /too deep/ },
  { what: "zip of an empty file", content: zip({ "a.csv": new Uint8Array(0) }), outcome: /file is empty/ },
  {
    what: "an Office document",
    content: zip({ "[Content_Types].xml": strToU8("<x/>"), "xl/sheet.xml": strToU8("<x/>") }),
    outcome: /Office document/,
  },
  { what: "Parquet, sound", content: parquet, outcome: "40/0" },
  { what: "Parquet, cut", content: parquet.subarray(0, 400), outcome: /lost its end/ },
  { what: "Parquet, its magic alone", content: strToU8("PAR1PAR1"), outcome: /can't be read/ },
  {
    what: "Parquet with a footer longer than itself",
    content: patched(parquet, -8, 0xff, 0xff, 0xff, 0x7f),
    outcome: /can't be read/,
  },
  { what: "Parquet with a footer of no length", content: patched(parquet, -8, 0, 0, 0, 0), outcome: /can't be read/ },
  {
    what: "Parquet with a damaged page",
    content: patched(parquet, 8, 0xff, 0xff, 0xff, 0xff),
    outcome: /can't be read/,
  },
  { what: "Parquet without its beginning", content: parquet.subarray(100), outcome: /binary data/ },
  {
    what: "Zeek, sound",
    content: "#separator \\x09\n#fields\ttime\tuser\taction\n2024-01-01T10:00:00Z\tann\tread\n",
    outcome: "1/0",
  },
  {
    what: "Zeek, a row too short",
    content:
      "#separator \\x09\n#fields\ttime\tuser\taction\n2024-01-01T10:00:00Z\tann\n2024-01-01T10:00:00Z\tann\tread\n",
    outcome: "1/1",
  },
  {
    what: "Zeek, cut",
    content: "#separator \\x09\n#fields\ttime\tuser\taction\n2024-01-01T10:00:00Z\tann\tread\n2024-01",
    outcome: "1/1",
  },
  { what: "Zeek without columns", content: "#separator \\x09\n#path\tconn\n", outcome: ["0/0", /there is no column/] },
  {
    what: "Zeek, its columns named again",
    content:
      "#separator \\x09\n#fields\ttime\tuser\taction\n2024-01-01T10:00:00Z\tann\tread\n#fields\tuser\taction\ttime\nbob\tread\t2024-01-01T10:00:00Z\n",
    outcome: "2/0",
  },
  {
    what: "Zeek, an unset actor",
    content: "#separator \\x09\n#fields\ttime\tuser\taction\n2024-01-01T10:00:00Z\t-\tread\n",
    outcome: "0/1",
  },
  ...(
    [
      ["bzip2", joined("BZh91AY&SY", new Uint8Array(40)), /this is a bzip2 archive/],
      ["xz", joined([0xfd], "7zXZ", new Uint8Array(40)), /this is an xz archive/],
      ["7-Zip", joined("7z", [0xbc, 0xaf, 0x27, 0x1c], new Uint8Array(40)), /this is a 7z archive/],
      ["RAR", joined("Rar!", [0x1a, 7, 0], new Uint8Array(40)), /this is a RAR archive/],
      ["a PDF", joined("%PDF-1.7\n", "1 0 obj\n"), /this is a PDF/],
      ["a PNG", joined([0x89], "PNG\r\n", [0x1a, 10], new Uint8Array(40)), /this is a picture/],
      ["SQLite", joined("SQLite format 3\0", new Uint8Array(40)), /this is an SQLite database/],
      ["an EVTX event log", joined("ElfFile\0", new Uint8Array(4088)), /this is a Windows event log/],
      ["a packet capture", joined([0xd4, 0xc3, 0xb2, 0xa1], new Uint8Array(40)), /this is no text/],
      [
        "an old Excel sheet",
        joined([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], new Uint8Array(500)),
        /this is an old Office document/,
      ],
      [
        "a web page",
        "<!doctype html><html><body><table><tr><td>time</td></tr></table></body></html>",
        /this is a web page/,
      ],
      ["XML", '<?xml version="1.0"?><Events><Event/></Events>', /this is XML/],
    ] as const
  ).map(([what, content, outcome]) => ({ what, content, outcome })),
];
