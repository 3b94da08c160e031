import type { TableCalls } from "../api/tables.ts";
import { ticking } from "../jobs.ts";
import { readSchema, storeQuery } from "../tables.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of tables. */
export function tableCalls(bench: Workbench): TableCalls {
  return {
    schema: () => readSchema(bench.tenant.db),

    sql: (name, body, onProgress) =>
      bench.jobs.run(onProgress, (job) =>
        ticking(job, "The query runs", () => storeQuery(bench.tenant.db, name, body, job.signal)),
      ),

    window: (name, offset, limit, view) => bench.tables.window(name, offset, limit, view),
    arrangeTable: (name, view, ask) => bench.tables.arrange(name, view, ask),
    summariseColumn: (name, request, ask) => bench.tables.summarise(name, request, ask),
    exportTable: (name, what, ask, onProgress) => bench.tables.export(name, what, ask, onProgress),
    stopTable: async (ask) => bench.tables.stop(ask),
  };
}
