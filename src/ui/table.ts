import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type AskedRows, askedRows, showRows } from "./row-query.ts";
import type { Column, RowSource } from "./row-source.ts";
import { footBar, topBar } from "./table/bar.ts";
import { bodyRow, gap } from "./table/body.ts";
import { gridKey } from "./table/grid-keys.ts";
import { type HeaderActs, header } from "./table/header.ts";
import { columnsIn, moved, resized } from "./table/layout.ts";
import { TableModel } from "./table/model.ts";
import { TablePanels } from "./table/panels.ts";
import { Scroller } from "./table/scroller.ts";
import { isSelected, selectedCount, selectOne, selectTo, toggleRow } from "./table/selection.ts";

/** Rows drawn beyond the view on each side. */
const over = 6;
/** Tables shorter than this have neither pictures in their headers nor a search. */
const fewRows = 10;
const searchPause = 250;
const sidewaysStep = 80;

let tables = 0;

/**
 * A table of any length that holds only the rows in view: `source`, `columns`, `label`. A source that can arrange its rows gets
 * sorting, filters in the headers and a search; any other one sorts where `sortable` is set, by asking for ordered windows.
 */
export class TableElement extends LitElement {
  static override properties = {
    source: { attribute: false },
    columns: { attribute: false },
    label: {},
    sortable: { type: Boolean },
  };
  declare source: RowSource | null;
  declare columns: readonly Column[];
  declare label: string;
  declare sortable: boolean;
  readonly #id = `table-${tables++}`;
  #model: TableModel | null = null;
  #brush: { readonly column: string; readonly from: number; readonly to: number } | null = null;
  #headerStop = 0;
  #isInView = false;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #panels = new TablePanels(this);
  readonly #scroller = new Scroller(
    () => this.querySelector<HTMLElement>(".window"),
    () => this.requestUpdate(),
  );
  readonly #seen = new IntersectionObserver(([entry]) => {
    this.#isInView = entry?.isIntersecting ?? false;
    if (this.#isInView) this.requestUpdate();
    else this.#model?.summaries?.stop();
  });
  readonly #sized = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    this.source = null;
    this.columns = [];
    this.label = "Table";
    this.sortable = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("evident");
    this.#seen.observe(this);
    this.#sized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#sized.disconnect();
    this.#model?.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("source") && !changed.has("columns")) return;
    this.#model?.dispose();
    this.#panels.close();
    this.#scroller.reset();
    this.#model = this.source ? new TableModel(this.source, this.columns, () => this.requestUpdate()) : null;
  }

  /** Heights, widths and places are set on the nodes: the page's policy refuses inline styles in markup. */
  protected override updated(): void {
    const model = this.#model;
    if (!model) return;
    const { from, to } = this.#rows(model);
    model.need(from, to);
    const { above, below } = this.#scroller.gaps(from, to - from);
    this.querySelector<HTMLElement>(".above")?.style.setProperty("height", `${above}px`);
    this.querySelector<HTMLElement>(".below")?.style.setProperty("height", `${below}px`);
    const widths = this.#widths(model);
    this.querySelectorAll<HTMLElement>("col").forEach((col, i) => {
      col.style.setProperty("width", `${widths[i] ?? 0}px`);
    });
    const all = widths.reduce((sum, one) => sum + one, 0);
    this.querySelector<HTMLElement>("table")?.style.setProperty("min-width", `${all}px`);
    if (this.#isInView && this.#hasPictures(model)) {
      const [first, end] = this.#columnsInView(model);
      model.summaries?.want(
        model.shown.slice(first, end).map(({ name }) => name),
        model.rows,
      );
    }
  }

  #rows(model: TableModel): { readonly from: number; readonly to: number } {
    this.#scroller.total = model.total;
    const first = Math.floor(this.#scroller.top) - over;
    const from = Math.max(0, Math.min(first - (first % 2), model.total));
    return { from, to: Math.min(model.total, Math.floor(this.#scroller.top) + this.#scroller.inView + over) };
  }

  #hasPictures(model: TableModel): boolean {
    return model.summaries !== null && model.source.count >= fewRows;
  }

  #widths(model: TableModel): number[] {
    return model.shown.map(({ name }) => model.layout.widths.get(name) ?? 120);
  }

  #columnsInView(model: TableModel): readonly [number, number] {
    const box = this.querySelector<HTMLElement>(".window");
    return columnsIn(this.#widths(model), (box?.scrollLeft ?? 0) - 200, (box?.clientWidth || 800) + 400);
  }

  readonly #acts: HeaderActs = {
    sort: (column) => this.#model?.sortNext(column),
    menu: (column, from) => this.#panels.open({ kind: "menu", column }, from),
    resize: (column, width) => this.#model?.setLayout(resized(this.#model.layout, column, width)),
    move: (column, by) => this.#model?.setLayout(moved(this.#model.layout, column, by)),
    dragTo: (column, x) => this.#dragTo(column, x),
    filter: (column, condition) =>
      void this.#model?.filter(column, condition).then((problem) => this.#model?.say({ problem })),
    brush: (column, bins) => {
      this.#brush = bins && { column, ...bins };
      this.requestUpdate();
    },
    focus: (index, selector) => {
      const last = (this.#model?.shown.length ?? 1) - 1;
      this.#headerStop = Math.max(0, Math.min(last, index));
      const name = this.#model?.shown[this.#headerStop]?.name;
      this.requestUpdate();
      void this.updateComplete.then(() => {
        const cells = [...this.querySelectorAll<HTMLElement>("th")];
        const cell = cells.find(({ dataset }) => dataset.column === name);
        (cell?.querySelector<HTMLElement>(selector) ?? cell?.querySelector<HTMLElement>(".col-menu"))?.focus();
      });
    },
  };

  #dragTo(column: string, x: number | null): number {
    const cells = [...this.querySelectorAll<HTMLElement>("th")];
    for (const cell of cells) cell.classList.remove("drop");
    if (x === null) return 0;
    const from = cells.findIndex(({ dataset }) => dataset.column === column);
    const over = cells.findIndex((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      return left <= x && x < right;
    });
    const to = over < 0 ? from : over;
    if (to !== from) cells[to]?.classList.add("drop");
    return to - from;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const model = this.#model;
    if (!model || !(event.target as Element).matches("table")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && getSelection()?.type === "Range") return;
    const page = Math.max(1, this.#scroller.inView - 1);
    const does = gridKey(event, model.selection, { total: model.total, page });
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    if (does.kind === "open") this.#openRow(model, model.selection.active);
    else if (does.kind === "copy") void this.#copy(model);
    else if (does.kind === "sideways") this.querySelector(".window")?.scrollBy(does.by * sidewaysStep, 0);
    else {
      model.select(does.selection);
      this.#scroller.show(does.selection.active);
    }
  };

  readonly #onDoubleClick = (event: MouseEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("tr[data-row]");
    if (row && this.#model) this.#openRow(this.#model, Number(row.dataset.row));
  };

  /** The events that a row is about; null where its columns name neither user, day nor type. */
  #asked(model: TableModel, position: number): AskedRows | null {
    const row = model.rowAt(position);
    return row && askedRows(model.shown, row);
  }

  #openRow(model: TableModel, position: number): void {
    const asked = this.#asked(model, position);
    if (asked) showRows(this, asked);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("tr[data-row]");
    const model = this.#model;
    if (!row || !model || getSelection()?.type === "Range") return;
    const at = Number(row.dataset.row);
    if (event.shiftKey) model.select(selectTo(model.selection, at));
    else if (event.ctrlKey || event.metaKey) model.select(toggleRow(model.selection, at));
    else model.select(selectOne(at));
  };

  /** Shift and a press would select text instead of rows. */
  readonly #onPress = (event: MouseEvent): void => {
    if (event.shiftKey && (event.target as Element).closest("tr[data-row]")) event.preventDefault();
  };

  async #copy(model: TableModel): Promise<void> {
    try {
      await navigator.clipboard.writeText(await model.copied());
      model.say({ said: "Copied, values as they are: a spreadsheet may run what starts with =" });
    } catch (error) {
      model.say({ problem: `Nothing was copied: ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  #search(model: TableModel, search: string): void {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => void model.show({ search }, "Searching"), searchPause);
  }

  protected override render(): TemplateResult | typeof nothing {
    const model = this.#model;
    if (!model) return nothing;
    const { from, to } = this.#rows(model);
    model.fit(from, to);
    const { shown, selection, rows } = model;
    const [firstColumn, endColumn] = this.#columnsInView(model);
    const drawn = { shown, from: firstColumn, to: endColumn };
    const isSortable = this.sortable || model.source.arrange !== undefined;
    const hasTools = model.source.arrange !== undefined && model.source.count >= fewRows;
    const hasTexts = model.columns.some(({ type }) => type === "text");
    const active = model.total > 0 && from <= selection.active && selection.active < to ? selection.active : null;
    const stop = Math.max(firstColumn, Math.min(endColumn - 1, this.#headerStop));
    return html`
      ${
        hasTools && (hasTexts || rows.where.length > 0)
          ? topBar({
              search: rows.search,
              hasTexts,
              conditions: rows.where,
              onSearch: (text) => this.#search(model, text),
              onRemove: (column) => this.#acts.filter(column, null),
            })
          : nothing
      }
      <div class="window ${model.total * 28 < 320 ? "short" : ""}" @scroll=${this.#scroller.onScroll} @wheel=${{ handleEvent: this.#scroller.onWheel, passive: false }}
        @touchstart=${{ handleEvent: this.#scroller.onTouch, passive: true }} @touchmove=${{ handleEvent: this.#scroller.onTouch, passive: false }} @touchend=${{ handleEvent: this.#scroller.onTouch, passive: true }}>
        <table role="grid" tabindex="0" aria-label=${this.label} aria-rowcount=${model.total + 1} aria-colcount=${shown.length} aria-multiselectable="true" aria-busy=${model.busy !== null}
          aria-activedescendant=${active === null ? nothing : `${this.#id}-${active}`} @keydown=${this.#onKey} @click=${this.#onClick} @dblclick=${this.#onDoubleClick} @mousedown=${this.#onPress}>
          <colgroup>${shown.map(() => html`<col />`)}</colgroup>
          <thead><tr aria-rowindex="1">${gap(firstColumn)}${shown.slice(firstColumn, endColumn).map((column, i) =>
            header({
              column,
              index: firstColumn + i,
              order: rows.orderBy,
              condition: rows.where.find((one) => one.column === column.name) ?? null,
              spread: model.summaries?.of(column.name) ?? null,
              hasGraph: this.#hasPictures(model),
              isSortable,
              isStop: firstColumn + i === stop,
              brush: this.#brush?.column === column.name ? this.#brush : null,
              act: this.#acts,
            }),
          )}${gap(shown.length - endColumn)}</tr></thead>
          <tbody>
            <tr class="above" aria-hidden="true"></tr>
            ${Array.from({ length: to - from }, (_, i) =>
              bodyRow(model.rowAt(from + i), drawn, {
                id: `${this.#id}-${from + i}`,
                position: from + i,
                isSelected: isSelected(selection, from + i),
                isActive: active === from + i,
              }),
            )}
            <tr class="below" aria-hidden="true"></tr>
          </tbody>
        </table>
        ${model.total === 0 ? html`<p class="k none">${model.source.count === 0 ? "No rows." : "No row meets the filters."}</p>` : nothing}
      </div>
      ${footBar({
        all: model.source.count,
        left: model.total,
        selected: selectedCount(selection),
        columns: model.columns,
        shown: shown.length,
        busy: model.busy,
        said: model.said,
        problem: model.problem,
        open: (kind, at) => this.#panels.open(kind === "save" ? { kind } : { kind, search: "" }, at),
        openRow:
          selectedCount(selection) === 1 && this.#asked(model, selection.active)
            ? () => this.#openRow(model, selection.active)
            : null,
        copy: () => void this.#copy(model),
        finding: () => model.finding(this.label),
      })}
      ${this.#panels.draw(model)}
    `;
  }
}

customElements.define("sg-table", TableElement);
