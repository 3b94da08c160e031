import type { Folder } from "../../src/tenant/folder.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";

/** What the step that fails leaves: nothing of it, half of what it should write, or all of it. */
export const failures = ["nothing", "half", "all"] as const;
export type Failure = (typeof failures)[number];

/** What the machine says when it stops. */
export const stopped = "The machine stopped.";

/**
 * A folder in memory whose machine stops at the `n`-th step that would change it: that step and all after it fail, or with `once` that step alone,
 * as a full disk does on which there is room again.
 */
export function failingFolder(
  files: Map<string, Blob>,
  n: number,
  {
    leaves = "nothing",
    once = false,
    error = () => new Error(stopped),
  }: { readonly leaves?: Failure; readonly once?: boolean; readonly error?: () => Error } = {},
): Folder & { readonly steps: () => number } {
  const folder = memoryFolder(files);
  let steps = 0;
  const step = async (change: () => Promise<void>, half: () => Promise<void>): Promise<void> => {
    steps++;
    if (steps < n || (once && steps > n)) return change();
    if (steps === n && leaves === "half") await half();
    if (steps === n && leaves === "all") await change();
    throw error();
  };
  return {
    ...folder,
    steps: () => steps,
    write: (name, content) =>
      step(
        () => folder.write(name, content),
        () => folder.write(name, content.slice(0, content.size >> 1)),
      ),
    remove: (name) =>
      step(
        () => folder.remove(name),
        async () => {},
      ),
  };
}
