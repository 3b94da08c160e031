import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "./cell.ts";
import "./files/bar.ts";
import "./prose.ts";
import "../styles/notebook.css";
import "../styles/notebook-cell.css";
import "../styles/notebook-prose.css";
import "../styles/notebook-media.css";
import type { Block } from "../../notebook/document.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import type { Entry } from "../../notebook/runner.ts";
import type { Desk } from "./desk.ts";
import { sectionsOf } from "./sections.ts";

/** The notebook: an outline, and the blocks top to bottom. */
export class NotebookElement extends LitElement {
  static override properties = { desk: { attribute: false } };
  declare desk: Desk;
  #lastDelete = 0;
  #removed: { at: number; block: Block }[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  readonly #onChange = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
    this.desk.addEventListener("change", this.#onChange);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("move-on", this.#onMoveOn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.#onChange);
    this.removeEventListener("keydown", this.#onKey);
    this.removeEventListener("move-on", this.#onMoveOn);
  }

  #blocks(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("sg-cell, sg-prose")];
  }

  /** The cell of an id, as it takes the focus; null where it is not on the page. */
  cellOf(id: number): HTMLElement | null {
    const at = this.desk.runner?.entries.findIndex((entry) => entry.id === id) ?? -1;
    return this.#blocks()[at]?.querySelector<HTMLElement>(".nb-cell") ?? null;
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

  protected override render(): TemplateResult {
    const { runner } = this.desk;
    if (!runner) {
      return html`<div class="empty"><h1>Nothing is open</h1><p>Import files or open the demo tenant; the standard investigation then runs here, cell by cell, and every cell can be changed.</p><p><a class="btn primary" href="#/">Start</a></p><p>Any notebook can be read and written before that.</p><sg-notebook-files .desk=${this.desk}></sg-notebook-files></div>`;
    }
    return html`
      <div class="nb-page">
        <aside class="nb-outline" aria-label="Outline">${this.#outline(runner.entries)}</aside>
        <div class="nb-doc">
          <header class="nb-head">
            <h1>${runner.title}</h1>
            <div class="nb-actions">
              <button type="button" class="btn primary" @click=${() => runner.runAll()}>Run all</button>
              <sg-notebook-files .desk=${this.desk}></sg-notebook-files>
            </div>
          </header>
          ${repeat(
            runner.entries,
            ({ id }) => id,
            (entry, at) => html`
              ${
                entry.block.kind === "cell"
                  ? html`<sg-cell .desk=${this.desk} .entry=${entry} .cellState=${this.desk.stateOf(entry)}></sg-cell>`
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
