import type { Block, NotebookDocument } from "./document.ts";
import { emptyHistory, type History, stepBack, stepForward, withStep } from "./history.ts";
import { applyEdit, type Edit, type Entry, invertEdit, keepsOrder } from "./splices.ts";

/** What is done with an edit: its words for the person (`delete days`), and the group that it joins when no pause lies between. */
export interface Doing {
  readonly what: string;
  readonly group?: string;
}

/** A notebook that is being edited: its blocks as they stand now, and everything that was done to them. */
export class Draft {
  readonly tenant: string;
  #title: string;
  readonly #blocks = new Map<number, Block>();
  readonly #now: () => number;
  #entries: readonly Entry[];
  #order: readonly number[];
  #places: ReadonlyMap<number, number> | null = null;
  #history: History = emptyHistory;
  #nextId = 0;

  constructor({ title, tenant, blocks }: NotebookDocument, now: () => number = () => performance.now()) {
    this.#title = title;
    this.tenant = tenant;
    this.#now = now;
    this.#entries = blocks.map((block) => ({ id: this.newId(), block }));
    this.#order = this.#entries.map(({ id }) => id);
    for (const { id, block } of this.#entries) this.#blocks.set(id, block);
  }

  get title(): string {
    return this.#title;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Ids from top to bottom; the same array as long as no block comes, goes or moves. */
  get order(): readonly number[] {
    return this.#order;
  }

  get notebook(): NotebookDocument {
    return { title: this.title, tenant: this.tenant, blocks: this.#entries.map(({ block }) => block) };
  }

  /** What the next undo takes back and the next redo does again, in words; empty where there is nothing. */
  get undoes(): string {
    return this.#history.past.at(-1)?.what ?? "";
  }

  get redoes(): string {
    return this.#history.future.at(-1)?.what ?? "";
  }

  newId(): number {
    return this.#nextId++;
  }

  /** Where a block stands, from 0; -1 where it is not there. */
  placeOf(id: number): number {
    this.#places ??= new Map(this.#order.map((one, at) => [one, at]));
    return this.#places.get(id) ?? -1;
  }

  blockOf(id: number): Block | undefined {
    return this.#blocks.get(id);
  }

  /** Does an edit and keeps it for undo. */
  change(edit: Edit, { what, group = "" }: Doing): void {
    if (edit.length === 0) return;
    this.#history = withStep(this.#history, { edit, what, group, at: this.#now() });
    this.#apply(edit);
  }

  /** Gives the notebook another title and keeps that for undo. */
  retitle(title: string): void {
    if (title === this.#title) return;
    const titles = [this.#title, title] as const;
    const what = `call the notebook ${title}`;
    this.#history = withStep(this.#history, { edit: [], titles, what, group: "", at: this.#now() });
    this.#title = title;
  }

  /** Takes the last step back and gives the edit that did so; null where there is none. */
  undo(): Edit | null {
    const back = stepBack(this.#history);
    if (!back) return null;
    this.#history = back.history;
    if (back.step.titles) this.#title = back.step.titles[0];
    const edit = invertEdit(back.step.edit);
    this.#apply(edit);
    return edit;
  }

  /** Does the step that was taken back last again and gives its edit; null where there is none. */
  redo(): Edit | null {
    const forward = stepForward(this.#history);
    if (!forward) return null;
    this.#history = forward.history;
    if (forward.step.titles) this.#title = forward.step.titles[1];
    this.#apply(forward.step.edit);
    return forward.step.edit;
  }

  #apply(edit: Edit): void {
    this.#entries = applyEdit(this.#entries, edit);
    for (const { out } of edit) for (const { id } of out) this.#blocks.delete(id);
    for (const { in: coming } of edit) for (const { id, block } of coming) this.#blocks.set(id, block);
    if (keepsOrder(edit)) return;
    this.#order = this.#entries.map(({ id }) => id);
    this.#places = null;
  }
}
