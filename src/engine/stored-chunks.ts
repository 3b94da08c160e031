import type { Database } from "../db/database.ts";
import { readMarks } from "../ingest/canonical.ts";
import { insertFile } from "../ingest/files.ts";
import type { RawStore } from "../ingest/raw-store.ts";
import type { ClosedFile, OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import { breathe, type Job } from "../lib/job.ts";
import type { Chunk } from "../tenant/chunk.ts";
import { chunksOf, readChunk, type StoredChunk } from "../tenant/chunk-store.ts";
import { insertTables, removeTables } from "../tenant/chunk-tables.ts";
import type { Manifest } from "../tenant/manifest.ts";
import type { Shelf } from "../tenant/shelf.ts";
import { nothingReached, type Reached } from "./keeper.ts";

/** What a tenant's chunks brought back. */
export interface Restored {
  readonly closed: readonly ClosedFile[];
  readonly open: OpenFile | null;
  readonly zone: string;
  readonly reached: Reached;
  /** As it was before the open file. */
  readonly whole: Reached;
  /** What is missing, in words; the chunk that could not be read is the first thing that `isWhole` denies. */
  readonly lacks: readonly string[];
  readonly isWhole: boolean;
}

/** Fills the canonical tables and the raw store from a tenant's chunks, up to the first that is not whole. @throws Cancelled */
export async function restoreChunks(
  { db, raw }: { readonly db: Database; readonly raw: RawStore },
  shelf: Shelf,
  manifest: Manifest,
  job: Job,
): Promise<Restored> {
  const chunks = chunksOf(manifest);
  const total = chunks.reduce((sum, { artifact }) => sum + artifact.bytes, 0);
  const closed: ClosedFile[] = [];
  const lacks: string[] = [];
  let zone = "UTC";
  let done = 0;
  let reached = nothingReached;
  let whole = nothingReached;
  for (const stored of chunks) {
    job.report({ stage: `Reading ${manifest.name}`, done, total, unit: "bytes" });
    await breathe(job);
    try {
      const { chunk, lacks: missing } = await take(db, shelf, { manifest, stored, reached, job });
      if (missing) lacks.push(`${missing} The raw rows that it held can’t be shown.`);
      for (const { file, block } of chunk.blocks) raw.restore(file, block);
      closed.push(...chunk.closed);
      zone = chunk.zone;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const all = chunks.at(-1)!.about.rows;
      lacks.push(
        `${error.where}: ${error.what} The ${all - reached.rows} rows from there on are missing. ${error.next}`,
      );
      break;
    }
    const { rows, open } = stored.about;
    reached = { marks: await readMarks(db), chunks: stored.about.number + 1, rows, open };
    if (!open) whole = reached;
    done += stored.artifact.bytes;
  }
  const { open } = reached;
  for (const one of closed) await enterClosed(db, one);
  if (open) await enterOpen(db, open);
  return { closed, open, zone, reached, whole, lacks, isWhole: reached.chunks === chunks.length };
}

/** Takes the raw texts of all chunks that are whole from the folder again. @throws Cancelled */
export async function restoreTexts(raw: RawStore, shelf: Shelf, job: Job): Promise<void> {
  const manifest = await shelf.manifest();
  if (!manifest) return;
  const forgotten = new Set<number>();
  for (const stored of chunksOf(manifest)) {
    job.report({ stage: "Reading the raw texts again", done: stored.about.number, total: 0, unit: "files" });
    await breathe(job);
    const read = await readChunk(shelf, manifest, stored, job).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return null;
    });
    for (const { file, block } of read?.chunk.blocks ?? []) {
      if (!forgotten.has(file)) raw.forget(file);
      forgotten.add(file);
      raw.restore(file, block);
    }
  }
}

interface Wanted {
  readonly manifest: Manifest;
  readonly stored: StoredChunk;
  readonly reached: Reached;
  readonly job: Job;
}

const isSame = (a: Reached["marks"], b: Reached["marks"]): boolean =>
  (Object.keys(a) as (keyof Reached["marks"])[]).every((name) => a[name] === b[name]);

/** Puts one chunk's rows behind those that are there. @throws UserError where it is not whole or doesn't follow; its rows are then not there */
async function take(
  db: Database,
  shelf: Shelf,
  { manifest, stored, reached, job }: Wanted,
): Promise<{ readonly chunk: Chunk; readonly lacks: string | null }> {
  const { artifact } = stored;
  const read = await readChunk(shelf, manifest, stored, job);
  const { from, to, tables } = read.chunk;
  const where = artifact.file;
  if (!isSame(from, reached.marks) || stored.about.number !== reached.chunks)
    throw new UserError("This chunk does not follow the one before it.", { where, next: "Import the logs again." });
  await insertTables(db, tables);
  if (isSame(await readMarks(db), to)) return read;
  await removeTables(db, from);
  throw new UserError("This chunk does not hold what its head says.", { where, next: "Import the logs again." });
}

async function enterClosed(db: Database, { file, sha256, report }: ClosedFile): Promise<void> {
  if (file === null) return;
  const { name, format, vendor, bytes, rows } = report;
  await insertFile(db, { file, name, format, vendor, bytes, sha256, rows });
}

/** Enters a file whose import stopped, with the rows that it has so far. */
async function enterOpen(db: Database, open: OpenFile): Promise<void> {
  const { file, name, format, vendor, bytes, records, typed, rejected, duplicate } = open;
  const rows = { in: records, typed, rejected, duplicate };
  await insertFile(db, { file, name, format, vendor, bytes, sha256: "", rows });
}
