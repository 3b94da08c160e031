import fc from "fast-check";
import { expect, test } from "vitest";
import { quietJob } from "../../src/lib/job.ts";
import { Sha256, sha256 } from "../../src/lib/sha256.ts";

test("hashes as the platform does, in whatever parts the bytes come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.nat(80), { maxLength: 8 }),
      async (bytes, parts) => {
        const hash = new Sha256();
        let at = 0;
        for (const part of [...parts, bytes.length]) {
          hash.update(bytes.subarray(at, at + part));
          at = Math.min(bytes.length, at + part);
        }
        expect(hash.digest()).toBe(await sha256(new Blob([bytes as Uint8Array<ArrayBuffer>]), quietJob()));
      },
    ),
  );
});

test("a Blob too large to hold whole hashes the same", async () => {
  const blob = new Blob([new Uint8Array(65 * 1024 * 1024).fill(7)]);
  const whole = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  expect(await sha256(blob, quietJob())).toBe(Buffer.from(whole).toString("hex"));
});
