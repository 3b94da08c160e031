import type { Engine } from "./api.ts";
import { caseCalls } from "./calls/cases.ts";
import { cellCalls } from "./calls/cells.ts";
import { detectorCalls } from "./calls/detectors.ts";
import { exportCalls } from "./calls/exports.ts";
import { importCalls } from "./calls/imports.ts";
import { keepCalls } from "./calls/keep.ts";
import { modelCalls } from "./calls/models.ts";
import { pageCalls } from "./calls/pages.ts";
import { queueCalls } from "./calls/queue.ts";
import { tableCalls } from "./calls/tables.ts";
import { userCalls } from "./calls/users.ts";
import { vaultCalls } from "./calls/vault.ts";
import { Workbench } from "./workbench.ts";

/** One tenant's engine, in the worker that owns the tenant: the calls of every topic over one workbench. */
export function createTenantEngine(): Engine {
  const bench = new Workbench();
  return {
    open: (parts, { seed }) => bench.open(parts, seed),
    ...importCalls(bench),
    ...keepCalls(bench),
    ...tableCalls(bench),
    ...cellCalls(bench),
    ...detectorCalls(bench),
    ...modelCalls(bench),
    ...queueCalls(bench),
    ...caseCalls(bench),
    ...userCalls(bench),
    ...pageCalls(bench),
    ...exportCalls(bench),
    ...vaultCalls(bench),
    cancel: async () => bench.jobs.cancel(),
  };
}
