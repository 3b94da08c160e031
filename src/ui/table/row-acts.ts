import type { LitElement } from "lit";
import { type AskedRows, askedRows, showRows } from "../row-query.ts";
import { gridKey } from "./grid-keys.ts";
import type { TableModel } from "./model.ts";
import type { Scroller } from "./scroller.ts";
import { selectOne, selectTo, toggleRow } from "./selection.ts";

const sidewaysStep = 80;

const rowOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>("tr[data-row]");

/** What mouse and keys do to the rows of a table: select, move, copy, and open the events behind one. */
export class RowActs {
  readonly #table: LitElement;
  readonly #model: () => TableModel | null;
  readonly #scroller: Scroller;

  constructor(table: LitElement, model: () => TableModel | null, scroller: Scroller) {
    this.#table = table;
    this.#model = model;
    this.#scroller = scroller;
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const model = this.#model();
    if (!model || !(event.target as Element).matches("table")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && getSelection()?.type === "Range") return;
    const page = Math.max(1, this.#scroller.inView - 1);
    const does = gridKey(event, model.selection, { total: model.total, page });
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    if (does.kind === "open") this.open(model.selection.active);
    else if (does.kind === "copy") void this.copy();
    else if (does.kind === "sideways") this.#table.querySelector(".window")?.scrollBy(does.by * sidewaysStep, 0);
    else {
      model.select(does.selection);
      this.#scroller.show(does.selection.active);
    }
  };

  readonly onDoubleClick = (event: MouseEvent): void => {
    const row = rowOf(event);
    if (row) this.open(Number(row.dataset.row));
  };

  readonly onClick = (event: MouseEvent): void => {
    const row = rowOf(event);
    const model = this.#model();
    if (!row || !model || getSelection()?.type === "Range") return;
    const at = Number(row.dataset.row);
    if (event.shiftKey) model.select(selectTo(model.selection, at));
    else if (event.ctrlKey || event.metaKey) model.select(toggleRow(model.selection, at));
    else model.select(selectOne(at));
  };

  /** Shift and a press would select text instead of rows. */
  readonly onPress = (event: MouseEvent): void => {
    if (event.shiftKey && rowOf(event)) event.preventDefault();
  };

  /** The events that a row is about; null where its columns name neither user, day nor type. */
  asked(position: number): AskedRows | null {
    const model = this.#model();
    const row = model?.rowAt(position);
    return model && row ? askedRows(model.shown, row) : null;
  }

  /** Shows the events behind a row, where there are any. */
  open(position: number): void {
    const asked = this.asked(position);
    if (asked) showRows(this.#table, asked);
  }

  async copy(): Promise<void> {
    const model = this.#model();
    if (!model) return;
    try {
      await navigator.clipboard.writeText(await model.copied());
      model.say({ said: "Copied, values as they are: a spreadsheet may run what starts with =" });
    } catch (error) {
      model.say({ problem: `Nothing was copied: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
}
