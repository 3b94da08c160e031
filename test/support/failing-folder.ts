import type { Folder } from "../../src/tenant/folder.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";

/** A folder in memory whose machine stops at the `n`-th step that would change it: that step and all after it fail. */
export function failingFolder(files: Map<string, Blob>, n: number): Folder & { readonly steps: () => number } {
  const folder = memoryFolder(files);
  let steps = 0;
  const step = async (change: () => Promise<void>): Promise<void> => {
    steps++;
    if (steps >= n) throw new Error("The machine stopped.");
    await change();
  };
  return {
    ...folder,
    steps: () => steps,
    write: (name, content) => step(() => folder.write(name, content)),
    remove: (name) => step(() => folder.remove(name)),
  };
}
