import type { DayEvent } from "../casework/day-events.ts";
import { trainingFacts } from "../detectors/graph/embedder.ts";
import { explainRoot } from "../detectors/graph/explain.ts";
import { rankNearest } from "../detectors/graph/rank-nearest.ts";
import { rootFacts } from "../detectors/graph/root-facts.ts";
import type { GraphState } from "../detectors/graph/run.ts";
import { scoreGraph } from "../detectors/graph/score.ts";
import { type ProfileResult, scoreProfile } from "../detectors/profile/profile.ts";
import type { Reason, Scores } from "../detectors/scores.ts";
import { alarmFact } from "../detectors/subspace/alarms.ts";
import { wholeDay } from "../detectors/subspace/axis.ts";
import { explainSubspace } from "../detectors/subspace/explain.ts";
import type { SubspaceFeatures } from "../detectors/subspace/input.ts";
import { scoreSubspace } from "../detectors/subspace/score.ts";
import { isoDay } from "../features/calendar.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { gpuClassifierTrainer } from "../gpu/classifier.ts";
import type { GpuDevice } from "../gpu/device.ts";
import type { Job } from "../lib/job.ts";
import { calibrate } from "../ranking/calibrate.ts";
import type { RankedDetector } from "../ranking/user-days.ts";
import type { GraphSettings, ProfileSettings, SubspaceSettings } from "./api/detectors.ts";
import type { ComputePool } from "./compute-pool.ts";
import { readGraphInput } from "./graph-input.ts";
import type { ModelCodes } from "./model-codes.ts";
import { Nets } from "./nets.ts";
import { readSubspaceAxis } from "./subspace-axis.ts";
import { subspaceRescore } from "./subspace-rescore.ts";
import type { Tenant } from "./tenant.ts";

/** What one detector cell found, ready to be ranked and asked why. */
export interface Detection {
  readonly name: string;
  readonly detector: "profile" | "subspace" | "graph";
  readonly features: TenantFeatures;
  /** Its scores, calibrated; the graph has one for each of its rankings. */
  readonly ranked: readonly RankedDetector[];
  /** Reasons of an item of the named ranking, which add up to its −log₁₀ p. */
  explain(
    ranking: string,
    item: { readonly actor: number; readonly day: number; readonly action: number; readonly p: number },
  ): readonly Reason[];
  /**
   * Scores a user-day of its first ranking again with other events: a function of the user's own features (see `soloDay`) and of the day's
   * events in them, which gives null where such a day has no score; null for a day that was not scored.
   */
  rescore?(actor: number, day: number): ((solo: TenantFeatures, events: readonly DayEvent[]) => number | null) | null;
  readonly profile?: ProfileResult;
  readonly profileSettings?: ProfileSettings;
  readonly subspace?: { readonly features: SubspaceFeatures; readonly settings: SubspaceSettings };
  readonly graph?: GraphState;
  readonly graphSettings?: GraphSettings;
  /** Set where a stored model scored: its graph has codes of its own. */
  readonly codes?: ModelCodes;
  /** What else is known of how it was found, in sentences. */
  readonly facts?: readonly string[];
  /** The tenant's folding whose actions the graph numbers. */
  readonly folding?: number;
}

/** Where the heavy work is done. */
export interface Backends {
  readonly device: GpuDevice | null;
  readonly pool: ComputePool;
}

/** A detector's scores with their p. */
export const ranked = (scores: Scores): RankedDetector => ({ name: scores.detector, scores, p: calibrate(scores) });
/** −log₁₀ p. */
export const evidence = (p: number): number => -Math.log10(p);

/** Runs the profile detector. @throws Cancelled, UserError */
export async function detectProfile(
  tenant: Tenant,
  name: string,
  settings: ProfileSettings,
  { job, device, pool }: Backends & { readonly job: Job },
): Promise<Detection> {
  const features = await tenant.features(settings, job);
  const profile = await tenant.stopwatch.time("profile", () =>
    scoreProfile(features, settings, { job, device, workers: pool.identity(job) }),
  );
  return {
    name,
    detector: "profile",
    features,
    ranked: [ranked(profile.scores)],
    explain: (_, { actor, day, p }) => profile.explain(actor, day, evidence(p)),
    rescore: (actor, day) => profile.rescore(actor, day),
    profile,
    profileSettings: settings,
    facts: profile.sufficiency,
  };
}

/** What the ranking of a subspace along an axis is called. */
export const subspaceNameOf = (axis: string): string => (axis === wholeDay ? "subspace" : `subspace:${axis}`);

/** Runs the subspace detector. @throws Cancelled, UserError */
export async function detectSubspace(
  tenant: Tenant,
  name: string,
  settings: SubspaceSettings,
  { job, device, pool }: Backends & { readonly job: Job },
): Promise<Detection> {
  const features = await tenant.features(settings, job);
  const axis = await tenant.stopwatch.time("features", () => readSubspaceAxis(tenant.db, features, settings, job));
  const result = await tenant.stopwatch.time("subspace", () =>
    scoreSubspace(axis.features, settings, { device, workers: pool.subspace(), job }),
  );
  const detector = subspaceNameOf(settings.axis);
  return {
    name,
    detector: "subspace",
    features,
    ranked: [ranked({ ...result.scores, detector })],
    explain: (_, { actor, day, p }) =>
      explainSubspace(axis.features, settings, { actor, day, logP: evidence(p), detector })?.reasons ?? [],
    rescore: subspaceRescore(features, axis.features, settings, result.scale),
    subspace: { features: axis.features, settings },
    facts: [...axis.facts, alarmFact(result.alarms)],
  };
}

/** Runs the graph detector: both rankings of its roots. @throws Cancelled, UserError */
export async function detectGraph(
  tenant: Tenant,
  name: string,
  settings: GraphSettings,
  { job, device, pool, nets = new Nets() }: Backends & { readonly job: Job; readonly nets?: Nets },
): Promise<Detection> {
  const { input, features } = await readGraphInput(tenant, settings, job);
  const { days, scored } = features.calendar;
  const trained =
    settings.embedding === "gnn" && settings.net
      ? nets.get(settings.net, tenant.folding, isoDay(days[scored.from]!))
      : null;
  const { state, smr, nn } = await tenant.stopwatch.time("graph", async () => {
    const gpu = device && !device.software ? device : null;
    return scoreGraph(input, {
      job,
      sample: pool.sampler(input.graph, job),
      ...(settings.embedding === "gnn" ? { nets: pool.nets(input.graph, job, device) } : {}),
      ...(trained ? { trained } : {}),
      ...(gpu ? { train: gpuClassifierTrainer(gpu, (...given) => pool.trainer().train(...given)) } : pool.trainer()),
    });
  });
  const scores = nn ? [smr, nn] : [smr];
  return {
    ...graphDetection({ name, features }, state, scores),
    graphSettings: settings,
    folding: tenant.folding,
  };
}

/** The same roots ranked anew by their nearest interesting one; the other ranking stays. */
export async function rerankNearest(detection: Detection, interesting: Int32Array, job: Job): Promise<Detection> {
  if (!detection.graph) return detection;
  const { codes } = detection;
  const found = await rankNearest(detection.graph, codes ? codes.interesting(interesting) : interesting, { job });
  const nn = found && codes ? codes.own(found) : found;
  const others = detection.ranked.filter(({ name }) => name !== "graph-nn");
  return { ...detection, ranked: nn ? [...others, ranked(nn)] : others };
}

/** A graph's rankings as a detection; where a model has codes of its own they are asked for the root. */
export function graphDetection(
  { name, features, codes }: Pick<Detection, "name" | "features" | "codes">,
  state: GraphState,
  scores: readonly Scores[],
): Detection {
  const { training } = state.embedder;
  return {
    name,
    detector: "graph",
    features,
    ranked: scores.map(ranked),
    explain: (detector, { action, p }) =>
      action < 0 ? [] : explainRoot(state, codes?.actionOfModel(action) ?? action, { p, detector }).reasons,
    graph: state,
    facts: [...(training ? trainingFacts(training) : []), ...rootFacts(state)],
    ...(codes ? { codes } : {}),
  };
}
