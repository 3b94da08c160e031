import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { type CellState, fresh } from "../../notebook/cell-state.ts";
import type { Block } from "../../notebook/document.ts";
import { kinds } from "../../notebook/kinds/registry.ts";
import type { NotebookRunner } from "../../notebook/runner.ts";
import { icon } from "../icons.ts";
import type { Acts } from "./acts.ts";
import type { Desk } from "./desk.ts";

/** Every kind of block, by type, as a list to choose from shows it. */
export const blockKinds: readonly { readonly type: string; readonly title: string }[] = [
  ...[...kinds.values()].map(({ type, title }) => ({ type, title })),
  { type: "markdown", title: "Text" },
];

/** Characters of a block's text, or all of them. */
export type TextRange = { readonly from: number; readonly to: number } | "all";

/** A block on the page, drawn again when its text or its state has changed. */
export abstract class BlockElement extends LitElement {
  static override properties: PropertyDeclarations = {
    desk: { attribute: false },
    acts: { attribute: false },
    blockId: { attribute: false },
    isAdding: { state: true },
  };
  declare desk: Desk;
  declare acts: Acts;
  declare blockId: number;
  /** Whether the kinds of blocks that may be added below are listed. */
  declare isAdding: boolean;
  /** Of the notebook that lay open when the block came onto the page. */
  protected runner: NotebookRunner | null = null;
  #block: Block | undefined;
  #state: CellState = fresh;

  /** What is drawn for a block that is near. */
  protected abstract draw(block: Block, state: CellState): TemplateResult | typeof nothing;

  /** Puts the cursor into the text, and marks characters of it. */
  abstract enter(range?: TextRange): void;

  /** Marks characters of the text without taking the focus. */
  abstract reveal(from: number, to: number): void;

  /** The element that has the focus when the block itself does. */
  get frame(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".nb-cell, .nb-prose");
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.runner ??= this.desk.runner;
    this.desk.addEventListener("change", this.#onChange);
    // A block that was moved, or went away with its place and came back, has lost what it drew into its parts.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.#onChange);
  }

  readonly #onChange = (): void => {
    const { runner } = this;
    const isSame = runner?.draft.blockOf(this.blockId) === this.#block && runner?.stateOf(this.blockId) === this.#state;
    if (!isSame) this.requestUpdate();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { runner } = this;
    this.#block = runner?.draft.blockOf(this.blockId);
    this.#state = runner?.stateOf(this.blockId) ?? fresh;
    if (!this.#block) return nothing;
    return html`${this.draw(this.#block, this.#state)}${this.#adder()}`;
  }

  protected grip(name: string): TemplateResult {
    return html`<button type="button" class="nb-tool nb-grip" aria-label="Move ${name}" title="Drag to move, or Alt + ↑ ↓" @keydown=${this.#onGripKey}>${icon("grip")}</button>`;
  }

  protected kindChoice(name: string, type: string): TemplateResult {
    const isKnown = blockKinds.some((kind) => kind.type === type);
    return html`<select class="nb-kind" aria-label="Kind of ${name}" .value=${type} @change=${this.#onKind}>
      ${isKnown ? nothing : html`<option value=${type} selected>${type}</option>`}
      ${blockKinds.map((kind) => html`<option value=${kind.type} ?selected=${kind.type === type}>${kind.title}</option>`)}
    </select>`;
  }

  protected deleteButton(name: string): TemplateResult {
    return html`<button type="button" class="nb-tool nb-quiet" aria-label="Delete ${name}" title="Delete (D D)" @click=${() => this.acts.remove(this.blockId)}>${icon("close")}</button>`;
  }

  readonly #onKind = (event: Event): void => {
    this.acts.setKind(this.blockId, (event.target as HTMLSelectElement).value);
  };

  readonly #onGripKey = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    this.acts.move(this.blockId, this.acts.placeOf(this.blockId) + by, { isFocused: false });
    setTimeout(() => grip.focus());
  };

  #adder(): TemplateResult {
    const add = (event: Event, type: string) => {
      (event.target as Element).closest("details")?.removeAttribute("open");
      this.acts.insert(this.acts.placeOf(this.blockId) + 1, type);
    };
    const toggle = (event: Event) => {
      this.isAdding = (event.target as HTMLDetailsElement).open;
    };
    return html`<details class="nb-add" @toggle=${toggle}>
      <summary>+ Add below</summary>
      ${this.isAdding ? html`<div>${blockKinds.map(({ type, title }) => html`<button type="button" @click=${(event: Event) => add(event, type)}>${title}</button>`)}</div>` : nothing}
    </details>`;
  }
}
