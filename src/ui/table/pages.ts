import type { TableView } from "../../engine/api/table-views.ts";
import type { Row, RowSource } from "../row-source.ts";

/** Rows that are asked for at a time: a sorted window costs its source the same, be it for ten rows or a hundred. */
const pageRows = 120;
const mostPages = 12;

/** Rows of one view of a source, a page at a time: those in view first, one request under way at a time, few kept. */
export class Pages {
  readonly #source: RowSource;
  readonly #view: TableView;
  readonly #total: number;
  readonly #onChange: (error: unknown) => void;
  readonly #pages = new Map<number, readonly Row[]>();
  #wanted: readonly number[] = [];
  #isLoading = false;

  /** @param onChange called when rows have come, with null, or with what went wrong */
  constructor(source: RowSource, view: TableView, total: number, onChange: (error: unknown) => void) {
    this.#source = source;
    this.#view = view;
    this.#total = total;
    this.#onChange = onChange;
  }

  /** Asks for rows `first` to before `end`, and the page after them. */
  need(first: number, end: number): void {
    const from = Math.floor(Math.max(0, first) / pageRows);
    const to = Math.floor(Math.max(0, end - 1) / pageRows);
    const last = Math.floor(Math.max(0, this.#total - 1) / pageRows);
    const inView = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
    this.#wanted = [...inView, to + 1].filter((page) => page <= last);
    void this.#load();
  }

  /** A row if it has come. */
  rowAt(position: number): Row | null {
    return this.#pages.get(Math.floor(position / pageRows))?.[position % pageRows] ?? null;
  }

  async #load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      for (let page = this.#next(); page !== undefined; page = this.#next()) {
        const rows = await this.#source.window(page * pageRows, pageRows, this.#view);
        this.#pages.set(page, rows);
        for (const old of [...this.#pages.keys()].slice(0, -mostPages)) this.#pages.delete(old);
        this.#onChange(null);
      }
    } catch (error) {
      this.#wanted = [];
      this.#onChange(error);
    } finally {
      this.#isLoading = false;
    }
  }

  #next(): number | undefined {
    return this.#wanted.find((page) => !this.#pages.has(page));
  }
}
