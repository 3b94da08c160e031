import type { OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import { type Job, quietJob } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";
import { type Chunk, packChunk, unpackChunk } from "./chunk.ts";
import type { Artifact, Manifest } from "./manifest.ts";
import type { Shelf } from "./shelf.ts";

/** What a list says of a tenant's chunk without opening it. */
export interface ChunkAbout {
  readonly number: number;
  /** The file of its texts; null where it has none. */
  readonly texts: string | null;
  /** Of the tenant up to here. */
  readonly rows: number;
  readonly events: number;
  readonly open: OpenFile | null;
}

/** A chunk as the manifest names it. */
export interface StoredChunk {
  readonly artifact: Artifact;
  readonly about: ChunkAbout;
}

/** The chunks that a manifest names, in their order. */
export const chunksOf = (manifest: Manifest | null): StoredChunk[] =>
  (manifest?.artifacts ?? [])
    .filter(({ kind }) => kind === "chunk")
    .map((artifact) => ({ artifact, about: artifact.about as ChunkAbout }));

/** The artifacts without the chunks that `isLeft` doesn't name, and without texts that no chunk needs. */
function withoutChunks(artifacts: readonly Artifact[], isLeft: (about: ChunkAbout) => boolean): Artifact[] {
  const left = artifacts.filter(({ kind, about }) => kind !== "chunk" || isLeft(about as ChunkAbout));
  const texts = new Set(left.flatMap(({ kind, about }) => (kind === "chunk" ? [(about as ChunkAbout).texts] : [])));
  return left.filter(({ kind, file }) => kind !== "text" || texts.has(file));
}

/**
 * Writes a chunk behind those of the tenant.
 * @param named how the tenant is called from now on
 * @throws whatever the disk says; the folder is then as before
 */
export async function appendChunk(
  shelf: Shelf,
  chunk: Chunk,
  { number, rows, name }: { readonly number: number; readonly rows: number; readonly name: string },
): Promise<void> {
  const job = quietJob();
  const { tables, texts } = await packChunk(chunk, { tenant: shelf.tenant, number }, job);
  const added: Artifact[] = [];
  const add = async (kind: "chunk" | "text", blob: Blob, about: unknown): Promise<Artifact> => {
    const digest = await sha256(blob, job);
    const file = `${kind}-${digest.slice(0, 16)}.${kind === "chunk" ? "sgchunk" : "sgtext"}`;
    const artifact: Artifact = { file, kind, bytes: blob.size, sha256: digest, about };
    added.push(artifact);
    return artifact;
  };
  const text = texts.size > 0 ? await add("text", texts, null) : null;
  const about: ChunkAbout = {
    number,
    texts: text?.file ?? null,
    rows,
    events: chunk.to.events,
    open: chunk.open,
  };
  const table = await add("chunk", tables, about);
  await shelf.change(
    ({ artifacts, opened = new Date().toISOString() }) => {
      const files = new Set(added.map(({ file }) => file));
      return { name, opened, artifacts: [...artifacts.filter(({ file }) => !files.has(file)), ...added] };
    },
    {
      before: async () => {
        if (text) await shelf.folder.write(text.file, texts);
        await shelf.folder.write(table.file, tables);
      },
    },
  );
}

/** Takes the chunks from a number on off the disk, out of both generations of the manifest. */
export const dropChunks = (shelf: Shelf, from: number): Promise<void> =>
  shelf.change(({ artifacts }) => ({ artifacts: withoutChunks(artifacts, ({ number }) => number < from) }), {
    times: 2,
  });

/** What was read of a chunk. */
export interface ReadChunk {
  readonly chunk: Chunk;
  /** What is wrong with its texts, in words; null where they are whole. */
  readonly lacks: string | null;
}

/**
 * Reads a chunk and checks it against the manifest.
 * @throws UserError where its tables are not there, not whole, or not this tenant's; Cancelled
 */
export async function readChunk(
  shelf: Shelf,
  manifest: Manifest,
  { artifact, about }: StoredChunk,
  job: Job,
): Promise<ReadChunk> {
  const { tenant } = shelf;
  const tables = await wholeFile(shelf, artifact, job);
  if (typeof tables === "string")
    throw new UserError(tables, { where: artifact.file, next: "Import the logs again to have all of it." });
  const textsAre = manifest.artifacts.find(({ file }) => file === about.texts);
  const texts = textsAre ? await wholeFile(shelf, textsAre, job) : null;
  const isBad = typeof texts === "string";
  const chunk = await unpackChunk(
    tables,
    isBad ? null : texts,
    { tenant, number: about.number },
    { where: artifact.file, job },
  );
  return { chunk, lacks: isBad ? `${textsAre?.file}: ${texts}` : null };
}

/** A file as the manifest has it; or what is wrong with it, in words. */
async function wholeFile(shelf: Shelf, { file, bytes, sha256: digest }: Artifact, job: Job): Promise<Blob | string> {
  const blob = await shelf.folder.read(file);
  if (!blob) return "The file is gone.";
  if (blob.size !== bytes) return `The file has ${blob.size} bytes; it should have ${bytes}.`;
  return (await sha256(blob, job)) === digest ? blob : "The file is damaged: its checksum differs.";
}
