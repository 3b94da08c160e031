import { Runtime, type Variable } from "@observablehq/runtime";
import { UserError } from "../lib/errors.ts";
import { Brushes, brushVariable } from "./brushes.ts";
import { asStale, type CellState, fresh } from "./cell-state.ts";
import type { Block, Cell, NotebookDocument } from "./document.ts";
import { type Doing, Draft } from "./draft.ts";
import { isSameWork, nameOf, replacing } from "./edits.ts";
import { inWords } from "./failures.ts";
import type { CellEngine, CellResult, Selection } from "./kinds/kind.ts";
import { Reads } from "./reads.ts";
import { runOf, type WhatIsRead } from "./run-cell.ts";
import { type Edit, type Entry, keepsOrder } from "./splices.ts";
import { Turns } from "./turns.ts";

/** A cell as it was run last; `end` tells whoever waits for it that nothing more will come. */
interface Run {
  readonly cell: Cell;
  readonly variable: Variable;
  readonly end: () => void;
}

/**
 * Runs a notebook's cells on an engine: each after the cells that it reads, again when one of those changed.
 * Knows nothing of the page; `onChange` is called after every change.
 */
export class NotebookRunner {
  readonly draft: Draft;
  readonly #engine: CellEngine;
  readonly #runtime = new Runtime({}, (name) => {
    throw new UserError(`There is no cell named ${name}.`);
  });
  readonly #module = this.#runtime.module();
  readonly #brushes: Brushes;
  readonly #turns = new Turns();
  readonly #runs = new Map<number, Run>();
  readonly #states = new Map<number, CellState>();
  /** Scripts that run again for nothing but their chart's brush. */
  readonly #brushed = new Set<number>();
  #reads: Reads | null = null;
  #stale: ReadonlySet<number> | null = null;
  onChange: () => void = () => {};

  constructor(engine: CellEngine, notebook: NotebookDocument) {
    this.#engine = engine;
    this.#brushes = new Brushes(this.#module, engine);
    this.draft = new Draft(notebook);
  }

  get title(): string {
    return this.draft.title;
  }

  get entries(): readonly Entry[] {
    return this.draft.entries;
  }

  get notebook(): NotebookDocument {
    return this.draft.notebook;
  }

  /** Which cells each cell reads. */
  get reads(): Reads {
    this.#reads ??= new Reads(this.draft.entries);
    return this.#reads;
  }

  stateOf(id: number): CellState {
    const state = this.#states.get(id) ?? fresh;
    const isThrough = state.status === "done" || state.status === "failed";
    return isThrough && this.#staleIds().has(id) ? asStale(state) : state;
  }

  /** Does an edit; a cell that it changed is stale until it runs, and one that it removed ends for those that read it. */
  change(edit: Edit, doing: Doing): void {
    this.draft.change(edit, doing);
    this.#follow(edit);
  }

  /** Replaces a block. */
  edit(id: number, block: Block, doing: Doing = { what: `edit ${nameOf(block)}` }): void {
    const at = this.draft.placeOf(id);
    if (at >= 0) this.change(replacing(this.entries, at, block), doing);
  }

  /** Gives the notebook another title. */
  retitle(title: string): void {
    this.draft.retitle(title);
    this.onChange();
  }

  /** Takes the last step back, and gives the edit that did so. */
  undo(): Edit | null {
    return this.#follow(this.draft.undo());
  }

  /** Does the step that was taken back last again, and gives its edit. */
  redo(): Edit | null {
    return this.#follow(this.draft.redo());
  }

  /** Runs every cell; resolves when all are through, failed ones included. */
  async runAll(): Promise<void> {
    await this.#start(this.#cells().map(({ id }) => id));
  }

  /** Runs the cells that are stale; those that read them follow by themselves. */
  async runStale(): Promise<void> {
    await this.#start(
      this.#cells().flatMap(({ id }) => (["stale", "failed"].includes(this.stateOf(id).status) ? [id] : [])),
    );
  }

  /** Runs one cell, and first those that it reads and that are stale; the cells that read it follow by themselves. */
  async run(id: number): Promise<CellState> {
    const needed = new Set([id]);
    for (const one of needed) for (const read of this.reads.idsOf(one)) if (!this.#isCurrent(read)) needed.add(read);
    await this.#start([...needed]);
    return this.stateOf(id);
  }

  /** Brushes a cell's chart, or clears it; what reads the cell follows. */
  async select(id: number, selection: Selection | null): Promise<CellState> {
    const { status, result } = this.stateOf(id);
    if (result?.kind !== "chart") return this.run(id);
    this.#brushes.set(id, result, selection);
    if (this.reads.brushedBy(id)) {
      this.#set(id, { result: { ...result, brushed: selection } });
      return this.stateOf(id);
    }
    if (status === "done") this.#brushed.add(id);
    return this.run(id);
  }

  /** Ends the cell that runs and those that wait, at once. The engine is told by whoever holds it. */
  stop(): void {
    this.#turns.stop();
  }

  dispose(): void {
    this.#turns.stop();
    this.#runtime.dispose();
  }

  #cells(): { readonly id: number; readonly block: Cell }[] {
    return this.draft.entries.filter((entry): entry is { id: number; block: Cell } => entry.block.kind === "cell");
  }

  /** Whether a cell was run as it is written now. */
  #isAsRun(id: number): boolean {
    const [block, run] = [this.draft.blockOf(id), this.#runs.get(id)];
    return block?.kind === "cell" && run !== undefined && isSameWork(block, run.cell);
  }

  /** Whether a cell's result is that of its text, or will be when what runs is through. */
  #isCurrent(id: number): boolean {
    const { status, error } = this.stateOf(id);
    return this.#isAsRun(id) && status !== "stale" && !error?.isCancelled;
  }

  #staleIds(): ReadonlySet<number> {
    this.#stale ??= this.reads.withReaders([...this.#states.keys()].filter((id) => !this.#isAsRun(id)));
    return this.#stale;
  }

  #follow<E extends Edit | null>(edit: E): E {
    if (!edit) return edit;
    for (const { in: coming } of edit) {
      const names = coming.map(({ id, block }) => block.kind === "cell" && this.#reads?.nameOf(id) === block.name);
      if (!keepsOrder(edit) || names.includes(false)) this.#reads = null;
      else for (const { id, block } of coming) if (block.kind === "cell") this.#reads?.update(id, block);
    }
    if (!keepsOrder(edit)) this.#reads = null;
    this.#stale = null;
    for (const { out } of edit) {
      for (const { id } of out) if (!this.draft.blockOf(id)) this.#forget(id);
    }
    this.onChange();
    return edit;
  }

  /** Ends a removed cell; what it gave is kept, since undo may bring it back. */
  #forget(id: number): void {
    this.#endRun(id);
    this.#brushes.end(id);
    const state = this.#states.get(id);
    if (state) this.#states.set(id, { ...state, status: "stale", progress: null });
  }

  #endRun(id: number): void {
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    run?.variable.delete();
    run?.end();
  }

  async #start(ids: readonly number[]): Promise<void> {
    const blocks = ids.flatMap((id) => {
      const block = this.draft.blockOf(id);
      return block?.kind === "cell" ? [{ id, block }] : [];
    });
    await Promise.all(blocks.map(({ id, block }) => this.#define(id, block)));
  }

  /** Gives a cell to the runtime, which computes it when its inputs are there; resolves with its first outcome. */
  #define(id: number, cell: Cell): Promise<void> {
    const others = this.#followBrushes(id, cell);
    const inputs = this.reads.of(id).map((name) => ({ name, isBrush: this.reads.brushRead(id, name) !== null }));
    return new Promise((resolve) => {
      this.#endRun(id);
      // A variable that was taken out still reports, once more.
      const heard = (state: Partial<CellState>) => {
        if (this.#runs.get(id)?.variable !== variable) return;
        this.#set(id, state);
        if (state.status !== "waiting") resolve();
      };
      const through = { progress: null, error: null };
      const variable = this.#module.variable({
        pending: () => heard({ status: "waiting", error: null }),
        fulfilled: (value) => heard({ ...through, status: "done", result: value as CellResult }),
        rejected: (error) =>
          heard({ ...through, status: "failed", error: inWords(error, cell, this.#circumstances(id)) }),
      });
      this.#runs.set(id, { cell, variable, end: resolve });
      this.#stale = null;
      const variables = inputs.map(({ name, isBrush }) => (isBrush ? brushVariable(name) : name));
      variable.define(cell.name, variables, (...values: never[]) => {
        const given = (ofBrush: boolean) =>
          new Map(inputs.flatMap(({ name, isBrush }, i) => (isBrush === ofBrush ? [[name, values[i]!]] : [])));
        return this.#execute(id, cell, { inputs: given(false), brushes: given(true) });
      });
      void this.#start(others);
    });
  }

  #circumstances(id: number) {
    return {
      circle: this.reads.circleOf(id),
      errorOf: (name: string) =>
        this.reads.idsNamed(name).flatMap((read) => this.#states.get(read)?.error ?? [])[0] ?? null,
      exists: (name: string) => this.reads.idsNamed(name).length > 0,
    };
  }

  /** Declares the brushes that a cell has and reads. @returns cells that ran and have to take in its brush where they took in its chart, or the other way round */
  #followBrushes(id: number, cell: Cell): readonly number[] {
    const isOther = !isSameWork(this.#runs.get(id)?.cell ?? cell, cell);
    const isChanged = this.#brushes.follow(id, this.reads, { isOther });
    return isChanged ? this.reads.namersOf(id).filter((reader) => reader !== id && this.#isAsRun(reader)) : [];
  }

  #execute(id: number, cell: Cell, read: WhatIsRead): Promise<CellResult> {
    return this.#turns.take(this.draft.placeOf(id), async () => {
      const run = runOf(cell);
      this.#set(id, { status: "running" });
      const started = performance.now();
      const result = await run({
        ...read,
        engine: this.#engine,
        onProgress: (progress) => this.#set(id, { progress }),
        selection: this.#brushes.of(id),
        before: this.#brushed.delete(id) ? (this.#states.get(id)?.result ?? null) : null,
      });
      this.#set(id, { milliseconds: performance.now() - started });
      return result;
    });
  }

  #set(id: number, change: Partial<CellState>): void {
    this.#states.set(id, { ...(this.#states.get(id) ?? fresh), ...change });
    this.onChange();
  }
}
