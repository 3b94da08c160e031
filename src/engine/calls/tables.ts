import type { TableCalls } from "../api/tables.ts";
import { ticking } from "../jobs.ts";
import { readSchema, readWindow, storeQuery } from "../tables.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of tables. */
export function tableCalls(bench: Workbench): TableCalls {
  return {
    schema: () => readSchema(bench.tenant.db),

    sql: (name, body, onProgress) =>
      bench.jobs.run(onProgress, (job) =>
        ticking(job, "The query runs", () => storeQuery(bench.tenant.db, name, body, job.signal)),
      ),

    window: (name, offset, limit, orderBy) => readWindow(bench.tenant.db, name, offset, limit, orderBy),
  };
}
