import type { ExportCalls } from "../api/exports.ts";
import { isCurrent } from "../detections.ts";
import { casesCsv, scoresCsv } from "../exports.ts";
import { runFacts } from "../facts.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window writes out of a run. */
export function exportCalls(bench: Workbench): ExportCalls {
  return {
    scoresCsv: (options, onProgress = () => {}) =>
      bench.jobs.run(onProgress, (job) => {
        const current = bench.detections.all.filter((detection) => isCurrent(detection, bench.tenant));
        return scoresCsv(bench.tenant, current, options, job);
      }),

    casesCsv: async (options) => casesCsv(bench.queue?.cases.ranked ?? [], options),

    facts: () => runFacts(bench.tenant, { seed: bench.seed, detections: bench.detections.all }),
  };
}
