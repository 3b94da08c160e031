/** One folder on disk, flat. A file is there whole or not at all: `write` returns when it is. */
export interface Folder {
  /** Null where there is no such file. */
  read(name: string): Promise<Blob | null>;
  /** Writes a file in place of the one of that name. @throws whatever the disk says; the file is then the old one */
  write(name: string, content: Blob): Promise<void>;
  /** Deletes a file, if it is there. */
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
}

/** Files that end so are being written, or were when something stopped. */
export const unfinished = ".part";
