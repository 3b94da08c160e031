import { Cancelled, UserError } from "../../lib/errors.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { Judged, PlantedSpan, QueueCalls } from "../api/queue.ts";
import { auditRankings, decided } from "../audit.ts";
import { defaults } from "../defaults.ts";
import { caseOf, findCase, moreLike, rankedWith, rankQueue, rerankQueue, shownCases } from "../ranked-queue.ts";
import type { VerdictDesk } from "../verdict-desk.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of the queue, and takes what the analyst says of its cases. */
export function queueCalls(bench: Workbench): QueueCalls {
  const { jobs } = bench;
  let planted: readonly PlantedSpan[] | null = null;

  /** Changes the verdicts, and ranks anew where that changed the interesting roots. */
  const judge = (onProgress: OnProgress, change: (desk: VerdictDesk) => Promise<boolean>): Promise<Judged> =>
    jobs.run(onProgress, async (job) => {
      const isOther = await change(bench.verdicts);
      bench.disk.touch();
      const cases = isOther
        ? await rerankQueue(bench, job).catch((error: unknown) => {
            if (error instanceof Cancelled) return shownCases(bench);
            throw error;
          })
        : shownCases(bench);
      return { cases, verdicts: bench.verdicts.log };
    });

  return {
    queue: (_name, settings, onProgress) =>
      jobs.run(onProgress, (job) => rankQueue(bench, { ...defaults.queue, ...settings }, job)),

    audit: async (settings) => {
      if (!bench.queue)
        throw new UserError("There is no queue to audit.", { next: "Run a queue cell above this one." });
      const options = { ...defaults.audit, seed: bench.seed, ...settings };
      const verdicts = decided(bench.verdicts.log);
      const rows = auditRankings(bench.queue.detections, options, { verdicts, truth: planted });
      return { rows, filledBy: planted ? "planted" : "verdicts" };
    },

    reveal: async (spans) => {
      planted = spans;
    },

    verdict: (ids, given, onProgress) =>
      judge(onProgress, (desk) =>
        desk.give(
          ids.map((id) => caseOf(bench, id).found),
          given,
        ),
      ),

    undoVerdict: (onProgress) =>
      judge(onProgress, (desk) =>
        desk.undo(({ actor, day }) =>
          bench.queue?.shown.find(({ summary }) => summary.actor === actor && summary.day === day),
        ),
      ),

    verdicts: async () => bench.verdicts.log,

    restoreVerdicts: async (log) => {
      bench.disk.touch();
      return bench.verdicts.restore(log);
    },

    star: (id, on, onProgress) =>
      jobs.run(onProgress, async (job) => {
        const { interesting } = bench.tenant;
        const action = findCase(bench, id)?.ranked.action ?? -1;
        const cases = await rankedWith(bench, job, async () => {
          if (!on) interesting.unstar(id);
          else if (action >= 0) await interesting.star(id, action);
        });
        bench.disk.touch();
        return cases;
      }),

    moreLike: (id, on, onProgress) =>
      jobs.run(onProgress, async (job) => {
        const found = await moreLike(bench, id, on, job);
        bench.disk.touch();
        return found;
      }),

    like: (ids) => bench.tenant.interesting.like(ids),
  };
}
