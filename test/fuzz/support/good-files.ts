import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";

const rows = Array.from({ length: 30 }, (_, i) => ({
  time: `2020-01-02T03:04:${10 + i}Z`,
  user: `u${i}`,
  note: 'a "b", c',
}));
const csv = `time,user,note\n${rows.map((row) => `${row.time},${row.user},"a ""b"", c"`).join("\n")}\n`;
const lines = rows.map((row) => JSON.stringify(row)).join("\n");
const utf16 = Buffer.from(`\ufeff${csv}`, "utf16le");

/** Small sound files, one of each format, encoding and compression that is read. */
export const goodFiles: Readonly<Record<string, Uint8Array>> = {
  csv: strToU8(csv),
  semicolons: strToU8(csv.replaceAll(",", ";").replaceAll("\n", "\r\n")),
  utf16le: new Uint8Array(utf16),
  utf16be: new Uint8Array(Buffer.from(utf16).swap16()),
  latin1: Uint8Array.from(Buffer.from(csv.replaceAll("u1", "ü1"), "latin1")),
  lines: strToU8(lines),
  pretty: strToU8(JSON.stringify({ Records: rows }, null, 2)),
  array: strToU8(JSON.stringify(rows)),
  hits: strToU8(JSON.stringify({ took: 1, hits: { total: 2, hits: rows } })),
  zeek: strToU8(
    `#separator \\x09\n#fields\tts\tuser\n${rows.map(({ time, user }) => `${time}\t${user}`).join("\n")}\n`,
  ),
  gzip: new Uint8Array(gzipSync(csv)),
  gzipLines: new Uint8Array(gzipSync(lines)),
  zip: zipSync({ "a.csv": strToU8(csv), "b.json": strToU8(JSON.stringify(rows)) }),
  // Made by `printf 'a,b\n1,x\n2,y\n' | zstd -19 -c`.
  zstd: new Uint8Array(Buffer.from("28b52ffd0468610000612c620a312c780a322c790a2e9f2146", "hex")),
  parquet: new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "user", data: rows.map(({ user }) => user), type: "STRING" },
        { name: "n", data: rows.map((_, i) => BigInt(i)), type: "INT64" },
      ],
    }),
  ),
};
