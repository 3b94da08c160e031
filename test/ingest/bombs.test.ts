import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { quietJob } from "../../src/lib/job.ts";
import { checkCounts, emptyTenant } from "../fuzz/support/tenant-here.ts";
import { openTestDatabase } from "../support/database.ts";
import { joined, plainMapping, soundCsv } from "./malformed/case.ts";

/** 128 KiB of one letter in four bytes (RFC 8878, 3.1.1.2: an RLE block), so often, behind a block of sound rows. */
function zstdBomb(times: number): Uint8Array {
  const rows = Buffer.from(soundCsv(3));
  const block = (kind: number, size: number, isLast = 0): number[] => {
    const head = isLast | (kind << 1) | (size << 3);
    return [head & 0xff, (head >> 8) & 0xff, head >> 16];
  };
  const repeated = Array.from({ length: times }, (_, i) => [
    ...block(1, 1 << 17, i === times - 1 ? 1 : 0),
    0x78,
  ]).flat();
  return joined([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58], block(0, rows.length), rows, repeated);
}
const tall = Buffer.concat([Buffer.from(soundCsv(3)), Buffer.alloc(66 << 20, "x")]);

const db = await openTestDatabase();

test.each([
  ["a gzip bomb", "x.csv.gz", () => new Uint8Array(gzipSync(tall, { level: 6 }))],
  ["a zstd bomb", "x.csv.zst", () => zstdBomb(530)],
  ["a zip bomb", "x.zip", () => zipSync({ "x.csv": new Uint8Array(tall) }, { level: 6 })],
])("%s is stopped and said, and what was loaded before stays", async (_, name, bytes) => {
  const tenant = await emptyTenant(db, { sliceBytes: 8 << 20 });
  const file = (title: string, content: Uint8Array | string) => new File([content as BlobPart], title);
  const before = await tenant.load(
    (await inspectFiles([file("good.csv", soundCsv(5))], quietJob()))[0]!.source,
    plainMapping,
  );
  const bombs = await inspectFiles([file(name, bytes())], quietJob());
  expect(bombs.length).toBe(1);
  const { source, recognised, plan } = bombs[0]!;
  const said = recognised === null ? plan.problem : (await tenant.load(source, plainMapping)).problem;
  expect(said?.what).toMatch(/unpacks to more than 1000 times its size/);
  expect(said?.next).toMatch(/made to exhaust a machine/);
  expect(before.rows.typed).toBe(5);
  await checkCounts(db, [before]);
});
