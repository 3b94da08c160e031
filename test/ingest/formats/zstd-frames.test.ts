import { expect, test } from "vitest";
import { windowGuard } from "../../../src/ingest/formats/zstd-frames.ts";
import { goodFiles } from "../../fuzz/support/good-files.ts";
import { readWhole, sourceOf } from "./support.ts";

const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
/** A frame of 14 bytes whose only segment claims to have 1.9 GB. */
const huge = hex("28b52ffda592424f34734a63c78f");

test("a frame that asks for gigabytes of memory is refused, in whatever slices it comes and behind whatever other frames", () => {
  const skippable = hex("502a4d180300000000aabb");
  const sound = goodFiles.zstd!;
  for (const before of [[], [...sound], [...skippable], [...sound, ...skippable, ...sound]])
    for (const step of [1, 2, 3, 5, 1000]) {
      const guard = windowGuard("x.zst");
      const bytes = Uint8Array.from([...before, ...huge]);
      const pass = (to: number) => {
        for (let at = 0; at < to; at += step) guard(bytes.subarray(at, Math.min(to, at + step)));
      };
      pass(before.length);
      expect(() => pass(bytes.length), `${before.length} bytes before, ${step} at a time`).toThrow(/asks for \d+ MiB/);
    }
});

test("a file that is such a frame says so at once", async () => {
  const started = performance.now();
  await expect(readWhole(sourceOf(huge, "x.csv.zst"))).rejects.toThrow(/^x\.csv\.zst.*asks for 1\d\d\d MiB/);
  expect(performance.now() - started).toBeLessThan(1000);
});

test("a block that claims to repeat a byte 475,136 times is damage: the format ends at 128 KiB", () => {
  const claiming = hex("28b52ffd000002003a7c");
  expect(() => windowGuard("x.zst")(claiming)).toThrow(/larger than any may be/);
});
