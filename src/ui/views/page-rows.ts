import { html, type TemplateResult } from "lit";
import type { RawRow } from "../../engine/api/cases.ts";
import type { RowQuery } from "../../engine/api/pages.ts";
import { problemOf } from "../problem.ts";
import type { RowFilter } from "../row-filter.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

const step = 200;

/** The raw rows that meet a query, the latest first; `narrowed` says in words by what beyond the page's own subject. */
class PageRowsElement extends View {
  static override properties = {
    query: { attribute: false },
    narrowed: { attribute: false },
    rows: { state: true },
    total: { state: true },
    failed: { state: true },
  };
  declare query: RowQuery | null;
  declare narrowed: string | null;
  declare rows: readonly RawRow[];
  declare total: number;
  declare failed: string;
  #asked = "";

  constructor() {
    super();
    this.query = null;
    this.narrowed = null;
    this.rows = [];
    this.total = 0;
    this.failed = "";
  }

  protected override watched({ summary }: SessionState): readonly unknown[] {
    return [summary];
  }

  protected override updated(): void {
    const asked = JSON.stringify(this.query);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.#load(0);
  }

  async #load(offset: number): Promise<void> {
    const { query, session } = this;
    if (!query || !session.engine) return;
    const asked = this.#asked;
    this.failed = "";
    try {
      const { rows, total } = await session.engine.rowsWhere(query, offset, step);
      if (asked !== this.#asked) return;
      this.rows = offset === 0 ? rows : [...this.rows, ...rows];
      this.total = total;
    } catch (error) {
      if (asked === this.#asked) this.failed = problemOf(error).what;
    }
  }

  protected override render(): TemplateResult {
    const filter: RowFilter | null = this.narrowed === null ? null : { words: this.narrowed, where: {} };
    return html`<sg-case-rows .rows=${this.rows} .total=${this.total} .zone=${this.zone} .filter=${filter} paged
        @clear=${() => this.dispatchEvent(new CustomEvent("clear"))} @more=${() => void this.#load(this.rows.length)}></sg-case-rows>
      ${this.failed ? html`<p class="problem" role="alert">${this.failed}</p>` : ""}`;
  }
}

customElements.define("sg-page-rows", PageRowsElement);
