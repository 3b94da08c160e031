import type { Finding } from "../../casework/evidence.ts";
import type { Condition, ExportFormat, Order, TableView } from "../../engine/api/table-views.ts";
import { isCancelled } from "../../lib/errors.ts";
import type { Progress } from "../../lib/job.ts";
import { mostKept } from "../evidence.ts";
import { plural } from "../format.ts";
import { type Column, type Row, type RowSource, toTsv } from "../row-source.ts";
import { Cut } from "./cut.ts";
import { tableFile } from "./file.ts";
import { withCondition } from "./filters.ts";
import { fitted, type Layout, layoutOf, shownColumns } from "./layout.ts";
import type { Arranged } from "./memory.ts";
import { Pages } from "./pages.ts";
import { noSelection, type Selection, selectedCount } from "./selection.ts";
import { Summaries } from "./summaries.ts";

const mostCopied = 100_000;

/** What is under way on a table, and how to stop it. */
export interface Busy {
  readonly words: string;
  readonly progress: Progress | null;
  readonly stop: () => void;
}

/** Which rows a table shows. */
export interface ShownRows {
  readonly orderBy: Order | null;
  readonly where: readonly Condition[];
  readonly search: string;
}

/** One table's state and what is asked of its source; knows nothing of the page. `onChange` is called after every change. */
export class TableModel {
  readonly source: RowSource;
  readonly columns: readonly Column[];
  readonly summaries: Summaries | null;
  readonly #onChange: () => void;
  rows: ShownRows = { orderBy: null, where: [], search: "" };
  layout: Layout;
  total: number;
  selection: Selection = noSelection;
  busy: Busy | null = null;
  said = "";
  problem = "";
  #pages: Pages;
  /** Columns by which the rows that are here are ordered. */
  #picked: readonly string[] | null = null;
  #cutFor: { readonly layout: Layout; readonly picked: readonly string[] | null; readonly cut: Cut } | null = null;
  #arranging: AbortController | null = null;
  #wanted: ShownRows | null = null;
  #saving: AbortController | null = null;

  constructor(source: RowSource, columns: readonly Column[], onChange: () => void, before: Arranged | null = null) {
    this.source = source;
    this.columns = columns;
    this.#onChange = onChange;
    this.total = source.count;
    this.layout = before?.layout ?? layoutOf(columns);
    const summarise = source.summarise?.bind(source);
    this.summaries = summarise ? new Summaries(summarise, onChange) : null;
    this.#picked = this.#pick();
    this.#pages = this.#newPages();
    if (before && isArranged(before.rows)) void this.show(before.rows).then((problem) => this.say({ problem }));
  }

  /** How it is arranged, or will be once the rows are there. */
  get arranged(): Arranged {
    return { layout: this.layout, rows: this.#wanted ?? this.rows };
  }

  /** The columns to show, in order. */
  get shown(): readonly Column[] {
    return this.#cut.columns;
  }

  /** Made anew when other columns are shown, or the source gives others. */
  get #cut(): Cut {
    const { layout } = this;
    if (this.#cutFor?.layout !== layout || this.#cutFor.picked !== this.#picked) {
      const given = this.#picked ?? this.columns.map(({ name }) => name);
      this.#cutFor = { layout, picked: this.#picked, cut: new Cut(shownColumns(this.columns, layout), given) };
    }
    return this.#cutFor.cut;
  }

  get view(): TableView {
    const { orderBy, where, search } = this.rows;
    return { orderBy, where, search, ...(this.#picked ? { columns: this.#picked } : {}) };
  }

  /** Asks for rows from a position to before another. */
  need(first: number, end: number): void {
    this.#pages.need(Math.max(0, first), Math.min(this.total, end));
  }

  /** A row's values of the columns that are shown; null while it is on its way. */
  rowAt(position: number): Row | null {
    const row = this.#pages.rowAt(position);
    return row && this.#cut.row(row);
  }

  setLayout(layout: Layout): void {
    const before = this.#picked;
    this.layout = layout;
    const wanted = this.#pick();
    if (wanted && before && wanted.some((name) => !before.includes(name))) {
      this.#picked = wanted;
      this.#pages = this.#newPages();
    }
    this.#onChange();
  }

  /** Gives the columns without a width one that holds what has come. */
  fit(from: number, to: number): void {
    const { shown } = this;
    if (shown.every(({ name }) => this.layout.widths.has(name))) return;
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => this.rowAt(from + i)).filter(
      (row) => row !== null,
    );
    if (rows.length > 0) this.layout = fitted(this.layout, shown, rows);
  }

  /** Shows other rows, or the same in another order; what was shown stays until they are there. Gives what went wrong, in words. */
  async show(change: Partial<ShownRows>, words = "Filtering"): Promise<string> {
    const wanted = { ...this.rows, ...change };
    this.#arranging?.abort();
    const stop = new AbortController();
    this.#arranging = stop;
    this.#wanted = wanted;
    this.busy = { words: `${words} …`, progress: null, stop: () => stop.abort() };
    this.problem = "";
    this.#onChange();
    try {
      const total = (await this.source.arrange?.(wanted, stop.signal)) ?? this.source.count;
      if (this.#arranging !== stop) return "";
      this.rows = wanted;
      this.total = total;
      this.selection = noSelection;
      this.#picked = this.#pick();
      this.#pages = this.#newPages();
      return "";
    } catch (error) {
      return isCancelled(error) ? "" : wordsOf(error);
    } finally {
      if (this.#arranging === stop) {
        this.#arranging = null;
        this.#wanted = null;
        this.busy = null;
        this.#onChange();
      }
    }
  }

  filter(column: string, condition: Condition | null): Promise<string> {
    return this.show({ where: withCondition(this.rows.where, column, condition) });
  }

  /** Sorts up, then down, then not at all. */
  sortNext(column: string): void {
    const { orderBy } = this.rows;
    const isSame = orderBy?.column === column;
    this.sort(isSame && orderBy.descending ? null : { column, descending: isSame });
  }

  sort(orderBy: Order | null): void {
    void this.show({ orderBy }, "Sorting").then((problem) => this.say({ problem }));
  }

  select(selection: Selection): void {
    this.selection = selection;
    this.#onChange();
  }

  say({ said = "", problem = "" }: { readonly said?: string; readonly problem?: string }): void {
    this.said = said;
    this.problem = problem;
    this.#onChange();
  }

  /** The selected rows as text, or all of them, up to 100,000, values as they are. */
  async copied(): Promise<string> {
    return toTsv(this.shown, await this.#taken(mostCopied));
  }

  /** The selected rows as evidence, or else the first. */
  async finding(label: string): Promise<Finding> {
    const rows = await this.#taken(mostKept);
    const total = selectedCount(this.selection) || this.total;
    const columns = this.shown.map(({ name }) => name);
    return {
      title: label,
      source: `table, ${plural(total, "row")}`,
      content: { kind: "table", table: { columns, rows, total } },
    };
  }

  async #taken(most: number): Promise<Row[]> {
    const spans = selectedCount(this.selection) > 0 ? this.selection.spans : [{ from: 0, to: this.total - 1 }];
    const rows: Row[] = [];
    for (const { from, to } of spans) {
      const left = Math.min(to - from + 1, most - rows.length);
      if (left > 0) rows.push(...(await this.source.window(from, left, this.view)).map((row) => this.#cut.row(row)));
    }
    return rows;
  }

  /** The rows and columns that are shown, as a file; null where it was stopped or went wrong, which is then said. */
  async file(format: ExportFormat): Promise<Blob | null> {
    this.#saving?.abort();
    const stop = new AbortController();
    this.#saving = stop;
    const report = (progress: Progress): void => {
      if (this.#saving !== stop) return;
      this.busy = { words: progress.stage, progress, stop: () => stop.abort() };
      this.#onChange();
    };
    try {
      const columns = this.shown;
      const view = { ...this.rows, columns: columns.map(({ name }) => name) };
      return await tableFile(
        this.source,
        this.source.arrange ? columns : this.columns,
        { view, format, total: this.total },
        { signal: stop.signal, report },
      );
    } catch (error) {
      if (!isCancelled(error)) this.problem = wordsOf(error);
      return null;
    } finally {
      if (this.#saving === stop) {
        this.busy = null;
        this.#onChange();
      }
    }
  }

  /** Stops all that is under way. */
  dispose(): void {
    this.summaries?.stop();
    this.#arranging?.abort();
    this.#saving?.abort();
  }

  /** Of a source that picks columns, those that are shown when there are more than a few. */
  #pick(): readonly string[] | null {
    return this.source.arrange ? this.shown.map(({ name }) => name) : null;
  }

  #newPages(): Pages {
    return new Pages(this.source, this.view, this.total, (error) => {
      if (error !== null && !isCancelled(error)) this.problem = wordsOf(error);
      this.#onChange();
    });
  }
}

const isArranged = ({ orderBy, where, search }: ShownRows): boolean =>
  orderBy !== null || where.length > 0 || search !== "";

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
