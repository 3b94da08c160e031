import { takeActors } from "../detectors/model/extend-features.ts";
import type { ModelRun } from "../detectors/model/fit.ts";
import { readReduced } from "../detectors/model/read.ts";
import { extendModel, scoreExtended } from "../detectors/model/score.ts";
import type { TenantModel } from "../detectors/model/tenant-model.ts";
import { alarmFact } from "../detectors/subspace/alarms.ts";
import { subspaceAxis } from "../detectors/subspace/axis.ts";
import { explainSubspace } from "../detectors/subspace/explain.ts";
import { subspaceDefaults } from "../detectors/subspace/input.ts";
import { isoDay, makeCalendar } from "../features/calendar.ts";
import { gpuClassifierTrainer } from "../gpu/classifier.ts";
import type { Job } from "../lib/job.ts";
import type { ScoreSettings } from "./api/models.ts";
import { type Backends, type Detection, evidence, graphDetection, ranked, subspaceNameOf } from "./detection.ts";
import { modelCodes } from "./model-codes.ts";
import type { Tenant } from "./tenant.ts";

/** What a model found: its detections, named after the cell, the days that it scored, and what it can't judge. */
export interface ModelDetection {
  readonly detections: readonly Detection[];
  readonly from: string;
  readonly to: string;
  readonly notes: readonly string[];
}

/** Where a model is fitted and scores: the device and the workers that the detectors' cells use. */
export const modelRun = ({ device, pool }: Backends, job: Job): ModelRun => ({
  job,
  profile: { device, workers: pool.identity(job) },
  subspace: { device, workers: pool.subspace() },
  graph: (graph) => ({
    sample: pool.sampler(graph, job),
    ...(device && !device.software ? { train: gpuClassifierTrainer(device.device, device.name) } : pool.trainer()),
  }),
});

/** Scores the tenant's days that a model doesn't know, in the tenant's own codes. @throws Cancelled, UserError */
export async function detectByModel(
  tenant: Tenant,
  name: string,
  model: TenantModel,
  { from, to, backends, job }: Pick<ScoreSettings, "from" | "to"> & { backends: Backends; job: Job },
): Promise<ModelDetection> {
  const { gap } = model.settings.graph;
  if (gap !== tenant.gap) await tenant.makeActions(gap, job);
  const fresh = await tenant.stopwatch.time("features", () => readReduced(tenant.db, { zone: tenant.zone }, job));
  const whole = extendModel(model, fresh);
  const { days, zone, scored } = whole.features.calendar;
  const calendar = makeCalendar(days, { zone, from: later(from, isoDay(days[scored.from]!)), to });
  const extended = { ...whole, features: { ...whole.features, calendar } };
  const interesting = await tenant.interesting.actions();
  const codes = modelCodes(extended, model);
  const { profile, subspace, graph } = await tenant.stopwatch.time("score", () =>
    scoreExtended(model, extended, modelRun(backends, job), codes.interesting(interesting)),
  );
  const features = takeActors(extended.features, extended.codes.actor);
  const actor = (own: number) => extended.codes.actor[own]!;
  const settings = { ...subspaceDefaults, from, to, ...model.settings.subspace };
  const axis = subspaceAxis(features, settings.axis);
  const subspaceName = subspaceNameOf(settings.axis);
  const rankings = [graph.smr, ...(graph.nn ? [graph.nn] : [])].map(codes.own);
  const detections: Detection[] = [
    {
      name: `${name}_profile`,
      detector: "profile",
      features,
      ranked: [ranked(codes.own(profile.scores))],
      explain: (_, item) => profile.explain(actor(item.actor), item.day, evidence(item.p)),
      profile: {
        ...profile,
        explain: (own, day, p) => profile.explain(actor(own), day, p),
        resembles: (own, day) => profile.resembles(actor(own), day),
      },
    },
    {
      name: `${name}_subspace`,
      detector: "subspace",
      features,
      ranked: [ranked({ ...codes.own(subspace.scores), detector: subspaceName })],
      explain: (_, item) =>
        explainSubspace(axis.features, settings, {
          actor: item.actor,
          day: item.day,
          logP: evidence(item.p),
          detector: subspaceName,
        })?.reasons ?? [],
      subspace: { features: axis.features, settings },
      facts: [...axis.facts, alarmFact(subspace.alarms)],
    },
    { ...graphDetection({ name: `${name}_graph`, features, codes }, graph.state, rankings), folding: tenant.folding },
  ];
  const [first, last] = [calendar.scored.from, calendar.scored.to].map((day) => isoDay(days[day]!));
  return { detections, from: first!, to: last!, notes: extended.notes };
}

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);
