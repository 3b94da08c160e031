import { UserError } from "../../../lib/errors.ts";
import type { Folder } from "../../../tenant/folder.ts";
import { alone } from "./disk.ts";

/** A notebook that was open here before, text and all. It never holds data. */
export interface Recent {
  readonly fileName: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly when: string;
  /** False for work that was left without being saved to a file. */
  readonly isSaved: boolean;
}

const file = "recent.json";
const most = 12;
const longest = 2_000_000;

/** The notebooks of this browser, last first. */
export async function readRecent(folder: Folder): Promise<readonly Recent[]> {
  try {
    const list = JSON.parse((await (await folder.read(file))?.text()) ?? "[]") as Recent[];
    return list.filter(({ fileName, text, when }) => [fileName, text, when].every((part) => typeof part === "string"));
  } catch {
    return [];
  }
}

/** Puts a notebook at the top; a saved one takes the place of the one of its name. */
export function withRecent(list: readonly Recent[], entry: Recent): readonly Recent[] {
  if (entry.text.length > longest) return list;
  const others = list.filter(
    ({ fileName, text, isSaved }) =>
      fileName !== entry.fileName || (text !== entry.text && !(isSaved && entry.isSaved)),
  );
  return [entry, ...others].slice(0, most);
}

/**
 * Remembers a notebook on the browser's disk, and gives the list.
 * @throws UserError where what lies in no file is too long; whatever the disk says. The list is then as before
 */
export const remember = (folder: Folder, entry: Recent): Promise<readonly Recent[]> =>
  alone("recent", async () => {
    if (!entry.isSaved && entry.text.length > longest)
      throw new UserError("What you wrote is too long to be kept among the recent notebooks.", {
        where: entry.fileName,
        next: "Save it to a file first.",
      });
    const list = withRecent(await readRecent(folder), entry);
    await folder.write(file, new Blob([JSON.stringify(list)], { type: "application/json" }));
    return list;
  });

/** Forgets every one. */
export const forgetRecent = (folder: Folder): Promise<void> => alone("recent", () => folder.remove(file));
