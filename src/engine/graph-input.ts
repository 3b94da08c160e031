import { readActionGraph } from "../detectors/graph/read.ts";
import type { GraphInput } from "../detectors/graph/run.ts";
import { actionDays, dayEnds } from "../features/action-days.ts";
import type { TenantFeatures } from "../features/cells.ts";
import type { Job } from "../lib/job.ts";
import type { GraphSettings } from "./api/detectors.ts";
import type { Tenant } from "./tenant.ts";

/** Folds the tenant's events into actions and reads them as a graph. @throws Cancelled, UserError */
export async function readGraphInput(
  tenant: Tenant,
  settings: GraphSettings,
  job: Job,
): Promise<{ input: GraphInput; features: TenantFeatures }> {
  if (settings.gap !== tenant.gap) await tenant.makeActions(settings.gap, job);
  const features = await tenant.features(settings, job);
  const interesting = await tenant.interesting.actions();
  const { days, scored } = features.calendar;
  const [settledUntil] = dayEnds(Int32Array.of(days[scored.from]! - 1), tenant.zone);
  const graph = await readActionGraph(tenant.db, job, { settledUntil: settledUntil! });
  const day = actionDays(graph.start, tenant.zone, days);
  return { input: { graph, day, scored, dayEnds: dayEnds(days, tenant.zone), settings, interesting }, features };
}
