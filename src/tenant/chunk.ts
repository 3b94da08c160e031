import type { Marks } from "../ingest/canonical.ts";
import type { RawBlock } from "../ingest/raw-store.ts";
import type { ClosedFile, OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { packContainer, type Section, unpackContainer } from "./container.ts";

/** A piece of an import: what it appended between two marks, and the texts that it was read from. */
export interface Chunk {
  readonly from: Marks;
  readonly to: Marks;
  /** Arrow IPC streams by table. */
  readonly tables: ReadonlyMap<string, Uint8Array>;
  readonly blocks: readonly FileBlock[];
  readonly closed: readonly ClosedFile[];
  /** The file in the midst of which it ends; null where it ends with whole files. */
  readonly open: OpenFile | null;
  /** IANA zone of the tenant's days. */
  readonly zone: string;
}

/** A block of decoded text, and which file's. */
export interface FileBlock {
  readonly file: number;
  readonly block: RawBlock;
}

/** A block as the head has it: its numbers lie in sections of their own. */
interface BlockHead {
  readonly file: number;
  readonly firstLine: number;
  readonly firstStart: number;
  readonly lastStart: number;
  /** Bytes of its text: the texts lie one after the other. */
  readonly bytes: number;
  readonly hasStarts: boolean;
  /** Number of the first event, where records share lines. */
  readonly firstEvent: number | null;
}

interface Head extends Pick<Chunk, "from" | "to" | "closed" | "open" | "zone"> {
  readonly tenant: string;
  readonly number: number;
  readonly blocks: readonly BlockHead[];
}

/** Whose chunk it is, and the how manieth. */
export interface ChunkPlace {
  readonly tenant: string;
  readonly number: number;
}

/** A chunk as two files: its tables, and its texts one after the other. @throws Cancelled */
export async function packChunk(
  chunk: Chunk,
  { tenant, number }: ChunkPlace,
  job: Job,
): Promise<{ readonly tables: Blob; readonly texts: Blob }> {
  const sections = new Map<string, Section>(chunk.tables);
  const blocks = chunk.blocks.map(({ file, block }, i): BlockHead => {
    const { firstLine, text, starts, firstStart, lastStart, events } = block;
    if (starts) sections.set(`starts ${i}`, starts);
    if (events) sections.set(`events ${i}`, events.index);
    const numbers = { file, firstLine, firstStart, lastStart, bytes: text.size };
    return { ...numbers, hasStarts: starts !== null, firstEvent: events?.first ?? null };
  });
  const { from, to, closed, open, zone } = chunk;
  const header: Head = { tenant, number, from, to, closed, open, zone, blocks };
  return {
    tables: await packContainer({ header, sections }, job),
    texts: new Blob(chunk.blocks.map(({ block }) => block.text)),
  };
}

const isWhere = (a: ChunkPlace, b: ChunkPlace): boolean => a.tenant === b.tenant && a.number === b.number;

/**
 * Reads a chunk's file.
 * @param texts its texts' file; null where that is not at hand: its rows can then not be shown as they stood
 * @throws UserError where it is not whole, or not the chunk of that place of that tenant; Cancelled
 */
export async function unpackChunk(
  tables: Blob,
  texts: Blob | null,
  place: ChunkPlace,
  { where, job }: { readonly where: string; readonly job: Job },
): Promise<Chunk> {
  const { header, sections } = await unpackContainer(tables, { where, job, kind: "chunk" });
  const head = header as Head;
  if (!isWhere(head, place))
    throw new UserError(
      head.tenant === place.tenant ? "This chunk belongs elsewhere in the tenant." : "This chunk is another tenant’s.",
      { where, next: "Import the logs again." },
    );
  let at = 0;
  const blocks = head.blocks.map(({ file, bytes, hasStarts, firstEvent, ...numbers }, i): FileBlock => {
    const text = texts?.slice(at, at + bytes) ?? null;
    at += bytes;
    const index = sections.get(`events ${i}`) as Int32Array;
    const starts = hasStarts ? (sections.get(`starts ${i}`) as Int32Array) : null;
    const events = firstEvent === null ? null : { first: firstEvent, index };
    return { file, block: { ...numbers, text: text ?? new Blob([]), starts, events } };
  });
  const streams = [...sections].filter(([name]) => !/^(starts|events) \d+$/.test(name)) as [string, Uint8Array][];
  const { from, to, closed, open, zone } = head;
  return { from, to, closed, open, zone, blocks: texts ? blocks : [], tables: new Map(streams) };
}
