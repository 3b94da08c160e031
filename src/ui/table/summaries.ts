import type { ColumnSummary, TableView } from "../../engine/api/table-views.ts";
import { isCancelled } from "../../lib/errors.ts";
import type { RowSource } from "../row-source.ts";

/** A column over all rows, and over those that the view's other filters leave. */
export interface Spread {
  readonly all: ColumnSummary;
  readonly left: ColumnSummary | null;
}

/** Counts the columns in view one after the other, all rows first; stops at once when the table goes out of view. */
export class Summaries {
  readonly #summarise: NonNullable<RowSource["summarise"]>;
  readonly #onChange: () => void;
  readonly #all = new Map<string, ColumnSummary | null>();
  readonly #left = new Map<string, { readonly key: string; readonly summary: ColumnSummary }>();
  #stop: AbortController | null = null;
  #columns: readonly string[] = [];
  #view: TableView = {};

  constructor(summarise: NonNullable<RowSource["summarise"]>, onChange: () => void) {
    this.#summarise = summarise;
    this.#onChange = onChange;
  }

  /** What is known of a column; null while it is not counted, or where it can't be. */
  of(column: string): Spread | null {
    const all = this.#all.get(column);
    if (!all) return null;
    const left = this.#left.get(column);
    return { all, left: left?.key === othersKey(column, this.#view) ? left.summary : null };
  }

  /** Says which columns are in view, and under which view of the table. */
  want(columns: readonly string[], view: TableView): void {
    const isNew = JSON.stringify([view.where, view.search]) !== JSON.stringify([this.#view.where, this.#view.search]);
    this.#columns = columns;
    this.#view = view;
    if (isNew) this.stop();
    if (!this.#stop) void this.#count();
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #count(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    try {
      for (let step = this.#next(); step && !stop.signal.aborted; step = this.#next()) {
        const { column, key, view, like } = step;
        const summary = await this.#summarise({ column, view, ...(like ? { like } : {}) }, stop.signal).catch(
          (error) => {
            if (isCancelled(error)) throw error;
            return null;
          },
        );
        if (stop.signal.aborted) return;
        if (like && summary) this.#left.set(column, { key, summary });
        else this.#all.set(column, like ? null : summary);
        this.#onChange();
      }
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      if (this.#stop === stop) this.#stop = null;
    }
  }

  #next() {
    const fresh = this.#columns.find((column) => !this.#all.has(column));
    if (fresh !== undefined) return { column: fresh, key: "", view: {}, like: null };
    for (const column of this.#columns) {
      const like = this.#all.get(column);
      const view = othersOf(column, this.#view);
      const key = othersKey(column, this.#view);
      if (like && key !== noOthers && this.#left.get(column)?.key !== key) return { column, key, view, like };
    }
    return null;
  }
}

/** The filters of a view but a column's own. */
const othersOf = (column: string, { where = [], search = "" }: TableView): TableView => ({
  where: where.filter((one) => one.column !== column),
  search,
});

const othersKey = (column: string, view: TableView): string => JSON.stringify(othersOf(column, view));
const noOthers = othersKey("", {});
