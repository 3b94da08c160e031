import type { Folder } from "./folder.ts";

/** A folder in memory, for a browser that gives no place on disk: it is forgotten with the tab. */
export function memoryFolder(files = new Map<string, Blob>()): Folder {
  return {
    read: async (name) => files.get(name) ?? null,
    write: async (name, content) => void files.set(name, content),
    remove: async (name) => void files.delete(name),
    names: async () => [...files.keys()].sort(),
  };
}
