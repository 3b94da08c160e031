import type { CellCalls } from "../api/cells.ts";
import { storeBrush } from "../brush-view.ts";
import { ticking } from "../jobs.ts";
import { refuseOwnName } from "../own-tables.ts";
import { runCellScript } from "../script/cell-script.ts";
import { sourceFacts } from "../source.ts";
import { distinctValues, storeValues } from "../value-table.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what a notebook's scripts, inputs, brushes and source cells ask. */
export function cellCalls(bench: Workbench): CellCalls {
  return {
    async script(name, body, given, onProgress) {
      refuseOwnName(name);
      const { scripts, seed } = bench;
      return bench.jobs.run(onProgress, (job) =>
        ticking(job, "The script runs", () =>
          runCellScript(bench.tenant.db, { name, body, seed }, { run: scripts.run.bind(scripts), given, job }),
        ),
      );
    },

    async values(name, columns) {
      refuseOwnName(name);
      const started = performance.now();
      return bench.jobs.run(
        () => {},
        () => storeValues(bench.tenant.db, name, columns, started),
      );
    },

    async brush(name, range) {
      refuseOwnName(name);
      return bench.jobs.run(
        () => {},
        () => storeBrush(bench.tenant.db, name, range),
      );
    },

    distinct: (table, column, limit) => distinctValues(bench.tenant.db, table, column, limit),

    async source(name, files) {
      refuseOwnName(name);
      return sourceFacts(bench.tenant, name, files);
    },
  };
}
