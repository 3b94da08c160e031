import type { CaseCalls } from "../api/cases.ts";
import { describeCase } from "../cases.ts";
import { clearingP, clearsOf } from "../counterfactual.ts";
import { caseOf } from "../ranked-queue.ts";
import { reasonsOf } from "../reasons.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of one case. */
export function caseCalls(bench: Workbench): CaseCalls {
  return {
    case: async (id) => {
      const { found, queue } = caseOf(bench, id);
      return describeCase(bench.tenant, queue.detections, found);
    },

    clears: async (id) => {
      const {
        found: { ranked },
        queue: { cases, detections, settings },
      } = caseOf(bench, id);
      const threshold = clearingP(cases.ranked, settings.budget);
      return clearsOf(bench.tenant, detections, { ranked, reasons: reasonsOf(detections, ranked), threshold });
    },
  };
}
