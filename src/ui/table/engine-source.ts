import * as Comlink from "comlink";
import type { ColumnSummary } from "../../engine/api/table-views.ts";
import type { TableInfo } from "../../engine/api/tables.ts";
import type { Engine } from "../../engine/api.ts";
import type { RowSource } from "../row-source.ts";

/** The part of the engine that a table asks. */
type TableEngine = Pick<
  Comlink.Remote<Engine>,
  "window" | "arrangeTable" | "summariseColumn" | "exportTable" | "stopTable"
>;

let asks = 0;

/** Rows of a table that the engine keeps, window by window; sorting, filtering and counting happen in the engine. */
export function engineSource(engine: TableEngine, { name, rows }: Pick<TableInfo, "name" | "rows">): RowSource {
  const stoppable = async <T>(signal: AbortSignal, run: (ask: string) => Promise<T>): Promise<T> => {
    const ask = `table-${asks++}`;
    const stop = (): void => void engine.stopTable(ask);
    signal.addEventListener("abort", stop);
    try {
      return await run(ask);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };
  return {
    count: rows,
    window: async (offset, limit, view) => (await engine.window(name, offset, limit, view)).rows,
    arrange: (view, signal) => stoppable(signal, (ask) => engine.arrangeTable(name, view, ask)),
    summarise: (request, signal) =>
      stoppable<ColumnSummary>(signal, async (ask) => engine.summariseColumn(name, request, ask)),
    export: (what, signal, onProgress) =>
      stoppable(signal, (ask) => engine.exportTable(name, what, ask, Comlink.proxy(onProgress))),
  };
}
