import { type Grounds, groundsOf, likeness } from "../casework/likeness.ts";
import { UserError } from "../lib/errors.ts";
import { type Job, quietJob } from "../lib/job.ts";
import type { CaseSummary } from "./api/cases.ts";
import type { MoreLike, QueueSettings } from "./api/queue.ts";
import { type Case, type Cases, makeCases } from "./cases.ts";
import type { Detection } from "./detection.ts";
import { isCurrent } from "./detections.ts";
import { reasonsOf } from "./reasons.ts";
import type { Workbench } from "./workbench.ts";

/** Begins what a root is kept by that more like it are looked for, before the id of its case. */
export const likePrefix = "like ";

/** A queue with what it was ranked from. */
export interface RankedQueue {
  readonly cases: Cases;
  readonly detections: readonly Detection[];
  readonly settings: QueueSettings;
  /** The cases in the order in which they are shown, ranks and all. */
  readonly shown: readonly Case[];
}

/** Ranks what the detectors found, and makes that the bench's queue. @throws Cancelled, UserError */
export async function rankQueue(bench: Workbench, settings: QueueSettings, job: Job): Promise<readonly CaseSummary[]> {
  const { tenant, seed } = bench;
  const detections = bench.detections.named(settings.detectors, tenant);
  const cases = await tenant.stopwatch.time("queue", () => makeCases(tenant, detections, { ...settings, seed, job }));
  bench.queue = {
    cases,
    detections,
    settings,
    shown: alikeFirst(cases.shown, detections, [...bench.exemplars.values()]),
  };
  prepareNearness(detections);
  return shownCases(bench);
}

/** Lets the graphs make, while the queue is read, what the first star or verdict ranks by; what fails is made when it is asked for. */
function prepareNearness(detections: readonly Detection[]): void {
  for (const { graph } of detections) void graph?.near(quietJob()).catch(() => {});
}

/** Changes the interesting roots and ranks again by them; where that is stopped they are as they were. @throws Cancelled */
export async function rankedWith(
  bench: Workbench,
  job: Job,
  change: () => Promise<void>,
): Promise<readonly CaseSummary[]> {
  const { interesting } = bench.tenant;
  const before = interesting.saved;
  try {
    await change();
    return await rerankQueue(bench, job);
  } catch (error) {
    interesting.restore(before);
    throw error;
  }
}

/** Ranks again by the interesting roots as they are now; where that is stopped everything is ranked as it was. @throws Cancelled */
export async function rerankQueue(bench: Workbench, job: Job): Promise<readonly CaseSummary[]> {
  const before = bench.detections.all;
  try {
    await bench.detections.rerank(bench.tenant, job);
    return bench.queue ? await rankQueue(bench, bench.queue.settings, job) : [];
  } catch (error) {
    for (const detection of before) bench.detections.keep(detection);
    throw error;
  }
}

/** Puts the cases first that rest on what any of the exemplars rests on; as they are where there is none. */
function alikeFirst(
  shown: readonly Case[],
  detections: readonly Detection[],
  exemplars: readonly Grounds[],
): readonly Case[] {
  if (exemplars.length === 0) return shown;
  const alike = new Map(
    shown.map((one) => {
      const grounds = groundsOf(reasonsOf(detections, one.ranked));
      return [one, Math.max(...exemplars.map((exemplar) => likeness(exemplar, grounds)))];
    }),
  );
  return shown
    .toSorted((a, b) => alike.get(b)! - alike.get(a)!)
    .map((one, i) => ({ ...one, summary: { ...one.summary, rank: i + 1 } }));
}

/**
 * Looks for more like a case, or no longer: its root joins the interesting ones and everything is ranked by nearness to them again; where no
 * action of the day is a root, the queue is ordered by how alike the cases' reasons are. @throws Cancelled, UserError
 */
export async function moreLike(bench: Workbench, id: string, isOn: boolean, job: Job): Promise<MoreLike> {
  const { interesting } = bench.tenant;
  const root = `${likePrefix}${id}`;
  const hadRoot = interesting.has(root);
  const found = isOn ? caseOf(bench, id) : null;
  const byRoots = found ? found.found.ranked.action >= 0 : hadRoot;
  if (byRoots) {
    const cases = await rankedWith(bench, job, async () => {
      if (found) await interesting.star(root, found.found.ranked.action);
      else interesting.unstar(root);
    });
    return { cases, by: "roots" };
  }
  if (found) bench.exemplars.set(id, groundsOf(reasonsOf(found.queue.detections, found.found.ranked)));
  else bench.exemplars.delete(id);
  const { queue } = bench;
  if (queue)
    bench.queue = { ...queue, shown: alikeFirst(queue.cases.shown, queue.detections, [...bench.exemplars.values()]) };
  return { cases: shownCases(bench), by: "reasons" };
}

/** The cases that the queue shows; none before it was ranked. */
export const shownCases = ({ queue }: Workbench): readonly CaseSummary[] =>
  queue?.shown.map(({ summary }) => summary) ?? [];

/** A case of the queue, where the queue still has it and its actions are numbered as they were. */
export function findCase({ queue, tenant }: Workbench, id: string): Case | undefined {
  if (!queue?.detections.every((detection) => isCurrent(detection, tenant))) return undefined;
  return queue.shown.find(({ summary }) => summary.id === id);
}

/** A case with its queue. @throws UserError where the queue no longer has it */
export function caseOf(bench: Workbench, id: string): { readonly found: Case; readonly queue: RankedQueue } {
  const found = findCase(bench, id);
  if (!found || !bench.queue)
    throw new UserError("The queue no longer has this case.", { next: "Pick one from the queue as it is now." });
  return { found, queue: bench.queue };
}
