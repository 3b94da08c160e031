import { UserError } from "../lib/errors.ts";
import { Sha256 } from "../lib/sha256.ts";
import { type Folder, unfinished } from "./folder.ts";

/** A file of a tenant's folder. */
export interface Artifact {
  readonly file: string;
  readonly kind: "model" | "chunk" | "text" | "work";
  readonly bytes: number;
  readonly sha256: string;
  /** What a list says of it without opening it. */
  readonly about: unknown;
}

/** What a tenant's folder holds. Files that it doesn't name are not there. */
export interface Manifest {
  readonly version: 1;
  /** Counts the changes; of two manifests the higher holds. */
  readonly generation: number;
  readonly tenant: string;
  readonly name: string;
  /** When its tables were opened last, ISO 8601, UTC; where it has none, it is not there. */
  readonly opened?: string;
  readonly artifacts: readonly Artifact[];
}

/** Two generations are kept, and each change overwrites the older, so that one is whole at any moment. */
const slots = ["manifest.json", "manifest.other.json"] as const;

const checksum = (text: string): string => {
  const hash = new Sha256();
  hash.update(new TextEncoder().encode(text));
  return hash.digest();
};

/** A manifest as a file: its checksum, and itself. */
const writeText = (manifest: Manifest): string => {
  const text = JSON.stringify(manifest);
  return JSON.stringify({ sha256: checksum(text), manifest }, null, 1);
};

/** Null where the text is no whole manifest. */
function parseText(text: string): Manifest | null {
  try {
    const { sha256, manifest } = JSON.parse(text) as { sha256: string; manifest: Manifest };
    return checksum(JSON.stringify(manifest)) === sha256 ? manifest : null;
  } catch {
    return null;
  }
}

interface Found {
  readonly slot: string;
  /** Null where it is not there, or not whole. */
  readonly manifest: Manifest | null;
}

/** A file that was replaced after it was opened can't be read any more; the one in its place can. */
const wasReplaced = (error: unknown): boolean => error instanceof DOMException && error.name === "NotReadableError";

/** A file's text, empty where the folder says that it is damaged; null where there is none. */
async function textOf(folder: Folder, name: string, tries = 5): Promise<string | null> {
  try {
    return (await (await folder.read(name))?.text()) ?? null;
  } catch (error) {
    if (error instanceof UserError) return "";
    if (tries > 1 && wasReplaced(error)) return textOf(folder, name, tries - 1);
    throw error;
  }
}

/** @throws UserError where both are there and neither is whole, which no crash leaves: what they name must not count as gone */
async function readSlots(folder: Folder): Promise<Found[]> {
  const files = await Promise.all(slots.map(async (slot) => ({ slot, text: await textOf(folder, slot) })));
  const found = files.map(({ slot, text }) => ({ slot, manifest: text === null ? null : parseText(text) }));
  if (files.every(({ text }) => text !== null) && found.every(({ manifest }) => manifest === null))
    throw new UserError("Both copies of the list of this tenant’s files are damaged.", {
      where: slots.join(", "),
      next: "Nothing was changed. Import the logs, and the models’ files, as a new tenant.",
    });
  return found;
}

const generation = ({ manifest }: Found): number => manifest?.generation ?? -1;

/**
 * The newest whole manifest of a folder; null where it has none.
 * @throws UserError where it was written by a newer version
 */
export async function readManifest(folder: Folder): Promise<Manifest | null> {
  const [newest] = (await readSlots(folder)).sort((a, b) => generation(b) - generation(a));
  const manifest = newest?.manifest ?? null;
  if (manifest && manifest.version > 1)
    throw new UserError(`The folder of ${manifest.name} was written by a newer version.`, {
      next: "Open it with a newer Shadowgraph.",
    });
  return manifest;
}

/** Writes a manifest in place of the older of the two. */
export async function writeManifest(folder: Folder, manifest: Manifest): Promise<void> {
  const [oldest] = (await readSlots(folder)).sort((a, b) => generation(a) - generation(b));
  await folder.write(oldest!.slot, new Blob([writeText(manifest)], { type: "application/json" }));
}

/** Deletes what no kept generation names: what a crash, or a change, left behind. */
export async function sweep(folder: Folder): Promise<void> {
  const found = await readSlots(folder);
  const named = new Set<string>(slots);
  for (const { manifest } of found) for (const { file } of manifest?.artifacts ?? []) named.add(file);
  for (const name of await folder.names()) if (!named.has(name) || name.endsWith(unfinished)) await folder.remove(name);
}
