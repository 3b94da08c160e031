import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../src/ingest/formats/bytes.ts";
import type { Source } from "../../src/ingest/formats/format.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { readSlices } from "../../src/ingest/formats/slices.ts";
import { openSources } from "../../src/ingest/formats/sources.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const join = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => concatBytes(parts);
const text = `n,note\n${Array.from({ length: 50_000 }, (_, i) => `${i},x${(i * 7919) % 10_007}\n`).join("")}`;

async function count(source: Source): Promise<{ records: number; problem: string | undefined }> {
  let records = 0;
  let problem: string | undefined;
  for await (const slice of readSlices(source, await recognise(source))) {
    records += slice.records;
    problem = slice.problem?.what;
  }
  return { records, problem };
}
const sourceOf = (content: Uint8Array<ArrayBuffer>): Source => {
  const blob = new Blob([content]);
  return { name: "x.csv.gz", size: blob.size, blob };
};

describe("packed files in the browser's own streams", () => {
  test("one gzip member", async () => {
    expect(await count(sourceOf(join(gzipSync(bytes(text)))))).toEqual({ records: 50_000, problem: undefined });
  });

  test("several gzip members", async () => {
    const content = join(gzipSync(bytes(text.slice(0, 100_001))), gzipSync(bytes(text.slice(100_001))));
    expect(await count(sourceOf(content))).toEqual({ records: 50_000, problem: undefined });
  });

  test("a cut gzip file", async () => {
    const cut = await count(sourceOf(join(gzipSync(bytes(text)).subarray(0, 100_000))));
    expect(cut.records).toBeGreaterThan(10_000);
    expect(cut.problem).toContain("mid-stream");
  });

  test("a zip archive of a dropped File", async () => {
    const file = new File([join(zipSync({ "a/b.csv": bytes(text) }))], "logs.zip");
    for await (const source of openSources([file])) {
      expect(source.name).toBe("logs.zip/a/b.csv");
      expect(await count(source)).toEqual({ records: 50_000, problem: undefined });
    }
  });
});
