import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "./cell.ts";
import "./prose.ts";
import "../styles/notebook.css";
import "../styles/notebook-cell.css";
import "../styles/notebook-prose.css";
import "../styles/notebook-media.css";
import type { Block } from "../../notebook/document.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import type { Entry } from "../../notebook/runner.ts";
import { problemOf } from "../problem.ts";
import type { Desk } from "./desk.ts";
import { sectionsOf } from "./sections.ts";

/** The notebook: an outline, and the blocks top to bottom. */
export class NotebookElement extends LitElement {
  static override properties = { desk: { attribute: false }, problem: { state: true }, tables: { state: true } };
  declare desk: Desk;
  declare problem: string;
  declare tables: Readonly<Record<string, readonly string[]>>;
  #lastDelete = 0;
  #removed: { at: number; block: Block }[] = [];

  constructor() {
    super();
    this.problem = "";
    this.tables = {};
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  readonly #onChange = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("change", this.#onChange);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("move-on", this.#onMoveOn);
    void this.#learnTables();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.#onChange);
    this.removeEventListener("keydown", this.#onKey);
    this.removeEventListener("move-on", this.#onMoveOn);
  }

  async #learnTables(): Promise<void> {
    const schema = (await this.desk.session.engine?.schema().catch(() => [])) ?? [];
    this.tables = Object.fromEntries(schema.map(({ table, columns }) => [table, columns.map(({ name }) => name)]));
  }

  #blocks(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("sg-cell, sg-prose")];
  }

  #focusBlock(at: number): void {
    const block = this.#blocks()[at]?.querySelector<HTMLElement>(".nb-cell, .nb-prose");
    block?.focus();
    block?.scrollIntoView({ block: "nearest" });
  }

  readonly #onMoveOn = (event: Event): void => {
    this.#focusBlock(this.#blocks().indexOf(event.target as HTMLElement) + 1);
  };

  /** Keys of a block that has the focus itself, outside its editor. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    const { runner } = this.desk;
    if (!runner || !target.matches(".nb-cell, .nb-prose") || event.altKey) return;
    const blocks = this.#blocks();
    const at = blocks.findIndex((block) => block.contains(target));
    const id = runner.entries[at]?.id;
    if (id === undefined) return;
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.key === "z") this.#restore();
    else if (isMod && event.key === "Enter") void runner.run(id);
    else if (isMod) return;
    else if (event.shiftKey && event.key === "Enter") {
      void runner.run(id);
      this.#focusBlock(at + 1);
    } else if (event.key === "Enter") (blocks[at] as HTMLElement & { enter(): void }).enter();
    else if (event.key === "ArrowDown" || event.key === "j") this.#focusBlock(at + 1);
    else if (event.key === "ArrowUp" || event.key === "k") this.#focusBlock(at - 1);
    else if (event.key === "a") this.#insert(at, "sql");
    else if (event.key === "b") this.#insert(at + 1, "sql");
    else if (event.key === "d" && performance.now() - this.#lastDelete < 800) this.#delete(at);
    else if (event.key === "d") this.#lastDelete = performance.now();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #insert(at: number, type: string): void {
    const { runner } = this.desk;
    if (!runner) return;
    const names = new Set(runner.entries.map(({ block }) => (block.kind === "cell" ? block.name : "")));
    let number = 1;
    while (names.has(`${type}_${number}`)) number += 1;
    const block: Block =
      type === "markdown"
        ? { kind: "markdown", text: "…" }
        : { kind: "cell", type, name: `${type}_${number}`, body: kinds.get(type)?.template ?? "" };
    runner.insert(at, block);
    this.#afterChange(() => (this.#blocks()[at] as (HTMLElement & { enter(): void }) | undefined)?.enter());
    this.desk.touch();
  }

  /** Does something once the next change is on the page, new blocks included. */
  #afterChange(then: () => void): void {
    const shown = async () => {
      await this.updateComplete;
      await Promise.all(
        [...this.querySelectorAll<LitElement>("sg-cell, sg-prose")].map((block) => block.updateComplete),
      );
      then();
    };
    this.desk.addEventListener("change", () => void shown(), { once: true });
  }

  #delete(at: number): void {
    const { runner } = this.desk;
    const entry = runner?.entries[at];
    if (!runner || !entry) return;
    this.#removed.push({ at, block: entry.block });
    this.#afterChange(() => this.#focusBlock(Math.min(at, this.#blocks().length - 1)));
    runner.remove(entry.id);
    this.desk.touch();
  }

  #restore(): void {
    const last = this.#removed.pop();
    if (!last) return;
    this.desk.runner?.insert(last.at, last.block);
    this.desk.touch();
  }

  async #open(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      await this.desk.openFile(file);
      this.problem = "";
    } catch (error) {
      this.problem = problemOf(error).what;
    }
  }

  #save(): void {
    const file = this.desk.save();
    const url = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = url;
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  protected override render(): TemplateResult {
    const { runner } = this.desk;
    if (!runner) {
      return html`<div class="empty"><h1>Nothing is open</h1><p>Import files or open the demo tenant; the standard investigation then runs here, cell by cell, and every cell can be changed.</p><p><a class="btn primary" href="#/">Start</a></p></div>`;
    }
    return html`
      <div class="nb-page">
        <aside class="nb-outline" aria-label="Outline">${this.#outline(runner.entries)}</aside>
        <div class="nb-doc">
          <header class="nb-head">
            <h1>${runner.title}</h1>
            <p class="k nb-file"><span class="nb-dot ${this.desk.isSaved ? "" : "unsaved"}" aria-hidden="true"></span>${this.desk.fileName} · ${this.desk.isSaved ? "saved" : "changed since it was saved"}</p>
            <div class="nb-actions">
              <button type="button" class="btn primary" @click=${() => runner.runAll()}>Run all</button>
              <button type="button" class="btn" @click=${this.#save}>Save to a file</button>
              <label class="btn nb-open">Open a notebook<input type="file" accept=".md,text/markdown" @change=${this.#open} /></label>
            </div>
            ${this.problem ? html`<p class="nb-error" role="alert">${this.problem}</p>` : nothing}
          </header>
          ${repeat(
            runner.entries,
            ({ id }) => id,
            (entry, at) => html`
              ${
                entry.block.kind === "cell"
                  ? html`<sg-cell .desk=${this.desk} .entry=${entry} .cellState=${this.desk.stateOf(entry)} .tables=${this.tables}></sg-cell>`
                  : html`<sg-prose .desk=${this.desk} .entry=${entry}></sg-prose>`
              }
              ${this.#adder(at + 1)}
            `,
          )}
        </div>
      </div>
    `;
  }

  #adder(at: number): TemplateResult {
    const types = [...kinds.values()].map(({ type, title }) => ({ type, title }));
    return html`<div class="nb-add" role="group" aria-label="Add a cell here">
      ${[...types, { type: "markdown", title: "Text" }].map(({ type, title }) => html`<button type="button" @click=${() => this.#insert(at, type)}>+ ${title}</button>`)}
    </div>`;
  }

  #outline(entries: readonly Entry[]): TemplateResult[] {
    return sectionsOf(entries).map(({ title, cells, at }) => this.#outlineLine(title, cells, at));
  }

  #outlineLine(title: string, cells: readonly Entry[], at: number): TemplateResult {
    const states = cells.map((entry) => this.desk.stateOf(entry).status);
    const worst = (["failed", "running", "waiting", "stale"] as const).find((status) => states.includes(status));
    return html`<button type="button" class="nb-line" @click=${() => this.#focusBlock(at)}>
      <span>${title}</span><span class="k ${worst ?? ""}">${worst ?? nothing}</span>
    </button>`;
  }
}

customElements.define("sg-notebook", NotebookElement);
