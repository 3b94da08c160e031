import { UserError } from "../lib/errors.ts";
import { type Folder, unfinished } from "./folder.ts";

/** What a file handle can do that the platform's types don't name yet. */
interface Movable {
  move?(name: string): Promise<void>;
}

const isMissing = (error: unknown): boolean => error instanceof DOMException && error.name === "NotFoundError";

/**
 * A folder of the origin's private file system. A file is written beside, flushed and closed, then moved over the one of its name; where files
 * can't be moved it is written in place, which the platform itself does by way of a copy that takes its place when it is closed.
 */
export function opfsFolder(handle: FileSystemDirectoryHandle): Folder {
  const write = async (name: string, content: Blob): Promise<FileSystemFileHandle> => {
    const file = await handle.getFileHandle(name, { create: true });
    try {
      const stream = await file.createWritable();
      await stream.write(content);
      await stream.close();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "QuotaExceededError")) throw error;
      throw new UserError("The disk space that the browser gives this page is used up.", {
        where: name,
        next: "What was kept before is as it was. Delete tenants or models that are no longer needed, or give the browser’s disk more room.",
      });
    }
    return file;
  };
  return {
    async read(name) {
      try {
        return await (await handle.getFileHandle(name)).getFile();
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async write(name, content) {
      const beside = `${name}${unfinished}`;
      try {
        const file = (await write(beside, content)) as FileSystemFileHandle & Movable;
        if (file.move) return await file.move(name);
        await write(name, content);
      } finally {
        await handle.removeEntry(beside).catch(() => undefined);
      }
    },
    async remove(name) {
      try {
        await handle.removeEntry(name);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async names() {
      const names: string[] = [];
      for await (const name of (handle as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names.sort();
    },
  };
}
