import { Runtime, type Variable } from "@observablehq/runtime";
import { isOwnName } from "../engine/own-tables.ts";
import { isCancelled, UserError } from "../lib/errors.ts";
import type { Progress } from "../lib/job.ts";
import type { Block, Cell, NotebookDocument } from "./document.ts";
import type { CellEngine, CellResult, Selection } from "./kinds/kind.ts";
import { kinds } from "./kinds/registry.ts";
import { Turns } from "./turns.ts";

/** Where a cell stands. `stale`: edited, or never run, since its result was made. */
export interface CellState {
  readonly status: "stale" | "waiting" | "running" | "done" | "failed";
  readonly result: CellResult | null;
  readonly error: { readonly message: string; readonly isCancelled: boolean } | null;
  readonly progress: Progress | null;
}

/** A block with the identity that it keeps while the notebook is edited. */
export type Entry = { readonly id: number; readonly block: Block };

/** Ids go on from notebook to notebook, so that a view never takes a block of one for a block of another. */
let nextId = 0;

const fresh: CellState = { status: "stale", result: null, error: null, progress: null };

/**
 * Runs a notebook's cells on an engine: each after the cells that it reads, again when one of those changed.
 * Knows nothing of the page; `onChange` is called after every change.
 */
export class NotebookRunner {
  readonly #engine: CellEngine;
  readonly #runtime = new Runtime({}, (name) => {
    throw new UserError(`There is no cell named ${name}.`);
  });
  readonly #module = this.#runtime.module();
  readonly #turns = new Turns();
  readonly #variables = new Map<number, Variable>();
  readonly #states = new Map<number, CellState>();
  readonly #selections = new Map<number, Selection>();
  #entries: Entry[];
  #named: { readonly entries: readonly Entry[]; readonly names: readonly string[] } | null = null;
  title: string;
  tenant: string;
  onChange: () => void = () => {};

  constructor(engine: CellEngine, notebook: NotebookDocument) {
    this.#engine = engine;
    this.title = notebook.title;
    this.tenant = notebook.tenant;
    this.#entries = notebook.blocks.map((block) => ({ id: nextId++, block }));
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get notebook(): NotebookDocument {
    return { title: this.title, tenant: this.tenant, blocks: this.#entries.map(({ block }) => block) };
  }

  stateOf(id: number): CellState {
    return this.#states.get(id) ?? fresh;
  }

  /** Replaces a block; a cell that was changed is stale until it runs. */
  edit(id: number, block: Block): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { id, block } : entry));
    this.#set(id, { status: "stale" });
  }

  /** Puts a block before position `at`, and gives its id. */
  insert(at: number, block: Block): number {
    const id = nextId++;
    this.#entries = this.#entries.toSpliced(at, 0, { id, block });
    this.onChange();
    return id;
  }

  remove(id: number): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#variables.get(id)?.delete();
    this.#variables.delete(id);
    this.#states.delete(id);
    this.onChange();
  }

  /** Moves a block to another position. */
  move(id: number, to: number): void {
    const entry = this.#entries.find((one) => one.id === id);
    if (!entry) return;
    const others = this.#entries.filter((one) => one.id !== id);
    this.#entries = others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, entry);
    this.onChange();
  }

  /** Runs every cell; resolves when all are through, failed ones included. */
  async runAll(): Promise<void> {
    await Promise.all(this.#cells().map((cell) => this.#define(cell)));
  }

  /** Runs one cell, and first those that it reads and that never ran; the cells that read it follow by themselves. */
  async run(id: number): Promise<CellState> {
    const needed = new Set([id]);
    for (const one of needed) {
      const reads = this.#reads(this.#cells().find((cell) => cell.id === one)?.block);
      for (const other of this.#cells()) {
        if (reads.includes(other.block.name) && !this.#variables.has(other.id)) needed.add(other.id);
      }
    }
    const runs = this.#cells().filter((cell) => needed.has(cell.id));
    await Promise.all(runs.map((cell) => this.#define(cell)));
    return this.stateOf(id);
  }

  /** Brushes a cell's chart, or clears it; what reads the cell follows. */
  select(id: number, selection: Selection | null): Promise<CellState> {
    if (selection) this.#selections.set(id, selection);
    else this.#selections.delete(id);
    return this.run(id);
  }

  dispose(): void {
    this.#runtime.dispose();
  }

  #cells(): { readonly id: number; readonly block: Cell }[] {
    return this.#entries.filter((entry): entry is { id: number; block: Cell } => entry.block.kind === "cell");
  }

  /** Names that a cell may read: a name of the tenant's own tables always means those. */
  get #names(): readonly string[] {
    if (this.#named?.entries !== this.#entries) {
      const names = new Set(this.#cells().map(({ block }) => block.name));
      this.#named = { entries: this.#entries, names: [...names].filter((name) => !isOwnName(name)) };
    }
    return this.#named.names;
  }

  #reads(cell: Cell | undefined): readonly string[] {
    return (cell && kinds.get(cell.type)?.reads(cell.body, this.#names)) ?? [];
  }

  /** Gives a cell to the runtime, which computes it when its inputs are there; resolves with its first outcome. */
  #define({ id, block }: { readonly id: number; readonly block: Cell }): Promise<void> {
    const reads = this.#reads(block);
    return new Promise((resolve) => {
      const isCurrent = () => this.#variables.get(id) === variable;
      const settle = (state: Partial<CellState>) => {
        if (isCurrent()) this.#set(id, { progress: null, ...state });
        resolve();
      };
      this.#variables.get(id)?.delete();
      const variable = this.#module.variable({
        pending: () => {
          if (isCurrent()) this.#set(id, { status: "waiting", error: null });
        },
        fulfilled: (value) => settle({ status: "done", result: value as CellResult, error: null }),
        rejected: (error) =>
          settle({ status: "failed", error: { message: inWords(error, block), isCancelled: isCancelled(error) } }),
      });
      this.#variables.set(id, variable);
      variable.define(block.name, reads, (...inputs: never[]) =>
        this.#execute(id, block, new Map(reads.map((name, i) => [name, inputs[i]!]))),
      );
    });
  }

  #execute(id: number, cell: Cell, inputs: ReadonlyMap<string, CellResult>): Promise<CellResult> {
    const place = this.#entries.findIndex((entry) => entry.id === id);
    return this.#turns.take(place, async () => {
      const kind = kinds.get(cell.type);
      if (!kind)
        throw new UserError(`“${cell.type}” is no kind of cell that this version knows.`, {
          next: `It knows ${[...kinds.keys()].join(", ")}.`,
        });
      this.#set(id, { status: "running" });
      return kind.run(
        {
          engine: this.#engine,
          onProgress: (progress) => this.#set(id, { progress }),
          inputs,
          selection: this.#selections.get(id) ?? null,
          cell: (name) => {
            const result = inputs.get(name);
            if (!result) throw new UserError(`There is no cell named ${name}.`, { where: cell.name });
            return result;
          },
        },
        cell.name,
        cell.body,
      );
    });
  }

  #set(id: number, change: Partial<CellState>): void {
    this.#states.set(id, { ...this.stateOf(id), ...change });
    this.onChange();
  }
}

/** What went wrong, in the words of the notebook rather than of its runtime. */
function inWords(error: unknown, cell: Cell): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/circular definition/.test(message))
    return `${cell.name} reads a cell that reads ${cell.name}: a circle can't be run. Change one of them.`;
  if (/defined more than once/.test(message)) return `Two cells are named ${cell.name}. Rename one of them.`;
  return message;
}
