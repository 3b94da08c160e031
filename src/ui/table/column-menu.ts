import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ColumnSummary, Condition, Order } from "../../engine/api/table-views.ts";
import { binEdge } from "../../lib/bins.ts";
import { isCancelled } from "../../lib/errors.ts";
import { count, plural } from "../format.ts";
import type { Column, RowSource } from "../row-source.ts";
import { edgeText, pickedValue } from "./filters.ts";
import { visible } from "./shown.ts";

/** So many values are listed; the search finds the others. */
const mostListed = 50;

/** What a column's menu is opened on. */
export interface MenuOf {
  readonly column: Column;
  readonly order: Order | null;
  readonly condition: Condition | null;
  /** What the header has counted already. */
  readonly known: ColumnSummary | null;
  readonly source: RowSource;
  readonly isSortable: boolean;
  readonly sort: (order: Order | null) => void;
  /** Gives what went wrong, in words; empty when it is filtered. */
  readonly filter: (condition: Condition | null) => Promise<string>;
  readonly move: (by: number) => void;
  readonly resize: (by: number) => void;
  readonly hide: () => void;
}

/** A column's menu: sort, filter by a range or by values, move, resize, hide. All that the pointer can do in a header, by keyboard. */
export class ColumnMenuElement extends LitElement {
  static override properties = {
    of: { attribute: false },
    summary: { state: true },
    search: { state: true },
    problem: { state: true },
  };
  declare of: MenuOf | null;
  declare summary: ColumnSummary | null;
  declare search: string;
  declare problem: string;
  #stop = new AbortController();

  constructor() {
    super();
    this.of = null;
    this.summary = null;
    this.search = "";
    this.problem = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("of");
    if (changed.has("of") && before?.column.name !== this.of?.column.name) {
      this.summary = this.of?.known?.kind === "bins" ? this.of.known : null;
      this.search = "";
      this.problem = "";
    }
    if (this.of && (changed.has("search") || (changed.has("of") && this.summary === null))) void this.#count(this.of);
  }

  async #count({ column, source }: MenuOf): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const request = { column: column.name, view: {}, within: this.search, most: mostListed };
    try {
      const summary = (await source.summarise?.(request, signal)) ?? null;
      if (!signal.aborted) this.summary = summary;
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #filter(condition: Condition | null): Promise<void> {
    this.problem = (await this.of?.filter(condition)) ?? "";
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.of) return nothing;
    const { column, order, isSortable, source, condition, sort, move, resize, hide } = this.of;
    const name = column.name;
    const sorted = order?.column === name ? order : null;
    const item = (words: string, does: () => void, pressed?: boolean) =>
      html`<button type="button" class="item" aria-pressed=${pressed ?? nothing} @click=${does}>${words}</button>`;
    return html`
      <p class="menu-title"><b>${visible(name)}</b> ${isSqlTyped(column) ? html`<span class="k">${column.sqlType}</span>` : nothing}</p>
      ${
        isSortable
          ? html`<div class="menu-row" role="group" aria-label="Sort">
              ${item("Sort ↑", () => sort(sorted && !sorted.descending ? null : { column: name, descending: false }), sorted !== null && !sorted.descending)}
              ${item("Sort ↓", () => sort(sorted?.descending ? null : { column: name, descending: true }), sorted?.descending ?? false)}
            </div>`
          : nothing
      }
      ${source.summarise ? this.#filters(column, condition) : nothing}
      <div class="menu-row" role="group" aria-label="Column">
        ${item("← Move", () => move(-1))}${item("Move →", () => move(1))}${item("Narrower", () => resize(-32))}${item("Wider", () => resize(32))}${item("Hide", hide)}
      </div>`;
  }

  #filters(column: Column, condition: Condition | null): TemplateResult {
    const { summary, problem } = this;
    const body =
      summary === null
        ? html`<p class="k">${problem === "" ? "Counting …" : nothing}</p>`
        : summary.kind === "bins"
          ? this.#range(column, condition, summary)
          : this.#values(column, condition, summary);
    return html`${body}
      ${problem === "" ? nothing : html`<p class="hit" role="alert">${problem}</p>`}
      ${condition ? html`<button type="button" class="item" @click=${() => this.#filter(null)}>Clear this filter</button>` : nothing}`;
  }

  #range(
    column: Column,
    condition: Condition | null,
    summary: Extract<ColumnSummary, { kind: "bins" }>,
  ): TemplateResult {
    const range = condition?.kind === "range" ? condition : null;
    const { bins, unit, counts, blank, other } = summary;
    const example = (i: number): string => (counts.length > 0 ? edgeText(binEdge(bins, i), unit) : "");
    const apply = (event: Event): void => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      const bound = (part: string): string | null => String(data.get(part) ?? "").trim() || null;
      const [from, to] = [bound("from"), bound("to")];
      const isBelow = range?.isBelow === true && range.to === to;
      void this.#filter(
        from === null && to === null ? null : { kind: "range", column: column.name, from, to, isBelow },
      );
    };
    const left = [blank > 0 ? `${count(blank)} blank` : "", other > 0 ? `${count(other)} not finite` : ""];
    const said = left.filter((one) => one !== "").join(", ");
    return html`<form class="menu-range" @submit=${apply}>
      <label>From <input name="from" autocomplete="off" spellcheck="false" .value=${range?.from ?? ""} placeholder=${example(0)} /></label>
      <label>${range?.isBelow ? "To below" : "To"} <input name="to" autocomplete="off" spellcheck="false" .value=${range?.to ?? ""} placeholder=${example(bins.count)} /></label>
      <button type="submit" class="btn">Filter</button>
      <p class="k">${column.type === "time" ? "Times are UTC, ISO 8601. " : ""}${said ? `A range leaves out ${said}.` : ""}</p>
    </form>`;
  }

  #values(
    column: Column,
    condition: Condition | null,
    summary: Extract<ColumnSummary, { kind: "values" }>,
  ): TemplateResult {
    const picked = condition?.kind === "values" ? condition.values : [];
    const listed = new Map(summary.values.map(({ value, count: n }) => [value, n]));
    const beyond = picked.filter((value) => !listed.has(value));
    const more = summary.distinct - summary.values.filter(({ value }) => value !== null).length;
    const box = (value: string | null, n: number | null) => html`<li><label>
      <input type="checkbox" .checked=${picked.includes(value)} @change=${() => this.#filter(pickedValue(condition, column.name, value))} />
      <span class="menu-value ${value === null ? "blank" : ""}">${value === null ? "blank" : value === "" ? "(empty text)" : visible(value).slice(0, 200)}</span>
      ${n === null ? nothing : html`<span class="k">${count(n)}</span>`}</label></li>`;
    const onSearch = (event: Event): void => {
      this.search = (event.target as HTMLInputElement).value;
    };
    return html`<div class="menu-values">
      <input type="search" aria-label="Search the values of ${visible(column.name)}" placeholder="Search values" .value=${this.search} @change=${onSearch} @search=${onSearch} />
      ${summary.isAbout ? html`<p class="k">About ${plural(Number(summary.distinct.toPrecision(2)), "value")}: search for the ones to pick.</p>` : nothing}
      <ul aria-label="Values">${beyond.map((value) => box(value, null))}${[...listed].map(([value, n]) => box(value, n))}</ul>
      ${more > 0 && !summary.isAbout ? html`<p class="k">and ${plural(more, "more value", "more values")}: search for them.</p>` : nothing}
    </div>`;
  }
}

const isSqlTyped = (column: Column): column is Column & { readonly sqlType: string } =>
  "sqlType" in column && typeof column.sqlType === "string";

customElements.define("sg-column-menu", ColumnMenuElement);
