import type { EditorView } from "@codemirror/view";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Block } from "../../notebook/document.ts";
import { textOf } from "../../notebook/edits.ts";
import { BlockElement, type TextRange } from "./block.ts";
import { makeEditor } from "./editor.ts";
import { setText } from "./editor-text.ts";
import { renderMarkdown } from "./markdown.ts";

/** A block of prose: read until it is double-clicked or entered by its button, then written as Markdown. */
export class ProseElement extends BlockElement {
  static override properties = { ...BlockElement.properties, isWriting: { state: true } };
  declare isWriting: boolean;
  #editor: EditorView | null = null;
  #drawn: string | null = null;
  #then: ((editor: EditorView) => void) | null = null;

  constructor() {
    super();
    this.isWriting = false;
  }

  get #text(): string {
    const block = this.runner?.draft.blockOf(this.blockId);
    return block ? textOf(block) : "";
  }

  override enter(range?: TextRange): void {
    this.#write((editor) => {
      if (range === "all") mark(editor, 0, editor.state.doc.length);
      else if (range) mark(editor, range.from, range.to);
      editor.focus();
    });
  }

  override reveal(from: number, to: number): void {
    this.#write((editor) => mark(editor, from, to));
  }

  /** Opens the text for writing, and does something with its editor. */
  #write(then: (editor: EditorView) => void): void {
    if (this.#editor) {
      then(this.#editor);
      return;
    }
    this.#then = then;
    this.isWriting = true;
  }

  /** Shows the text as it is read. */
  leave(): void {
    this.isWriting = false;
  }

  readonly #leaveByKey = (): void => {
    this.leave();
    this.frame?.focus();
  };

  protected override updated(_changed: PropertyValues): void {
    const place = this.querySelector<HTMLElement>(".nb-prose-text");
    if (!this.isWriting || !place) {
      this.#editor?.destroy();
      this.#editor = null;
    }
    if (!place) {
      this.#drawn = null;
      return;
    }
    if (this.isWriting) this.#showEditor(place);
    else if (this.#drawn !== this.#text || place.childElementCount === 0) {
      this.#drawn = this.#text;
      place.replaceChildren(renderMarkdown(this.#text));
    }
  }

  #showEditor(place: HTMLElement): void {
    if (this.#editor) {
      setText(this.#editor, this.#text);
      return;
    }
    this.#drawn = null;
    const page = document.createElement("div");
    place.replaceChildren(page);
    this.#editor = makeEditor(page, {
      text: this.#text,
      label: "Prose, as Markdown",
      language: "markdown",
      onChange: (text) => this.acts.write(this.blockId, text),
      onRun: (moveOn) => {
        this.#leaveByKey();
        if (moveOn) this.acts.runOn(this.blockId);
      },
      onLeave: this.#leaveByKey,
    });
    this.#then?.(this.#editor);
    this.#then = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = null;
  }

  protected override draw(block: Block): TemplateResult {
    const isEmpty = textOf(block).trim() === "" && !this.isWriting;
    return html`
      <section class="nb-prose ${this.isWriting ? "writing" : ""}" role="group" tabindex="0" @dblclick=${() => this.enter()} aria-label="Text">
        <div class="nb-prose-text"></div>
        ${isEmpty ? html`<p class="k">Empty text</p>` : nothing}
        <div class="nb-prose-tools">
          ${this.grip("text")}${this.kindChoice("text", "markdown")}${this.deleteButton("text")}
          <button type="button" class="nb-write link" @click=${() => (this.isWriting ? this.#leaveByKey() : this.enter())}>${this.isWriting ? "Done" : "Edit"}</button>
        </div>
      </section>
    `;
  }
}

const mark = (editor: EditorView, from: number, to: number): void =>
  editor.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });

customElements.define("sg-prose", ProseElement);
