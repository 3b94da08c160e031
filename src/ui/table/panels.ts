import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { saveBlob } from "../files.ts";
import { columnsPanel, savePanel } from "./bar.ts";
import type { MenuOf } from "./column-menu.ts";
import "./column-menu.ts";
import { layoutOf, moved, resized, toggled } from "./layout.ts";
import type { TableModel } from "./model.ts";

/** What stands over a table: the menu of a column, the choice of columns, how it is saved. */
export type Panel =
  | { readonly kind: "menu"; readonly column: string }
  | { readonly kind: "columns"; readonly search: string }
  | { readonly kind: "save" };

/** The one panel that may stand over a table. */
export class TablePanels {
  readonly #table: LitElement & { readonly label: string; readonly sortable: boolean };
  #panel: Panel | null = null;
  #isForSpreadsheet = true;

  constructor(table: LitElement & { readonly label: string; readonly sortable: boolean }) {
    this.#table = table;
  }

  close(): void {
    this.#panel = null;
  }

  /** Opens a panel below what was pressed, and moves the focus into it. */
  open(panel: Panel, from: Element): void {
    this.#panel = panel;
    this.#table.requestUpdate();
    void this.#table.updateComplete.then(() => {
      const popover = this.#table.querySelector<HTMLElement>(".table-panel");
      if (!popover) return;
      if (!popover.matches(":popover-open")) popover.showPopover();
      const at = from.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = popover;
      const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
      const top = at.bottom + height + 8 > innerHeight ? Math.max(8, at.top - height - 4) : at.bottom + 4;
      popover.style.setProperty("left", `${left}px`);
      popover.style.setProperty("top", `${top}px`);
      popover.querySelector<HTMLElement>("button, input")?.focus();
    });
  }

  readonly #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== "closed") return;
    this.#panel = null;
    this.#table.requestUpdate();
  };

  draw(model: TableModel): TemplateResult {
    return html`<div class="table-panel" popover="auto" role="dialog" aria-label=${this.#name()} @toggle=${this.#onToggle}>${this.#content(model)}</div>`;
  }

  #name(): string {
    const panel = this.#panel;
    if (panel?.kind === "menu") return `Menu of ${panel.column}`;
    return panel?.kind === "save" ? "Save the table" : "Columns";
  }

  #content(model: TableModel): TemplateResult | typeof nothing {
    const panel = this.#panel;
    if (!panel) return nothing;
    if (panel.kind === "menu") return html`<sg-column-menu .of=${this.#menuOf(model, panel.column)}></sg-column-menu>`;
    if (panel.kind === "save")
      return savePanel({
        isForSpreadsheet: this.#isForSpreadsheet,
        canParquet: model.source.export !== undefined,
        onSwitch: () => {
          this.#isForSpreadsheet = !this.#isForSpreadsheet;
          this.#table.requestUpdate();
        },
        save: (format) => {
          this.#table.querySelector<HTMLElement>(".table-panel")?.hidePopover();
          void model.file(format).then((file) => {
            if (file)
              saveBlob(`${this.#table.label.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.${format.kind}`, file);
          });
        },
      });
    return columnsPanel({
      columns: model.columns,
      layout: model.layout,
      search: panel.search,
      onSearch: (search) => {
        this.#panel = { kind: "columns", search };
        this.#table.requestUpdate();
      },
      onToggle: (column) => model.setLayout(toggled(model.layout, column)),
      onReset: () => model.setLayout(layoutOf(model.columns)),
    });
  }

  #menuOf(model: TableModel, name: string): MenuOf | null {
    const column = model.columns.find((one) => one.name === name);
    if (!column) return null;
    return {
      column,
      order: model.rows.orderBy,
      condition: model.rows.where.find((one) => one.column === name) ?? null,
      known: model.summaries?.of(name)?.all ?? null,
      source: model.source,
      isSortable: this.#table.sortable || model.source.arrange !== undefined,
      sort: (order) => model.sort(order),
      filter: (condition) => model.filter(name, condition),
      move: (by) => model.setLayout(moved(model.layout, name, by)),
      resize: (by) => model.setLayout(resized(model.layout, name, (model.layout.widths.get(name) ?? 120) + by)),
      hide: () => {
        this.#table.querySelector<HTMLElement>(".table-panel")?.hidePopover();
        model.setLayout(toggled(model.layout, name));
      },
    };
  }
}
