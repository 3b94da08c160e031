import type { EditorView } from "@codemirror/view";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Cell } from "../../notebook/document.ts";
import type { Selection } from "../../notebook/kinds/kind.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import type { CellState, Entry } from "../../notebook/runner.ts";
import type { Desk } from "./desk.ts";
import { showFailure } from "./edit/lint.ts";
import { makeEditor } from "./editor.ts";
import { factsOf, outputOf } from "./outputs.ts";

const words: Readonly<Record<CellState["status"], string>> = {
  stale: "stale",
  waiting: "waiting",
  running: "running",
  done: "",
  failed: "failed",
};

/** One cell: its kind and name, its body in an editor, its state, and what it gave. */
export class CellElement extends LitElement {
  static override properties = {
    desk: { attribute: false },
    entry: { attribute: false },
    cellState: { attribute: false },
    isPaused: { state: true },
  };
  declare desk: Desk;
  declare entry: Entry;
  declare cellState: CellState;
  declare isPaused: boolean;
  #editor: EditorView | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get #cell(): Cell {
    return this.entry.block as Cell;
  }

  /** Puts the cursor into the body. */
  enter(): void {
    this.#editor?.focus();
  }

  protected override firstUpdated(): void {
    const { type, name, body } = this.#cell;
    const place = this.querySelector<HTMLElement>(".nb-body");
    if (!place) return;
    this.#editor = makeEditor(place, {
      text: body,
      label: `${type} cell ${name}`,
      language: kinds.get(type)?.language ?? "markdown",
      kind: kinds.get(type),
      words: () => this.desk.words(this.entry.id),
      onChange: (text) => this.#change({ body: text }),
      onRun: (moveOn) => {
        void this.run();
        if (moveOn) this.dispatchEvent(new CustomEvent("move-on", { bubbles: true }));
      },
      onLeave: () => this.querySelector<HTMLElement>(".nb-cell")?.focus(),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.#editor && changed.has("cellState")) showFailure(this.#editor, this.cellState.error?.message ?? null);
    const bar = this.querySelector<HTMLProgressElement>("progress");
    const progress = this.cellState.progress;
    if (!bar || !changed.has("cellState")) return;
    if (progress && progress.total > 0) bar.value = progress.done / progress.total;
    else bar.removeAttribute("value");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = null;
  }

  async run(): Promise<void> {
    this.isPaused = false;
    await this.desk.runner?.run(this.entry.id);
  }

  /** Stops what runs now, and with it the cells that wait. */
  async #cancel(): Promise<void> {
    await this.desk.session.engine?.cancel();
  }

  /** Holds the training that runs, or lets it go on. */
  async #pause(): Promise<void> {
    this.isPaused = !this.isPaused;
    await this.desk.session.engine?.pauseTraining(this.isPaused);
  }

  #change(part: Partial<Cell>): void {
    this.desk.runner?.edit(this.entry.id, { ...this.#cell, ...part });
    this.desk.touch();
  }

  /** Writes the body anew, as a control of the output asks, and runs it. */
  readonly #rewrite = (event: CustomEvent<(body: string) => string>): void => {
    const body = event.detail(this.#cell.body);
    const editor = this.#editor;
    if (editor) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: body } });
    else this.#change({ body });
    void this.run();
  };

  readonly #brush = (event: CustomEvent<Selection | null>): void => {
    void this.desk.runner?.select(this.entry.id, event.detail);
  };

  #rename(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(input.value)) this.#change({ name: input.value });
    else input.value = this.#cell.name;
  }

  protected override render(): TemplateResult {
    const { type, name } = this.#cell;
    const { status, result, error, progress } = this.cellState;
    const isBusy = status === "running" || status === "waiting";
    return html`
      <section class="nb-cell ${status}" tabindex="-1" aria-label="${type} cell ${name}">
        <div class="nb-bar">
          <b>${type}</b>
          <input class="nb-name" aria-label="Name of the cell" .value=${name} size=${Math.max(4, name.length)} @change=${this.#rename} spellcheck="false" />
          <span class="nb-state">${progress ? `${progress.stage} ${progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : ""}` : words[status]}</span>
          <span class="nb-facts k">${result && !isBusy ? factsOf(result) : nothing}</span>
          ${
            status === "running" && kinds.get(type)?.canPause
              ? html`<button type="button" class="nb-run" @click=${this.#pause} aria-pressed=${this.isPaused} aria-label="Pause ${name}">${this.isPaused ? "Go on" : "Pause"}</button>`
              : nothing
          }
          ${
            isBusy
              ? html`<button type="button" class="nb-run" @click=${this.#cancel} aria-label="Cancel ${name}">Cancel</button>`
              : html`<button type="button" class="nb-run" ?disabled=${!this.desk.runner} @click=${this.run} aria-label="Run ${name}" title="Run (Ctrl or ⌘ + Enter)">Run</button>`
          }
        </div>
        ${status === "running" ? html`<progress aria-label="Progress of ${name}"></progress>` : nothing}
        <div class="nb-body"></div>
        ${error ? html`<p class="nb-error" role="alert">${error.message}</p>` : nothing}
        ${result ? html`<div class="nb-out ${status === "stale" ? "old" : ""}" @sg-rewrite=${this.#rewrite} @sg-brush=${this.#brush}>${outputOf(this.desk.session, name, result)}</div>` : nothing}
      </section>
    `;
  }
}

customElements.define("sg-cell", CellElement);
