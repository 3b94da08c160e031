import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CellValue } from "../engine/api/tables.ts";
import { count, plural } from "./format.ts";
import { type Column, type Order, type RowSource, toTsv } from "./row-source.ts";

const rowHeight = 28;
const over = 12;
/** Browsers stop at some 17 to 33 million pixels of height: past this, scrolling is scaled. */
const mostPixels = 12_000_000;
const kinds = { text: "abc", number: "123", time: "time", boolean: "yes/no", other: "{ }" } as const;

/** A table of any length that holds only the rows in view: `source`, `columns`, `label`; headers sort where `sortable`. */
export class TableElement extends LitElement {
  static override properties = {
    source: { attribute: false },
    columns: { attribute: false },
    label: {},
    sortable: { type: Boolean },
    rows: { state: true },
    order: { state: true },
    failed: { state: true },
    copied: { state: true },
  };
  declare source: RowSource | null;
  declare columns: readonly Column[];
  declare label: string;
  declare sortable: boolean;
  declare rows: { readonly offset: number; readonly values: readonly (readonly CellValue[])[] };
  declare order: Order | null;
  declare failed: string;
  declare copied: boolean;
  #asked = -1;
  #widths: readonly number[] | null = null;

  constructor() {
    super();
    this.source = null;
    this.columns = [];
    this.label = "Table";
    this.sortable = false;
    this.order = null;
    this.failed = "";
    this.copied = false;
    this.rows = { offset: 0, values: [] };
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("source") || changed.has("columns")) {
      this.order = null;
      this.#widths = null;
      this.rows = { offset: 0, values: [] };
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("source") || changed.has("order")) {
      this.#asked = -1;
      this.#load();
    }
    this.#size();
  }

  get #total(): number {
    return this.source?.count ?? 0;
  }

  #scroller(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".window");
  }

  /** Fetches what is in view, if another window than the last one asked for. */
  #load(): void {
    const { source } = this;
    const scroller = this.#scroller();
    if (!source || !scroller) return;
    const inView = Math.ceil((scroller.clientHeight || 320) / rowHeight);
    const full = this.#total * rowHeight;
    const scale = full > mostPixels ? full / mostPixels : 1;
    const first = Math.floor((scroller.scrollTop * scale) / rowHeight);
    const offset = Math.max(0, Math.min(first, this.#total - inView) - over);
    const even = offset - (offset % 2);
    if (even === this.#asked) return;
    this.#asked = even;
    source.window(even, inView + 2 * over + 1, this.order ?? undefined).then(
      (values) => {
        if (this.source === source && this.#asked === even) this.rows = { offset: even, values };
      },
      (error: unknown) => {
        this.failed = error instanceof Error ? error.message : String(error);
      },
    );
  }

  /** Heights and widths are set on the nodes: the page's policy refuses inline styles in markup. */
  #size(): void {
    const scale = Math.min(1, mostPixels / Math.max(1, this.#total * rowHeight));
    const { offset, values } = this.rows;
    const height = (selector: string, rows: number): void =>
      this.querySelector<HTMLElement>(selector)?.style.setProperty("height", `${Math.max(0, rows) * rowHeight}px`);
    const scaled = offset * scale;
    height(".above", scaled);
    height(".below", this.#total * scale - scaled - values.length);
    if (values.length > 0) this.#widths ??= this.columns.map((column, i) => width(column, values, i));
    this.querySelectorAll<HTMLElement>("col").forEach((col, i) => {
      col.style.setProperty("width", `${this.#widths?.[i] ?? 12}ch`);
    });
    const total = (this.#widths ?? []).reduce((sum, ch) => sum + ch, 0);
    this.querySelector<HTMLElement>("table")?.style.setProperty("min-width", `${total}ch`);
  }

  #sort(column: string): void {
    const same = this.order?.column === column;
    this.order = same && this.order?.descending ? null : { column, descending: same };
  }

  async #copy(): Promise<void> {
    if (!this.source) return;
    const most = 100_000;
    const rows = await this.source.window(0, most, this.order ?? undefined);
    await navigator.clipboard.writeText(toTsv(this.columns, rows));
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 1500);
  }

  #onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "c" || getSelection()?.type === "Range") return;
    event.preventDefault();
    void this.#copy();
  }

  protected override render(): TemplateResult {
    const { offset, values } = this.rows;
    const short = this.#total * rowHeight < 320;
    return html`
      <div class="window ${short ? "short" : ""}" tabindex="0" role="region" aria-label=${this.label} @scroll=${this.#load} @keydown=${this.#onKey}>
        <table aria-rowcount=${this.#total + 1}>
          <colgroup>${this.columns.map(() => html`<col />`)}</colgroup>
          <thead><tr aria-rowindex="1">${this.columns.map((column) => this.#header(column))}</tr></thead>
          <tbody>
            <tr class="above" aria-hidden="true"></tr>
            ${values.map((row, i) => html`<tr aria-rowindex=${offset + i + 2}>${this.columns.map((column, at) => cell(column, row[at] ?? null))}</tr>`)}
            <tr class="below" aria-hidden="true"></tr>
          </tbody>
        </table>
        ${this.#total === 0 ? html`<p class="k none">No rows.</p>` : nothing}
      </div>
      <p class="k table-foot">
        <span>${this.failed ? html`<b class="hit">${this.failed}</b>` : plural(this.#total, "row")}</span>
        <button type="button" class="link" @click=${this.#copy}>${this.copied ? "Copied" : `Copy ${this.#total > 100_000 ? "the first 100,000 " : ""}as TSV`}</button>
      </p>
    `;
  }

  #header({ name, type }: Column): TemplateResult {
    const sorted = this.order?.column === name ? (this.order.descending ? "descending" : "ascending") : null;
    const arrow = sorted === null ? "" : sorted === "descending" ? " ↓" : " ↑";
    const inner = html`<span class="col-name" title=${name}>${name}${arrow}</span><span class="col-type" aria-hidden="true">${kinds[type]}</span>`;
    return html`<th scope="col" class=${type === "number" ? "n" : ""} aria-sort=${sorted ?? nothing}>
      ${this.sortable ? html`<button type="button" @click=${() => this.#sort(name)}>${inner}</button>` : inner}
    </th>`;
  }
}

const shown = (value: CellValue): string => (typeof value === "number" ? count(value) : String(value ?? ""));

const cell = ({ type }: Column, value: CellValue): TemplateResult =>
  value === null
    ? html`<td class="null">–</td>`
    : html`<td class=${type === "number" ? "n" : ""} title=${String(value)}>${shown(value).slice(0, 400)}</td>`;

/** Width in characters for the longest value in view, within bounds. */
function width({ name, type }: Column, values: readonly (readonly CellValue[])[], at: number): number {
  const longest = Math.max(0, ...values.map((row) => shown(row[at] ?? null).length));
  const most = type === "text" || type === "other" ? 60 : 28;
  return Math.min(most, Math.max(longest, name.length + 4, 6)) + 4;
}

customElements.define("sg-table", TableElement);
