import type { Database } from "../db/database.ts";
import type { Marks } from "../ingest/canonical.ts";
import type { RawBlock } from "../ingest/raw-store.ts";
import type { ClosedFile, OpenFile, Recorder } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import type { FileBlock } from "../tenant/chunk.ts";
import { appendChunk, dropChunks } from "../tenant/chunk-store.ts";
import { readTables } from "../tenant/chunk-tables.ts";
import type { Shelf } from "../tenant/shelf.ts";
import type { KeptState } from "./api/keep.ts";

/** One thing that an import told, and where the tables ended after it. */
type Part = { readonly to: Marks } & (
  | { readonly kind: "slice"; readonly open: OpenFile; readonly block: RawBlock | null }
  | { readonly kind: "closed"; readonly closed: ClosedFile }
);

/** How far a tenant's chunks reach. */
export interface Reached {
  readonly marks: Marks;
  readonly chunks: number;
  /** Rows of the logs. */
  readonly rows: number;
  /** The file in whose midst they end. */
  readonly open: OpenFile | null;
}

const noMarks = { events: 0, actors: 0, types: 0, entities: 0, attribute_values: 0, relationships: 0, rejects: 0 };

/** Before the first row. */
export const nothingReached: Reached = { marks: noMarks, chunks: 0, rows: 0, open: null };

/** Bytes of text that a chunk gathers at most, unless one slice has more. */
const mostText = 64 * 1024 * 1024;

/** Keeps what is imported on disk, chunk by chunk, beside the import. When the disk fails, the tenant in memory goes on without it. */
export class Keeper implements Recorder {
  readonly #db: Pick<Database, "query">;
  readonly #shelf: Shelf;
  readonly #facts: () => { readonly name: string; readonly zone: string };
  readonly #onState: (state: KeptState) => void;
  #parts: Part[] = [];
  #reached: Reached;
  /** As it was before the file in whose midst the chunks end. */
  #whole: Reached;
  #writing: Promise<void> | null = null;
  #problem: KeptState["problem"] = null;
  #bytes = 0;

  /** @param reached how far the chunks in the folder reach, and without the file in whose midst they end */
  constructor(
    db: Pick<Database, "query">,
    shelf: Shelf,
    {
      facts,
      onState,
      reached = nothingReached,
      whole = reached,
      bytes = 0,
    }: {
      readonly facts: () => { readonly name: string; readonly zone: string };
      readonly onState: (state: KeptState) => void;
      readonly reached?: Reached;
      readonly whole?: Reached;
      /** Of all files in the folder. */
      readonly bytes?: number;
    },
  ) {
    this.#db = db;
    this.#shelf = shelf;
    this.#facts = facts;
    this.#onState = onState;
    this.#reached = reached;
    this.#whole = whole;
    this.#bytes = bytes;
  }

  get state(): KeptState {
    const isBusy = this.#writing !== null || this.#parts.length > 0;
    return {
      id: this.#shelf.tenant,
      is: this.#problem ? "failed" : isBusy ? "writing" : "kept",
      rows: this.#reached.rows,
      bytes: this.#bytes,
      problem: this.#problem,
    };
  }

  appended(open: OpenFile, to: Marks, block: RawBlock | null): void {
    this.#take({ kind: "slice", open, to, block });
  }

  closed(closed: ClosedFile, marks: Marks | null): void {
    this.#take({ kind: "closed", closed, to: marks ?? this.#parts.at(-1)?.to ?? this.#reached.marks });
  }

  async takenBack(file: number): Promise<void> {
    this.#parts = this.#parts.filter((part) => part.kind === "closed" || part.open.file !== file);
    await this.settle();
    if (this.#reached.open?.file !== file || this.#problem) return;
    try {
      await dropChunks(this.#shelf, this.#whole.chunks);
      this.#reached = this.#whole;
      await this.#weigh();
    } catch (error) {
      this.#fail(error);
    }
    this.#tell();
  }

  /** Resolves when all that was told is on disk, or can't be. */
  async settle(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #take(part: Part): void {
    if (this.#problem) return;
    this.#parts.push(part);
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#parts.length > 0) {
        this.#tell();
        await this.#write(this.#parts.splice(0, batchOf(this.#parts)));
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#writing = null;
    this.#tell();
  }

  async #write(parts: readonly Part[]): Promise<void> {
    const from = this.#reached.marks;
    const last = parts.at(-1)!;
    const open = last.kind === "slice" ? last.open : null;
    const closed = parts.flatMap((part) => (part.kind === "closed" ? [part.closed] : []));
    const blocks = parts.flatMap((part): FileBlock[] =>
      part.kind === "slice" && part.block ? [{ file: part.open.file, block: part.block }] : [],
    );
    const { name, zone } = this.#facts();
    const tables = await readTables(this.#db, from, last.to);
    const rows = closed.reduce((sum, { report }) => sum + report.rows.in, this.#whole.rows) + (open?.records ?? 0);
    const chunk = { from, to: last.to, tables, blocks, closed, open, zone };
    await appendChunk(this.#shelf, chunk, { number: this.#reached.chunks, rows, name });
    this.#reached = { marks: last.to, chunks: this.#reached.chunks + 1, rows, open };
    if (!open) this.#whole = this.#reached;
    await this.#weigh();
  }

  async #weigh(): Promise<void> {
    const manifest = await this.#shelf.manifest();
    this.#bytes = (manifest?.artifacts ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #fail(error: unknown): void {
    const isKnown = error instanceof UserError;
    if (!isKnown) console.error(error);
    this.#parts = [];
    this.#problem = {
      what: isKnown ? error.what : `The browser’s disk refused: ${error instanceof Error ? error.message : error}`,
      next: isKnown ? error.next : "Reload the page and open the tenant again: it goes on where the disk stopped.",
    };
  }

  #tell(): void {
    this.#onState(this.state);
  }
}

/**
 * How many of the parts become one chunk. Whole files lie together in one, so that thousands of small files make few chunks; a file that is still
 * read lies in chunks of its own, so that it can be taken back.
 */
function batchOf(parts: readonly Part[]): number {
  let bytes = 0;
  let closed = 0;
  let n = 0;
  for (; n < parts.length; n++) {
    const part = parts[n]!;
    bytes += part.kind === "slice" ? (part.block?.text.size ?? 0) : 0;
    if (n > 0 && bytes > mostText) break;
    if (part.kind === "closed") closed = n + 1;
  }
  return closed || n;
}
