import { expect, test } from "vitest";
import { type Manifest, readManifest, writeManifest } from "../../src/tenant/manifest.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";

const manifest: Manifest = { version: 1, generation: 1, tenant: "t", name: "Desk", artifacts: [] };

/** A folder in which files are replaced between being opened and being read, so often. */
async function busyFolder(times: number) {
  const folder = memoryFolder();
  await writeManifest(folder, manifest);
  let left = times;
  const stale = { text: () => Promise.reject(new DOMException("It was replaced.", "NotReadableError")) } as Blob;
  return { ...folder, read: async (name: string) => (left-- > 0 ? stale : folder.read(name)) };
}

test("a manifest that is replaced while it is read is read anew", async () => {
  expect(await readManifest(await busyFolder(3))).toEqual(manifest);
});

test("a manifest that can't be read at all is told of, and never taken for none", async () => {
  await expect(readManifest(await busyFolder(1000))).rejects.toThrow("It was replaced.");
});
