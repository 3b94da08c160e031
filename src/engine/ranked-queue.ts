import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import type { CaseSummary } from "./api/cases.ts";
import type { QueueSettings } from "./api/queue.ts";
import { type Case, type Cases, makeCases } from "./cases.ts";
import type { Detection } from "./detection.ts";
import { isCurrent } from "./detections.ts";
import type { Workbench } from "./workbench.ts";

/** A queue with what it was ranked from. */
export interface RankedQueue {
  readonly cases: Cases;
  readonly detections: readonly Detection[];
  readonly settings: QueueSettings;
}

/** Ranks what the detectors found, and makes that the bench's queue. @throws Cancelled, UserError */
export async function rankQueue(bench: Workbench, settings: QueueSettings, job: Job): Promise<readonly CaseSummary[]> {
  const { tenant, seed } = bench;
  const detections = bench.detections.named(settings.detectors, tenant);
  const cases = await tenant.stopwatch.time("queue", () => makeCases(tenant, detections, { ...settings, seed, job }));
  bench.queue = { cases, detections, settings };
  return shownCases(bench);
}

/** Ranks again by the interesting roots as they are now. @throws Cancelled */
export async function rerankQueue(bench: Workbench, job: Job): Promise<readonly CaseSummary[]> {
  await bench.detections.rerank(bench.tenant, job);
  return bench.queue ? rankQueue(bench, bench.queue.settings, job) : [];
}

/** The cases that the queue shows; none before it was ranked. */
export const shownCases = ({ queue }: Workbench): readonly CaseSummary[] =>
  queue?.cases.shown.map(({ summary }) => summary) ?? [];

/** A case of the queue, where the queue still has it and its actions are numbered as they were. */
export function findCase({ queue, tenant }: Workbench, id: string): Case | undefined {
  if (!queue?.detections.every((detection) => isCurrent(detection, tenant))) return undefined;
  return queue.cases.shown.find(({ summary }) => summary.id === id);
}

/** A case with its queue. @throws UserError where the queue no longer has it */
export function caseOf(bench: Workbench, id: string): { readonly found: Case; readonly queue: RankedQueue } {
  const found = findCase(bench, id);
  if (!found || !bench.queue)
    throw new UserError("The queue no longer has this case.", { next: "Pick one from the queue as it is now." });
  return { found, queue: bench.queue };
}
