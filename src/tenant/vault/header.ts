import { Sha256 } from "../../lib/sha256.ts";
import type { Folder } from "../folder.ts";
import type { KeyBox } from "./keys.ts";

/** Two copies, written one after the other: one is whole at any moment. */
const slots = ["passphrase.json", "passphrase.other.json"] as const;

interface Header {
  readonly version: 1;
  readonly generation: number;
  readonly box: KeyBox;
}

interface Slot {
  readonly name: string;
  /** Whether there is a file, be it whole or not. */
  readonly isThere: boolean;
  readonly header: Header | null;
}

/** Whether a file of a folder is a copy of the header. */
export const isHeader = (name: string): boolean => (slots as readonly string[]).includes(name);

function checksum(text: string): string {
  const hash = new Sha256();
  hash.update(new TextEncoder().encode(text));
  return hash.digest();
}

function parse(text: string): Header | null {
  try {
    const { sha256, header } = JSON.parse(text) as { sha256: string; header: Header };
    return header.version === 1 && checksum(JSON.stringify(header)) === sha256 ? header : null;
  } catch {
    return null;
  }
}

/** Both copies, the one that holds first. */
async function readSlots(folder: Folder): Promise<Slot[]> {
  const found = await Promise.all(
    slots.map(async (name): Promise<Slot> => {
      const file = await folder.read(name);
      return { name, isThere: file !== null, header: file && parse(await file.text()) };
    }),
  );
  return found.sort((a, b) => (b.header?.generation ?? -1) - (a.header?.generation ?? -1));
}

/** The header that holds: null where there is none, "damaged" where there is a file of it and none is whole. */
export async function readHeader(folder: Folder): Promise<KeyBox | "damaged" | null> {
  const found = await readSlots(folder);
  const [newest] = found;
  if (newest?.header) return newest.header.box;
  return found.some(({ isThere }) => isThere) ? "damaged" : null;
}

/** Writes the header, the copy that doesn't hold first; once it has returned, no older header is left. */
export async function writeHeader(folder: Folder, box: KeyBox): Promise<void> {
  const found = await readSlots(folder);
  let generation = found[0]?.header?.generation ?? 0;
  for (const { name } of found.reverse()) {
    const header: Header = { version: 1, generation: ++generation, box };
    const text = JSON.stringify(header);
    await folder.write(name, new Blob([JSON.stringify({ sha256: checksum(text), header }, null, 1)]));
  }
}

/** Writes what is left of an older header, or a copy that is damaged, over with the one that holds. */
export async function mendHeader(folder: Folder): Promise<void> {
  const [newest, other] = await readSlots(folder);
  if (newest?.header && newest.header.box.secret !== other?.header?.box.secret)
    await writeHeader(folder, newest.header.box);
}

/** Takes the header away, the copy that holds last. */
export async function removeHeader(folder: Folder): Promise<void> {
  for (const { name, isThere } of (await readSlots(folder)).reverse()) if (isThere) await folder.remove(name);
}
