import type { EditorView } from "@codemirror/view";
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Prose } from "../../notebook/document.ts";
import type { Entry } from "../../notebook/runner.ts";
import type { Desk } from "./desk.ts";
import { makeEditor } from "./editor.ts";
import { renderMarkdown } from "./markdown.ts";

/** A block of prose: read until it is double-clicked or entered by its button, then written as Markdown. */
export class ProseElement extends LitElement {
  static override properties = { desk: { attribute: false }, entry: { attribute: false }, isWriting: { state: true } };
  declare desk: Desk;
  declare entry: Entry;
  declare isWriting: boolean;
  #editor: EditorView | null = null;

  constructor() {
    super();
    this.isWriting = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get #text(): string {
    return (this.entry.block as Prose).text;
  }

  /** Opens the text for writing. */
  enter(): void {
    this.isWriting = true;
  }

  #leave(): void {
    this.isWriting = false;
    this.querySelector<HTMLElement>(".nb-prose")?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    const place = this.querySelector<HTMLElement>(".nb-prose-text");
    if (!place) return;
    if (!this.isWriting) {
      this.#editor?.destroy();
      this.#editor = null;
      place.replaceChildren(renderMarkdown(this.#text));
    } else if (changed.has("isWriting")) {
      const page = document.createElement("div");
      place.replaceChildren(page);
      this.#editor = makeEditor(page, {
        text: this.#text,
        label: "Prose, as Markdown",
        language: "markdown",
        onChange: (text) => {
          this.desk.runner?.edit(this.entry.id, { kind: "markdown", text });
          this.desk.touch();
        },
        onRun: () => this.#leave(),
        onLeave: () => this.#leave(),
      });
      this.#editor.focus();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = null;
  }

  protected override render(): TemplateResult {
    return html`
      <section class="nb-prose" tabindex="-1" @dblclick=${this.enter} aria-label="Prose">
        <div class="nb-prose-text"></div>
        <button type="button" class="nb-write link" @click=${() => (this.isWriting ? this.#leave() : this.enter())}>${this.isWriting ? "Done" : "Edit"}</button>
      </section>
    `;
  }
}

customElements.define("sg-prose", ProseElement);
