import type { Block } from "../../notebook/document.ts";
import type { Doing } from "../../notebook/draft.ts";
import {
  changingKind,
  deleting,
  folding,
  freeName,
  inserting,
  merging,
  moving,
  nameOf,
  renaming,
  splitting,
  writing,
} from "../../notebook/edits.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import type { NotebookRunner } from "../../notebook/runner.ts";
import type { Edit } from "../../notebook/splices.ts";
import type { Desk } from "./desk.ts";

/** What the acts need of the page. */
export interface Stage {
  /** Brings a block into view and gives it the focus, or its editor; as a template all of its text is marked, to be written over. */
  focus(id: number, part?: "block" | "editor" | "template"): void;
  /** Says something to whoever can't see what has changed. */
  say(text: string): void;
}

/** Everything that a person does to the notebook that lies open, each by block id. */
export class Acts {
  readonly #desk: Desk;
  readonly #stage: Stage;

  constructor(desk: Desk, stage: Stage) {
    this.#desk = desk;
    this.#stage = stage;
  }

  get #runner(): NotebookRunner {
    const { runner } = this.#desk;
    if (!runner) throw new Error("No notebook is open.");
    return runner;
  }

  placeOf(id: number): number {
    return this.#runner.draft.placeOf(id);
  }

  /** Gives the focus to the block that many places further. */
  go(id: number, by: number): void {
    const { order } = this.#runner.draft;
    const to = order[Math.max(0, Math.min(order.length - 1, this.placeOf(id) + by))];
    if (to !== undefined) this.#stage.focus(to);
  }

  /** Adds a block of a kind (`markdown` is prose) at a position, and puts the cursor into it. */
  insert(at: number, type = "sql"): void {
    const { draft, entries } = this.#runner;
    const block: Block =
      type === "markdown"
        ? { kind: "markdown", text: "" }
        : { kind: "cell", type, name: freeName(entries, type), body: kinds.get(type)?.template ?? "" };
    const id = draft.newId();
    this.#change(inserting(at, { id, block }), { what: `add ${nameOf(block)}` });
    this.#stage.focus(id, kinds.get(type)?.language === "yaml" ? "editor" : "template");
  }

  remove(id: number): void {
    const { entries } = this.#runner;
    const at = this.placeOf(id);
    const what = `delete ${this.#name(id)}`;
    this.#change(deleting(entries, at), { what });
    const { order } = this.#runner.draft;
    const next = order[Math.min(at, order.length - 1)];
    if (next !== undefined) this.#stage.focus(next);
    this.#stage.say(`Deleted ${what.slice(7)}. Ctrl or ⌘ + Z brings it back.`);
  }

  /** Moves a block so that it stands at a position; the focus stays where it is on the block. */
  move(id: number, to: number, { isFocused = true }: { isFocused?: boolean } = {}): void {
    const from = this.placeOf(id);
    const edit = moving(this.#runner.entries, from, to);
    if (edit.length === 0) return;
    this.#change(edit, { what: `move ${this.#name(id)}` });
    if (isFocused) this.#stage.focus(id);
    this.#stage.say(`${this.#name(id)} is ${this.placeOf(id) + 1} of ${this.#runner.entries.length}.`);
  }

  merge(id: number): void {
    const { entries } = this.#runner;
    const at = this.placeOf(id);
    const edit = merging(entries, at);
    if (!edit) {
      this.#stage.say(
        at === entries.length - 1 ? "There is nothing below to merge." : "Two texts merge, or two cells of one kind.",
      );
      return;
    }
    this.#change(edit, { what: `merge ${this.#name(id)} and ${nameOf(entries[at + 1]!.block)}` });
    this.#stage.focus(id);
  }

  split(id: number, offset: number): void {
    const second = this.#runner.draft.newId();
    const edit = splitting(this.#runner.entries, this.placeOf(id), { offset, id: second });
    this.#change(edit, { what: `split ${this.#name(id)}` });
    this.#stage.focus(second, "editor");
  }

  setKind(id: number, type: string): void {
    const next = this.#runner.draft.newId();
    const edit = changingKind(this.#runner.entries, this.placeOf(id), { type, id: next });
    if (edit.length === 0) return;
    this.#change(edit, { what: `make ${this.#name(id)} ${type === "markdown" ? "text" : type}` });
    this.#stage.focus(next);
  }

  rename(id: number, name: string): void {
    const edit = renaming(this.#runner.entries, this.placeOf(id), name);
    if (edit.length === 0) return;
    this.#change(edit, { what: `rename ${this.#name(id)} to ${name}` });
    const readers = edit.length - 1;
    if (readers > 0) this.#stage.say(`Renamed, and in ${readers} ${readers === 1 ? "cell" : "cells"} that read it.`);
  }

  /** Gives the notebook another title, unless it is empty. */
  retitle(title: string): void {
    if (title === "" || title === this.#runner.title) return;
    this.#runner.retitle(title);
    this.#desk.touch();
  }

  fold(id: number, part: "body" | "output"): void {
    this.#change(folding(this.#runner.entries, this.placeOf(id), part), { what: `fold ${this.#name(id)}` });
  }

  /** Writes a block's text; what is typed without a pause is one step. */
  write(id: number, text: string): void {
    const edit = writing(this.#runner.entries, this.placeOf(id), text);
    this.#change(edit, { what: `edit ${this.#name(id)}`, group: `write ${id}` });
  }

  say(text: string): void {
    this.#stage.say(text);
  }

  /** Does an edit that somebody else made, as one step. */
  change(edit: Edit, what: string): void {
    this.#change(edit, { what });
  }

  undo(): void {
    const { undoes } = this.#runner.draft;
    this.#show(this.#runner.undo(), undoes === "" ? "There is nothing to undo." : `Undone: ${undoes}.`);
  }

  redo(): void {
    const { redoes } = this.#runner.draft;
    this.#show(this.#runner.redo(), redoes === "" ? "There is nothing to do again." : `Done again: ${redoes}.`);
  }

  run(id: number): void {
    const { status } = this.#runner.stateOf(id);
    if (status !== "running" && status !== "waiting") void this.#runner.run(id);
  }

  /** Runs a block and goes to the next; below the last there is a new one. */
  runOn(id: number): void {
    this.run(id);
    const at = this.placeOf(id);
    const next = this.#runner.draft.order[at + 1];
    if (next === undefined) this.insert(at + 1);
    else this.#stage.focus(next);
  }

  /** Runs the cell that tells what would have been caught; where there is none, one comes last. */
  tellCaught(): void {
    const { entries, draft } = this.#runner;
    const known = entries.find(({ block }) => block.kind === "cell" && block.type === "evaluate");
    if (!known) this.insert(entries.length, "evaluate");
    const id = known?.id ?? draft.order.at(-1);
    if (id === undefined) return;
    this.#stage.focus(id);
    this.run(id);
  }

  /** Runs every cell, unless some run already. */
  runAll(): void {
    const isBusy = this.#runner.entries.some(({ id }) => /^(?:running|waiting)$/.test(this.#runner.stateOf(id).status));
    if (!isBusy) void this.#runner.runAll();
  }

  runStale(): void {
    void this.#runner.runStale();
  }

  /** Ends what runs and what waits: at once here, and in the engine as soon as it listens. */
  stop(): void {
    const { session } = this.#desk;
    this.#runner.stop();
    void (session.state.work ? session.cancel() : session.engine?.cancel());
  }

  #name(id: number): string {
    const block = this.#runner.draft.blockOf(id);
    return block ? nameOf(block) : "";
  }

  #change(edit: Edit, doing: Doing): void {
    if (edit.length === 0) return;
    this.#runner.change(edit, doing);
    this.#desk.touch();
  }

  #show(edit: Edit | null, words: string): void {
    this.#stage.say(words);
    if (!edit) return;
    this.#desk.touch();
    this.#chooseAgain(edit);
    const last = edit.at(-1);
    if (!last) return;
    const { order } = this.#runner.draft;
    const id = last.in[0]?.id ?? order[Math.min(last.at, order.length - 1)];
    if (id !== undefined) this.#stage.focus(id);
  }

  /** Runs the controls that an undone step had changed: what they show is what is chosen. */
  #chooseAgain(edit: Edit): void {
    for (const { id, block } of edit.flatMap((splice) => splice.in)) {
      if (block.kind === "cell" && block.type === "input" && this.#runner.stateOf(id).result) this.run(id);
    }
  }
}
