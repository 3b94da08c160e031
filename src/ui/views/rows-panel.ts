import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons.ts";
import type { AskedRows, RowsEvent } from "../row-query.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

/** The raw rows behind a table's row or a chart's mark, over the place where it stands. */
class RowsPanelElement extends View {
  static override properties = { ...View.properties, asked: { state: true } };
  declare asked: AskedRows | null;
  #page: EventTarget | null = null;

  constructor() {
    super();
    this.asked = null;
  }

  protected override watched({ summary }: SessionState): readonly unknown[] {
    return [summary];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#page = this.parentElement;
    this.#page?.addEventListener("sg-rows", this.#onRows);
    window.addEventListener("hashchange", this.#close);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#page?.removeEventListener("sg-rows", this.#onRows);
    window.removeEventListener("hashchange", this.#close);
  }

  readonly #onRows = (event: Event): void => {
    this.asked = (event as RowsEvent).detail;
    this.querySelector("dialog")?.showModal();
  };

  readonly #close = (): void => this.querySelector("dialog")?.close();

  protected override render(): TemplateResult {
    const { asked } = this;
    return html`<dialog class="panel rows-panel" aria-labelledby="rows-title" @close=${() => {
      this.asked = null;
    }}>
      <header>
        <h2 id="rows-title">${asked?.words ?? "Raw rows"}</h2>
        <form method="dialog"><button class="tool" aria-label="Close">${icon("close")}</button></form>
      </header>
      <div class="panel-body">${asked ? html`<sg-page-rows .session=${this.session} .query=${asked.query}></sg-page-rows>` : nothing}</div>
    </dialog>`;
  }
}

customElements.define("sg-rows", RowsPanelElement);
