import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { decompressed } from "../../../src/ingest/formats/decompress.ts";
import type { Source } from "../../../src/ingest/formats/format.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { openSources } from "../../../src/ingest/formats/sources.ts";
import { UserError } from "../../../src/lib/errors.ts";
import { readWhole, sourceOf } from "./support.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
/** Made by `printf 'a,b\n1,x\n2,y\n' | zstd -19 -c`. */
const zstd = hex("28b52ffd0468610000612c620a312c780a322c790a2e9f2146");
/** Made by `(printf 'a,b\n1,x\n' | zstd -c; printf '2,y\n' | zstd -c)`. */
const zstdFrames = hex("28b52ffd0458410000612c620a312c780a6603301f28b52ffd0458210000322c790afa58ecb9");

const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${(i * 7919) % 10_007},x`).join("\n");
const text = `n,hash,note\n${rows}\n`;

async function gather(files: File[]): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const source of openSources(files)) sources.push(source);
  return sources;
}
const zipFile = (members: Record<string, Uint8Array>, name = "logs.zip"): File =>
  new File([zipSync(members) as Uint8Array<ArrayBuffer>], name);

describe("compressed streams", () => {
  test.each([
    ["zstd", zstd],
    ["zstd in several frames", zstdFrames],
    ["gzip in several members", new Uint8Array(Buffer.concat([gzipSync("a,b\n1,x\n"), gzipSync("2,y\n")]))],
  ])("%s", async (_, content) => {
    const whole = await readWhole(sourceOf(content), { wants: "records" });
    expect(whole.records).toEqual([
      { a: "1", b: "x" },
      { a: "2", b: "y" },
    ]);
    expect(whole.problem).toBeUndefined();
  });

  test.each([
    ["cut", gzipSync(text).subarray(0, 100_000), /ends in mid-stream/],
    ["followed by something else", Buffer.concat([gzipSync(text), Buffer.from("garbage")]), /damaged/],
    ["changed in its checksum", tampered(gzipSync(text)), /checksum/],
  ])("a gzip file that is %s gives what it has and says so", async (_, content, problem) => {
    const whole = await readWhole(sourceOf(new Uint8Array(content)), { wants: "csv" });
    expect(whole.problem?.what).toMatch(problem);
    expect(whole.lines.length).toBeGreaterThan(10_000);
    expect(text.startsWith(whole.csv, "n,hash,note\n".length)).toBe(true);
    expect(whole.rejects.map(({ reason }) => reason)).toEqual(
      whole.text.endsWith("\n") ? [] : ["the file ends in mid-stream, and this record with it"],
    );
  });

  test("a bomb is refused", async () => {
    const zeros = gzipSync(new Uint8Array(70 << 20), { level: 9 });
    const drain = async (): Promise<void> => {
      const tally = { bytesRead: 0, problem: null };
      for await (const _ of decompressed(new Blob([zeros as Uint8Array<ArrayBuffer>]), "gzip", tally));
    };
    await expect(drain()).rejects.toThrow(UserError);
  });
});

function tampered(gzip: Buffer): Buffer {
  const copy = Buffer.from(gzip);
  copy[copy.length - 8]! ^= 1;
  return copy;
}

describe("dropped files", () => {
  test("archives are opened by content, members keep their paths, litter is left out", async () => {
    const sources = await gather([
      new File(["a,b\n1,2\n"], "plain.csv"),
      zipFile(
        {
          "day1.csv": strToU8("a,b\n1,2\n"),
          "sub/day2.csv.gz": gzipSync(text),
          "__MACOSX/._day1.csv": strToU8("x"),
          "inner.zip": zipSync({ "deep.json": strToU8('[{"a":1}]') }),
        },
        "logs.data",
      ),
    ]);
    expect(sources.map(({ name }) => name)).toEqual([
      "plain.csv",
      "logs.data/day1.csv",
      "logs.data/sub/day2.csv.gz",
      "logs.data/inner.zip/deep.json",
    ]);
    expect((await readWhole(sources[2]!, { wants: "csv" })).lines.length).toBe(50_000);
    expect((await readWhole(sources[3]!)).records).toEqual([{ a: 1 }]);
  });

  test("a member that can't be opened stops none of the others", async () => {
    const zip = zipSync({ "a.csv": strToU8(text), "b.csv": [strToU8("a,b\n1,2\n"), { level: 0 }] });
    zip.fill(0xff, 40, 400);
    const sources = await gather([new File([zip as Uint8Array<ArrayBuffer>], "logs.zip")]);
    expect(sources.map(({ problem }) => problem?.where)).toEqual(["logs.zip/a.csv", undefined]);
    await expect(recognise(sources[0]!)).rejects.toThrow(/damaged/);
    expect((await readWhole(sources[1]!, { wants: "csv" })).csv).toBe("1,2\n");
  });

  test("a cut archive and an Office document are named", async () => {
    const zip = zipSync({ "a.csv": strToU8(text) });
    const [cut, office] = await gather([
      new File([zip.subarray(0, 5000) as Uint8Array<ArrayBuffer>], "cut.zip"),
      zipFile({ "[Content_Types].xml": strToU8("<x/>"), "xl/sheet.xml": strToU8("<x/>") }, "book.xlsx"),
    ]);
    expect(cut?.problem?.message).toMatch(/cut\.zip: .*lost its end/);
    expect(office?.problem?.message).toMatch(/book\.xlsx: .*Office document/);
  });
});
