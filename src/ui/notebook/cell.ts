import type { EditorView } from "@codemirror/view";
import { html, nothing, type TemplateResult } from "lit";
import { type CellState, fresh } from "../../notebook/cell-state.ts";
import type { Block, Cell } from "../../notebook/document.ts";
import { isName } from "../../notebook/edits.ts";
import { forms } from "../../notebook/kinds/forms.ts";
import type { Selection } from "../../notebook/kinds/kind.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import { duration } from "../format.ts";
import { icon } from "../icons.ts";
import { BlockElement, type TextRange } from "./block.ts";
import { showFailure } from "./edit/lint.ts";
import { makeEditor } from "./editor.ts";
import { setText } from "./editor-text.ts";
import { factsOf, outputOf } from "./outputs.ts";
import { settingsForm } from "./settings-form.ts";

const words: Readonly<Record<CellState["status"], string>> = {
  stale: "stale",
  waiting: "waiting",
  running: "running",
  done: "",
  failed: "failed",
};

/** One cell: its kind and name, its body in an editor, its state, and what it gave. */
export class CellElement extends BlockElement {
  static override properties = { ...BlockElement.properties, isPaused: { state: true }, isForm: { state: true } };
  declare isPaused: boolean;
  /** Whether its settings are shown as a form in place of their text. */
  declare isForm: boolean;
  #editor: EditorView | null = null;
  /** Holds the editor, which is made before the cell is drawn: once on the page, each step of its making would lay the page out. */
  readonly #body = document.createElement("div");

  constructor() {
    super();
    this.#body.className = "nb-body";
    this.#body.addEventListener("keydown", (event) => this.#onEditorKey(event));
  }

  get #cell(): Cell {
    return this.runner?.draft.blockOf(this.blockId) as Cell;
  }

  override enter(range?: TextRange): void {
    const { fold } = this.#cell;
    if (fold === "body" || fold === "both") this.acts.fold(this.blockId, "body");
    if (range === "all") this.reveal(0, this.#editor?.state.doc.length ?? 0);
    else if (range) this.reveal(range.from, range.to);
    this.#editor?.focus();
  }

  override reveal(from: number, to: number): void {
    this.#editor?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  }

  protected override willUpdate(): void {
    if (this.runner?.draft.blockOf(this.blockId)?.kind !== "cell") this.#dropEditor();
    else if (this.isConnected) this.#editor ??= this.#makeEditor();
  }

  protected override updated(): void {
    if (!this.#editor) return;
    setText(this.#editor, this.#cell.body);
    const { status, error } = this.runner?.stateOf(this.blockId) ?? fresh;
    showFailure(this.#editor, status === "failed" && error && !error.isCancelled ? error.message : null);
    this.#showProgress();
  }

  #makeEditor(): EditorView {
    const { type, name, body } = this.#cell;
    return makeEditor(this.#body, {
      text: body,
      label: `${type} cell ${name}`,
      language: kinds.get(type)?.language ?? "markdown",
      kind: kinds.get(type),
      words: () => this.desk.words(this.blockId),
      onChange: (text) => this.acts.write(this.blockId, text),
      onRun: (moveOn) => (moveOn ? this.acts.runOn(this.blockId) : this.acts.run(this.blockId)),
      onLeave: () => this.frame?.focus(),
    });
  }

  #dropEditor(): void {
    this.#editor?.destroy();
    this.#editor = null;
  }

  #showProgress(): void {
    const bar = this.querySelector<HTMLProgressElement>("progress");
    const progress = this.runner?.stateOf(this.blockId).progress;
    if (!bar) return;
    if (progress && progress.total > 0) bar.value = progress.done / progress.total;
    else bar.removeAttribute("value");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dropEditor();
  }

  /** Holds the training that runs, or lets it go on. */
  async #pause(): Promise<void> {
    this.isPaused = !this.isPaused;
    await this.desk.session.engine?.pauseTraining(this.isPaused);
  }

  #run(): void {
    this.isPaused = false;
    this.acts.run(this.blockId);
  }

  /** Writes the body anew, as a control of the output asks, and runs it. */
  readonly #rewrite = (event: CustomEvent<(body: string) => string>): void => {
    this.acts.write(this.blockId, event.detail(this.#cell.body));
    void this.runner?.run(this.blockId);
  };

  readonly #brush = (event: CustomEvent<Selection | null>): void => {
    void this.runner?.select(this.blockId, event.detail);
  };

  #rename(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (isName(input.value)) this.acts.rename(this.blockId, input.value);
    else input.value = this.#cell.name;
  }

  #onEditorKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.code !== "Minus" || !this.#editor) return;
    event.preventDefault();
    this.acts.split(this.blockId, this.#editor.state.selection.main.head);
  }

  protected override draw(block: Block, state: CellState): TemplateResult | typeof nothing {
    if (block.kind !== "cell") return nothing;
    const { type, name, fold } = block;
    const { status, result, error } = state;
    const isBusy = status === "running" || status === "waiting";
    const hasBody = fold !== "body" && fold !== "both";
    const hasOutput = fold !== "output" && fold !== "both";
    this.#body.hidden = !hasBody || this.isForm === true;
    return html`
      <section class="nb-cell ${status} ${error?.isCancelled ? "stopped" : ""}" role="group" tabindex="0" aria-label="${type} cell ${name}">
        <div class="nb-bar">
          ${this.grip(name)}
          ${this.#folder("body", name, hasBody)}
          ${this.kindChoice(name, type)}
          <input class="nb-name" aria-label="Name of the cell" .value=${name} size=${Math.max(4, name.length)} @change=${this.#rename} spellcheck="false" />
          <span class="nb-state">${stateInWords(state)}</span>
          ${this.#reads()}
          <span class="nb-acts nb-more">${result ? this.#folder("output", name, hasOutput) : nothing}${this.deleteButton(name)}</span>
          <span class="nb-facts k">${isBusy ? nothing : factsOfRun(state)}</span>
          <span class="nb-acts">${this.#formButton(type, name, hasBody)}${this.#runButtons(name, type, status, isBusy)}</span>
        </div>
        ${status === "running" ? html`<progress aria-label="Progress of ${name}"></progress>` : nothing}
        ${hasBody && this.isForm ? this.#form(block) : nothing}
        ${this.#body}
        ${hasBody ? nothing : html`<button type="button" class="nb-folded k" @click=${() => this.acts.fold(this.blockId, "body")}>${firstLine(block.body)}</button>`}
        ${error && !error.isCancelled && status === "failed" ? html`<p class="nb-error" role="alert">${error.message}</p>` : nothing}
        ${
          result
            ? html`<div class="nb-out ${status === "stale" || status === "failed" ? "old" : ""}" @sg-rewrite=${this.#rewrite} @sg-brush=${this.#brush}>
              ${hasOutput ? outputOf(this.desk, name, result) : html`<button type="button" class="nb-folded k" @click=${() => this.acts.fold(this.blockId, "output")}>Output hidden</button>`}
            </div>`
            : nothing
        }
      </section>
    `;
  }

  #folder(part: "body" | "output", name: string, isOpen: boolean): TemplateResult {
    const title = `${isOpen ? "Fold" : "Open"} the ${part} (${part === "body" ? "H" : "O"})`;
    return html`<button type="button" class="nb-tool nb-fold ${part === "output" && isOpen ? "nb-quiet" : ""}" aria-expanded=${isOpen} aria-label="${part === "body" ? "Body" : "Output"} of ${name}" title=${title} @click=${() => this.acts.fold(this.blockId, part)}>${icon(part === "body" ? "chevron" : "output")}</button>`;
  }

  #formButton(type: string, name: string, hasBody: boolean): TemplateResult | typeof nothing {
    if (!hasBody || !forms.has(type)) return nothing;
    return html`<button type="button" class="nb-run" aria-pressed=${this.isForm === true} aria-label="Settings of ${name} as a form" @click=${() => {
      this.isForm = !this.isForm;
    }}>Form</button>`;
  }

  /** The settings without code; each change is a change of the text, and undone as one. */
  #form({ type, name, body }: Cell): TemplateResult {
    return settingsForm(forms.get(type) ?? [], { name, body, edit: (text) => this.acts.write(this.blockId, text) });
  }

  /** The cells that it reads, to go to. */
  #reads(): TemplateResult | typeof nothing {
    const { runner } = this;
    const ids = runner?.reads.of(this.blockId).flatMap((name) => runner.reads.idsNamed(name)) ?? [];
    if (ids.length === 0) return nothing;
    const shown = ids.slice(0, 4);
    return html`<span class="nb-reads k">reads ${shown.map(
      (id) =>
        html`<button type="button" class="link" @click=${() => this.acts.go(id, 0)}>${runner?.reads.nameOf(id)}</button> `,
    )}${ids.length > shown.length ? `and ${ids.length - shown.length} more` : nothing}</span>`;
  }

  #runButtons(name: string, type: string, status: CellState["status"], isBusy: boolean): TemplateResult {
    if (!isBusy) {
      return html`<button type="button" class="nb-run" @click=${this.#run} aria-label="Run ${name}" title="Run (Ctrl or ⌘ + Enter)">Run</button>`;
    }
    return html`${
      status === "running" && kinds.get(type)?.canPause
        ? html`<button type="button" class="nb-run" @click=${this.#pause} aria-pressed=${this.isPaused} aria-label="Pause ${name}">${this.isPaused ? "Go on" : "Pause"}</button>`
        : nothing
    }<button type="button" class="nb-run" @click=${() => this.acts.stop()} aria-label="Cancel ${name}">Cancel</button>`;
  }
}

function stateInWords({ status, progress, error }: CellState): string {
  if (progress && status === "running") {
    const share = progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : "";
    return `${progress.stage} ${share}`;
  }
  return status === "failed" && error?.isCancelled ? "stopped" : words[status];
}

/** Rows or items, and the time that the run took. */
function factsOfRun({ result, milliseconds }: CellState): string {
  return [result ? factsOf(result) : "", milliseconds === null ? "" : duration(milliseconds)]
    .filter((part) => part !== "")
    .join(" · ");
}

const firstLine = (body: string): string => {
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 1 ? `${lines[0]} …` : (lines[0] ?? "Empty");
};

customElements.define("sg-cell", CellElement);
