import type { Database } from "../db/database.ts";
import type { OnProgress } from "../lib/job.ts";
import type { ColumnSummary, ExportFormat, SummaryRequest, TableView } from "./api/table-views.ts";
import type { TableWindow } from "./api/tables.ts";
import { exportTable } from "./table-export.ts";
import { TableOrders } from "./table-orders.ts";
import { summariseColumn } from "./table-summary.ts";
import { columnOf } from "./table-view.ts";
import { readArranged } from "./table-window.ts";

/** What the tables on the page ask of one database. What can last is asked under a name, by which it can be stopped. */
export class TableDesk {
  readonly #db: Database;
  readonly #orders: TableOrders;
  readonly #asked = new Map<string, AbortController>();

  constructor(db: Database) {
    this.#db = db;
    this.#orders = new TableOrders(db);
  }

  /** Rows `offset` to `offset + limit` of a view of a table. */
  async window(table: string, offset: number, limit: number, view: TableView = {}): Promise<TableWindow> {
    const arrangement = await this.#orders.arrange(table, view, new AbortController().signal);
    const columns = view.columns?.map((name) => columnOf(arrangement.columns, name)) ?? arrangement.columns;
    return { offset, rows: await readArranged(this.#db, { table, arrangement, columns }, offset, limit) };
  }

  /** Sorts and filters a table, so that its windows are quick, and gives how many rows the view has. @throws Cancelled */
  arrange(table: string, view: TableView, ask: string): Promise<number> {
    return this.#stoppable(ask, async (signal) => (await this.#orders.arrange(table, view, signal)).rows);
  }

  /** How a column's values are spread. @throws Cancelled */
  summarise(table: string, request: SummaryRequest, ask: string): Promise<ColumnSummary> {
    return this.#stoppable(ask, async (signal) => {
      const { columns } = await this.#orders.stored(table);
      return summariseColumn(this.#db, table, columns, request, signal);
    });
  }

  /** A view of a table as a file. @throws Cancelled */
  export(
    table: string,
    { view, format }: { readonly view: TableView; readonly format: ExportFormat },
    ask: string,
    onProgress: OnProgress,
  ): Promise<Blob> {
    return this.#stoppable(ask, async (signal) => {
      const arrangement = await this.#orders.arrange(table, view, signal);
      const columns = view.columns?.map((name) => columnOf(arrangement.columns, name)) ?? arrangement.columns;
      const source = { table, arrangement, columns };
      return exportTable(this.#db, source, format, { signal, report: onProgress });
    });
  }

  /** Stops what was asked under a name. */
  stop(ask: string): void {
    this.#asked.get(ask)?.abort();
  }

  async #stoppable<T>(ask: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    this.#asked.set(ask, stop);
    try {
      return await work(stop.signal);
    } finally {
      if (this.#asked.get(ask) === stop) this.#asked.delete(ask);
    }
  }
}
