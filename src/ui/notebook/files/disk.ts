import type { Folder } from "../../../tenant/folder.ts";
import { memoryFolder } from "../../../tenant/memory-folder.ts";
import { opfsFolder } from "../../../tenant/opfs.ts";

/** The folder of the browser's disk that keeps what is being written; in memory where the browser gives none. */
export async function notebookFolder(): Promise<Folder> {
  try {
    const root = await navigator.storage.getDirectory();
    return opfsFolder(await root.getDirectoryHandle("notebooks", { create: true }));
  } catch {
    return memoryFolder();
  }
}

/** Holds a name for as long as the tab lives; false where another tab holds it. */
export function holdName(name: string): Promise<boolean> {
  if (!("locks" in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`notebooks/${name}`, { ifAvailable: true }, (held) => {
      resolve(held !== null);
      return held ? new Promise(() => {}) : undefined;
    });
  });
}

/** Does something while no other tab does what has the same name. */
export const alone = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  "locks" in navigator ? navigator.locks.request(`notebooks/${name}`, work) : work();
