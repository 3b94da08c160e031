import { html, type TemplateResult } from "lit";
import type { CellState } from "../../notebook/cell-state.ts";
import type { NotebookRunner } from "../../notebook/runner.ts";
import { count } from "../format.ts";
import { icon } from "../icons.ts";
import type { Acts } from "./acts.ts";

/** What the toolbar shows: how many cells stand where. */
export function countStates(runner: NotebookRunner): Readonly<Record<CellState["status"], number>> {
  const counts = { stale: 0, waiting: 0, running: 0, done: 0, failed: 0 };
  for (const { id, block } of runner.entries) if (block.kind === "cell") counts[runner.stateOf(id).status] += 1;
  return counts;
}

/** Run all, run stale, stop; undo and redo; find; and the outline, where there is no room for it beside the text. */
export function toolbar(
  runner: NotebookRunner,
  acts: Acts,
  { isFinding, find, outline }: { isFinding: boolean; find: () => void; outline: () => void },
): TemplateResult {
  const counts = countStates(runner);
  const isBusy = counts.running + counts.waiting > 0;
  const toRun = counts.stale + counts.failed;
  const { undoes, redoes } = runner.draft;
  const words = [
    counts.running > 0 ? `${count(counts.running)} running` : "",
    counts.waiting > 0 ? `${count(counts.waiting)} waiting` : "",
    counts.stale > 0 ? `${count(counts.stale)} stale` : "",
    counts.failed > 0 ? `${count(counts.failed)} failed` : "",
  ].filter((part) => part !== "");
  return html`<div class="nb-tools" role="toolbar" aria-label="Notebook">
    <button type="button" class="btn small primary" @click=${() => acts.runAll()} ?disabled=${isBusy} title="Run all (Ctrl or ⌘ + Shift + Enter)">Run all</button>
    <button type="button" class="btn small" @click=${() => acts.runStale()} ?disabled=${isBusy || toRun === 0}>Run stale</button>
    <button type="button" class="btn small" @click=${() => acts.stop()} ?disabled=${!isBusy}>Stop</button>
    <span class="nb-counts k ${words.length === 0 ? "fine" : ""}">${words.length === 0 ? "all up to date" : words.join(" · ")}</span>
    <button type="button" class="nb-tool nb-undo" @click=${() => acts.undo()} ?disabled=${undoes === ""} aria-label="Undo" title=${undoes === "" ? "Undo" : `Undo: ${undoes} (Ctrl or ⌘ + Z)`}>${icon("undo")}</button>
    <button type="button" class="nb-tool" @click=${() => acts.redo()} ?disabled=${redoes === ""} aria-label="Redo" title=${redoes === "" ? "Redo" : `Redo: ${redoes} (Ctrl or ⌘ + Shift + Z)`}>${icon("redo")}</button>
    <button type="button" class="nb-tool nb-find-button" @click=${find} aria-expanded=${isFinding} aria-label="Find and replace" title="Find and replace (Ctrl or ⌘ + F)">${icon("find")}</button>
    <button type="button" class="nb-tool nb-outline-button" @click=${outline} aria-label="Outline" title="Outline">${icon("outline")}</button>
  </div>`;
}
