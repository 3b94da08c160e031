import type { Training } from "../detectors/graph/embedder.ts";
import { modelAxis } from "../detectors/model/axis.ts";
import { takeActors, takeRows } from "../detectors/model/extend-features.ts";
import type { ModelRun } from "../detectors/model/fit.ts";
import { readingOf, readReduced } from "../detectors/model/read.ts";
import { extendModel, scoreExtended } from "../detectors/model/score.ts";
import type { TenantModel } from "../detectors/model/tenant-model.ts";
import { alarmFact } from "../detectors/subspace/alarms.ts";
import { explainSubspace } from "../detectors/subspace/explain.ts";
import { subspaceDefaults } from "../detectors/subspace/input.ts";
import { isoDay, makeCalendar } from "../features/calendar.ts";
import { gpuClassifierTrainer } from "../gpu/classifier.ts";
import type { Job } from "../lib/job.ts";
import type { ScoreSettings } from "./api/models.ts";
import { type Backends, type Detection, evidence, graphDetection, ranked, subspaceNameOf } from "./detection.ts";
import { modelCodes } from "./model-codes.ts";
import { subspaceRescore } from "./subspace-rescore.ts";
import type { Tenant } from "./tenant.ts";

/** What a model found: its detections, named after the cell, the days that it scored, and what it can't judge. */
export interface ModelDetection {
  readonly detections: readonly Detection[];
  readonly from: string;
  readonly to: string;
  readonly notes: readonly string[];
}

/**
 * Where a model is fitted and scores: the device and the workers that the detectors' cells use.
 * @param trained an embedding that a train cell trained; without it a model whose `embedding` is `gnn` trains its own
 */
export const modelRun = ({ device, pool }: Backends, job: Job, trained: Training | null = null): ModelRun => ({
  job,
  profile: { device, workers: pool.identity(job) },
  subspace: { device, workers: pool.subspace() },
  graph: (graph) => ({
    sample: pool.sampler(graph, job),
    nets: pool.nets(graph, job, device),
    ...(trained ? { trained } : {}),
    ...(device && !device.software
      ? { train: gpuClassifierTrainer(device, (...given) => pool.trainer().train(...given)) }
      : pool.trainer()),
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
  const fresh = await tenant.stopwatch.time("features", () =>
    readReduced(tenant.db, { zone: tenant.zone, ...readingOf(model) }, job),
  );
  const whole = extendModel(model, fresh);
  const { days, zone, scored } = whole.features.calendar;
  const calendar = makeCalendar(days, { zone, from: later(from, isoDay(days[scored.from]!)), to });
  const extended = { ...whole, features: { ...whole.features, calendar } };
  const interesting = await tenant.interesting.actions();
  const codes = modelCodes(extended, model);
  const { profile, subspace, graph } = await tenant.stopwatch.time("score", () =>
    scoreExtended(model, extended, modelRun(backends, job), codes.interesting(interesting)),
  );
  const order = ownFirst(extended.codes.actor, extended.features.actors.length);
  const features = takeActors(extended.features, order);
  const actor = (own: number) => order[own]!;
  const settings = { ...subspaceDefaults, from, to, ...model.settings.subspace };
  const { parts, entityNames, axis: hashed } = extended.reduced;
  const axis = modelAxis(
    { features, parts, entityNames, axis: hashed && takeRows(hashed, order) },
    model.settings.subspace,
  );
  const subspaceName = subspaceNameOf(settings.axis);
  const rankings = [graph.smr, ...(graph.nn ? [graph.nn] : [])].map(codes.own);
  const detections: Detection[] = [
    {
      name: `${name}_profile`,
      detector: "profile",
      features,
      ranked: [ranked(codes.own(profile.scores))],
      explain: (_, item) => profile.explain(actor(item.actor), item.day, evidence(item.p)),
      rescore: (own, day) => profile.rescore(actor(own), day),
      profile: {
        ...profile,
        explain: (own, day, p) => profile.explain(actor(own), day, p),
        resembles: (own, day) => profile.resembles(actor(own), day),
        rescore: (own, day) => profile.rescore(actor(own), day),
        peers: { ...profile.peers, of: order.map((of) => profile.peers.of[of]!) },
      },
      profileSettings: { from, to, ...model.settings.profile },
      codes,
      facts: profile.sufficiency,
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
      rescore: subspaceRescore(features, axis.features, settings, subspace.scale),
      subspace: { features: axis.features, settings },
      codes,
      facts: [...axis.facts, alarmFact(subspace.alarms)],
    },
    { ...graphDetection({ name: `${name}_graph`, features, codes }, graph.state, rankings), folding: tenant.folding },
  ];
  const [first, last] = [calendar.scored.from, calendar.scored.to].map((day) => isoDay(days[day]!));
  return { detections, from: first!, to: last!, notes: extended.notes };
}

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

/** All of a model's actors by its codes, first those of an export, in the export's order: they then have the export's codes. */
function ownFirst(codeOfOwn: Int32Array, actors: number): Int32Array {
  const own = new Set(codeOfOwn);
  return Int32Array.from([...codeOfOwn, ...Array.from({ length: actors }, (_, i) => i).filter((i) => !own.has(i))]);
}
