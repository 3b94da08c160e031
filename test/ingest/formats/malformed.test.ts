import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { openSources } from "../../../src/ingest/formats/sources.ts";
import { UserError } from "../../../src/lib/errors.ts";
import { readWhole } from "./support.ts";

const rows = Array.from({ length: 30 }, (_, i) => ({
  time: `2020-01-02T03:04:${10 + i}Z`,
  user: `u${i}`,
  note: 'a "b", c',
}));
const csv = `time,user,note\n${rows.map((row) => `${row.time},${row.user},"a ""b"", c"`).join("\n")}\n`;
const seeds: Record<string, Uint8Array> = {
  csv: strToU8(csv),
  utf16: new Uint8Array(Buffer.from(`\ufeff${csv}`, "utf16le")),
  lines: strToU8(rows.map((row) => JSON.stringify(row)).join("\n")),
  pretty: strToU8(JSON.stringify({ Records: rows }, null, 2)),
  zeek: strToU8(
    `#separator \\x09\n#fields\tts\tuser\n${rows.map(({ time, user }) => `${time}\t${user}`).join("\n")}\n`,
  ),
  gzip: new Uint8Array(gzipSync(csv)),
  zip: zipSync({ "a.csv": strToU8(csv), "b.json": strToU8(JSON.stringify(rows)) }),
  parquet: new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: "user", data: rows.map(({ user }) => user), type: "STRING" }] }),
  ),
};

const change = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  kind: fc.constantFrom("flip", "cut", "drop", "double", "quote", "newline", "nul", "brace"),
  byte: fc.integer({ min: 0, max: 255 }),
});

function changed(bytes: Uint8Array, { at, kind, byte }: { at: number; kind: string; byte: number }): Uint8Array {
  const i = Math.floor(bytes.length * at);
  const insert = (...values: number[]): Uint8Array =>
    Uint8Array.from([...bytes.subarray(0, i), ...values, ...bytes.subarray(i)]);
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
    default:
      return bytes.map((old, k) => (k === i ? byte : old));
  }
}

test.each(Object.keys(seeds))(
  "a damaged file (%s) is read in part or refused in words, whatever the damage and the slices",
  (seed) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 500 }),
        async (changes, sliceBytes) => {
          const bytes = changes.reduce(changed, seeds[seed]!);
          const file = new File([bytes as Uint8Array<ArrayBuffer>], `x.${seed}`);
          for await (const source of openSources([file])) {
            try {
              const whole = await readWhole(source, { sliceBytes });
              const again = await readWhole(source, {}, whole.recognised);
              expect([again.lines, again.rejects, again.records]).toEqual([whole.lines, whole.rejects, whole.records]);
              for (const { reason, line } of whole.rejects) expect([reason === "", line > 0]).toEqual([false, true]);
            } catch (error) {
              if (!(error instanceof UserError)) throw error;
              expect(error.next).not.toBe("");
            }
          }
        },
      ),
      { numRuns: 120 },
    ),
);
