import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Column, RowSource } from "./row-source.ts";
import { footBar, topBar } from "./table/bar.ts";
import { markDrop } from "./table/drag.ts";
import { grid } from "./table/grid.ts";
import type { HeaderActs } from "./table/header.ts";
import { columnsIn, moved, resized } from "./table/layout.ts";
import type { TableMemory } from "./table/memory.ts";
import { TableModel } from "./table/model.ts";
import { TablePanels } from "./table/panels.ts";
import { RowActs } from "./table/row-acts.ts";
import { Scroller } from "./table/scroller.ts";
import { selectedCount } from "./table/selection.ts";
import { turn } from "./turns.ts";

/** Rows drawn beyond the view on each side. */
const over = 6;
/** Tables shorter than this have neither pictures in their headers nor a search. */
const fewRows = 10;
const searchPause = 250;

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
    memory: { attribute: false },
  };
  declare source: RowSource | null;
  declare columns: readonly Column[];
  declare label: string;
  declare sortable: boolean;
  /** Where how it is arranged is kept for its next self. */
  declare memory: TableMemory | null;
  readonly #id = `table-${tables++}`;
  #model: TableModel | null = null;
  #brush: { readonly column: string; readonly from: number; readonly to: number } | null = null;
  #headerStop = 0;
  #isInView = false;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #panels = new TablePanels(this);
  #drawn: { readonly from: number; readonly to: number } = { from: 0, to: 0 };
  #isScrolling = false;
  readonly #scroller = new Scroller(
    () => this.querySelector<HTMLElement>(".window"),
    () => {
      this.#isScrolling = true;
      this.requestUpdate();
    },
    () => this.requestUpdate(),
  );
  readonly #rowActs = new RowActs(this, () => this.#model, this.#scroller);
  readonly #seen = new IntersectionObserver(([entry]) => {
    this.#isInView = entry?.isIntersecting ?? false;
    if (this.#isInView) this.requestUpdate();
    else this.#model?.summaries?.stop();
  });

  constructor() {
    super();
    this.source = null;
    this.columns = [];
    this.label = "Table";
    this.sortable = false;
    this.memory = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("evident");
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#scroller.unwatch();
    this.#leave();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("source") && !changed.has("columns")) return;
    this.#leave();
    this.#panels.close();
    this.#scroller.reset();
    const before = this.memory?.of(this.columns) ?? null;
    this.#model = this.source && new TableModel(this.source, this.columns, () => this.requestUpdate(), before);
  }

  #leave(): void {
    if (!this.#model) return;
    this.memory?.keep(this.#model.columns, this.#model.arranged);
    this.#model.dispose();
  }

  /** While it scrolls it draws at once; anything else takes its turn. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.#isScrolling) await turn();
    super.scheduleUpdate();
  }

  /** Heights, widths and places are set on the nodes: the page's policy refuses inline styles in markup. */
  protected override updated(): void {
    const model = this.#model;
    this.#scroller.watch();
    this.#isScrolling = false;
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
      model.summaries?.want(
        model.shown.slice(this.#drawn.from, this.#drawn.to).map(({ name }) => name),
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

  #columnsInView(model: TableModel): { readonly from: number; readonly to: number } {
    const { left, width } = this.#scroller.sideways;
    const [from, to] = columnsIn(this.#widths(model), left - 200, width + 400);
    return { from, to };
  }

  readonly #acts: HeaderActs = {
    sort: (column) => this.#model?.sortNext(column),
    menu: (column, from) => this.#panels.open({ kind: "menu", column }, from),
    resize: (column, width) => this.#model?.setLayout(resized(this.#model.layout, column, width)),
    move: (column, by) => this.#model?.setLayout(moved(this.#model.layout, column, by)),
    dragTo: (column, x) => markDrop(this, column, x),
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

  #search(model: TableModel, search: string): void {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => void model.show({ search }, "Searching"), searchPause);
  }

  protected override render(): TemplateResult | typeof nothing {
    const model = this.#model;
    if (!model) return nothing;
    const rows = this.#rows(model);
    model.fit(rows.from, rows.to);
    this.#drawn = this.#columnsInView(model);
    const canArrange = model.source.arrange !== undefined;
    const hasTools = canArrange && model.source.count >= fewRows;
    const hasTexts = model.columns.some(({ type }) => type === "text");
    const { where, search } = model.rows;
    const { active } = model.selection;
    const selected = selectedCount(model.selection);
    return html`
      ${
        hasTools && (hasTexts || where.length > 0)
          ? topBar({
              search,
              hasTexts,
              conditions: where,
              onSearch: (text) => this.#search(model, text),
              onRemove: (column) => this.#acts.filter(column, null),
            })
          : nothing
      }
      ${grid({
        id: this.#id,
        label: this.label,
        model,
        rows,
        columns: this.#drawn,
        isSortable: this.sortable || canArrange,
        hasPictures: this.#hasPictures(model),
        headerStop: this.#headerStop,
        brush: this.#brush,
        headerActs: this.#acts,
        rowActs: this.#rowActs,
        scroller: this.#scroller,
      })}
      ${footBar({
        all: model.source.count,
        left: model.total,
        selected,
        columns: model.columns,
        shown: model.shown.length,
        busy: model.busy,
        said: model.said,
        problem: model.problem,
        open: (kind, at) => this.#panels.open(kind === "save" ? { kind } : { kind, search: "" }, at),
        openRow: selected === 1 && this.#rowActs.asked(active) ? () => this.#rowActs.open(active) : null,
        copy: () => void this.#rowActs.copy(),
        finding: () => model.finding(this.label),
      })}
      ${this.#panels.draw(model)}
    `;
  }
}

customElements.define("sg-table", TableElement);
