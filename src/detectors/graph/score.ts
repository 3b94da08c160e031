import type { ClassifierTrainer } from "../../gpu/classifier.plan.ts";
import { type Job, quietJob } from "../../lib/job.ts";
import type { Drawn, Scores } from "../scores.ts";
import { type Contexts, firstContexts, joinContexts, sampleContexts } from "./contexts.ts";
import { type Directions, fitDirections, withDirections } from "./directions.ts";
import {
  type Embedder,
  type EmbeddingKind,
  handcraftedEmbedder,
  type KeptNet,
  keptEmbedder,
  netEmbedder,
  type Training,
  trainEmbedding,
} from "./embedder.ts";
import { type Embedding, type EmbeddingShape, fitEmbedding, joinRows, rowsBetween, takeRows } from "./embedding.ts";
import { localNets, type NetBackend } from "./gnn/backend.ts";
import type { TrainingSettings } from "./gnn/settings.ts";
import type { ActionGraph } from "./graph.ts";
import { defaultMutationWeights } from "./mutations.ts";
import { likeness, type NearSpace, nearestKnown, nearSpace } from "./near-space.ts";
import { poolRoots, type RootPool, rootsToLearnFrom } from "./pool.ts";
import { naturalRoots, type RootSet } from "./roots.ts";
import type { SamplerOptions } from "./sampler.ts";
import { againstOwnHistory, applySmr, mutateSample, rankBySmr, type SmrModel } from "./smr.ts";

/** Samples the contexts of roots, here or shared among workers. */
export type ContextSampler = (roots: RootSet, options: SamplerOptions, stage: string) => Promise<Contexts>;

export interface GraphInput {
  readonly graph: ActionGraph;
  /** Each action's index into the calendar's days; −1 where it has none. */
  readonly day: Int32Array;
  /** First and last scored day, as indices into the calendar's days. */
  readonly scored: { readonly from: number; readonly to: number };
  /** Ends of the calendar's days, µs UTC: a root is judged by what was known when its day ended. */
  readonly dayEnds: Float64Array;
  /** Actions that the analyst starred, confirmed or named. */
  readonly interesting: Int32Array;
  readonly settings: {
    readonly history: number;
    readonly steps: number;
    readonly nearest: number;
    /** Names of root types; null for those that the mapping marks. */
    readonly roots: readonly string[] | null;
    /** Names of entity types that are not traversed after the first step. */
    readonly barred: readonly string[];
    /** Weights by mutation; those that are not named keep their default. */
    readonly mutations: Readonly<Record<string, number>>;
    readonly seed: number;
    readonly embedding?: EmbeddingKind;
    /** Of the trained embedding; what is not named keeps its default. */
    readonly training?: Partial<TrainingSettings>;
  };
}

/** What judges the roots of later days: fitted on the history, and kept by a model. */
export interface GraphFit {
  /** The history's sampled roots, and what their subgraphs hold. */
  readonly history: Int32Array;
  readonly drawn: Drawn;
  readonly contexts: Contexts;
  readonly shape: EmbeddingShape;
  /** The trained embedding, where that stands for the roots. */
  readonly net: KeptNet | null;
  /** In which mutated roots lie from natural ones. */
  readonly directions: Directions | null;
  /** Null where there was too little to learn from; `problem` then says what. */
  readonly smr: SmrModel | null;
  readonly problem: string;
}

export interface GraphOptions {
  readonly job?: Job;
  readonly sample?: ContextSampler;
  readonly train?: ClassifierTrainer;
  /** How many classifiers may be trained at a time. */
  readonly parallel?: number;
  /** Where the trained embedding is trained and used. */
  readonly nets?: NetBackend;
  /** An embedding that was trained before; without it a run whose `embedding` is `gnn` trains its own. */
  readonly trained?: Training;
  /** A stored model's fit: nothing is then learnt. */
  readonly fit?: GraphFit;
  /** Learns although no root is to be scored. */
  readonly fitOnly?: boolean;
}

/** What a run leaves behind for ranking again and for explaining: all rows are roots, first the history's, then the scored. */
export interface GraphState {
  readonly graph: ActionGraph;
  readonly day: Int32Array;
  readonly pool: RootPool;
  /** Action of each row. */
  readonly action: Int32Array;
  readonly contexts: Contexts;
  readonly embedder: Embedder;
  readonly embedding: Embedding;
  readonly sampling: SamplerOptions;
  /** Where nearness is measured; made when it is first asked for. */
  near(job: Job): Promise<NearSpace>;
}

export interface GraphResult {
  readonly smr: Scores;
  /** Null while nothing is interesting. */
  readonly nn: Scores | null;
  readonly state: GraphState;
  /** What a model keeps; null where the history alone is too little. */
  readonly fit: GraphFit | null;
}

const fewest = 20;

/**
 * Scores every root of the window by both rankings of METHODS 4. What judges it comes from before the window: the null is a seeded sample of at
 * most 3,000 roots of the history, and classifiers learn from at most 2,000 of those and as many mutated ones. Where the history has under twenty
 * roots, the window's own take their place.
 * @throws Cancelled when the job was stopped
 */
export async function scoreGraph(
  input: GraphInput,
  {
    job = quietJob(),
    sample,
    train,
    parallel = 1,
    nets = localNets(input.graph, job),
    trained,
    fit: given,
    fitOnly = false,
  }: GraphOptions = {},
): Promise<GraphResult> {
  const { graph, day, scored, settings, interesting } = input;
  const { history, roots, seed } = settings;
  const sampling = samplingOf(input);
  const contextsOf = sample ?? ((set, options, stage) => sampleContexts(graph, set, options, { job, stage }));

  const fresh = poolRoots(graph, day, { scored, history, roots });
  const pool = given ? { ...fresh, history: given.history, drawn: given.drawn } : fresh;
  const rows = new Int32Array(pool.history.length + pool.scored.length);
  rows.set(pool.history);
  rows.set(pool.scored, pool.history.length);
  const sampled = given ? pool.scored : rows;
  const found =
    sampled.length === 0
      ? joinContexts([])
      : await contextsOf(naturalRoots(graph, sampled), sampling, "Sampling the roots' subgraphs");
  const contexts = given ? joinContexts([given.contexts, found]) : found;
  const hasHistory = pool.history.length >= fewest;
  const learnt = hasHistory ? pool.history.length : rows.length;
  const firstScored = hasHistory ? day.findIndex((at) => at >= scored.from) : -1;
  const until = firstScored < 0 ? graph.actionCount : firstScored;
  const shape = given?.shape ?? fitEmbedding(firstContexts(contexts, learnt));
  const { embedding: kind = "handcrafted", training } = settings;
  const kept = given?.net ?? null;
  let embedder = kept ? keptEmbedder(kept, graph, { sampling, nets }) : handcraftedEmbedder(shape);
  if (kind === "gnn" && rows.length > 0 && !given) {
    const learnFrom = rootsToLearnFrom(graph, day, { scored, history, roots });
    const how = { day, sampling, seed, nets, job, ...(training ? { settings: training } : {}) };
    embedder = netEmbedder(trained ?? (await trainEmbedding(graph, learnFrom, how)), sampling, nets);
  }
  const embedRows = (roots: Int32Array, of: Contexts) =>
    embedder.embed(naturalRoots(graph, roots), of, { job, stage: "Embedding roots" });
  const embedding = kept
    ? joinRows(kept.embedded, await embedRows(pool.scored, found))
    : await embedRows(rows, contexts);
  const plain = { graph, day, pool, action: rows, contexts, embedder, embedding, sampling };

  const natural = {
    embedding,
    actor: rows.map((root) => graph.actor[root]!),
    type: rows.map((root) => graph.type[root]!),
    day: rows.map((root) => day[root]!),
    learnt,
  };
  const ranked = (logit: Float64Array, backend: string): Scores =>
    scoresOf(plain, "graph-smr", againstOwnHistory(logit, { ...natural, history: pool.history.length }), { backend });
  let model = given?.smr ?? null;
  let problem = whyNoSmr(plain, { roots, learnt, fitOnly }) ?? (given && !model ? given.problem : null);
  let smr = noScores(plain, "graph-smr", problem ?? "");
  let directions: Directions | null = given?.directions ?? null;
  if (problem === null && model) smr = ranked(applySmr(model, natural), model.backend);
  else if (problem === null) {
    const weights = { ...defaultMutationWeights, ...settings.mutations };
    const { roots: mutants, origin, kind } = mutateSample(graph, rows.subarray(0, learnt), weights, { seed, until });
    if (mutants.count < fewest) {
      problem = "every mutation is off, or fits none of the roots";
      smr = noScores(plain, "graph-smr", problem);
    } else {
      const mutated = await contextsOf(mutants, sampling, "Sampling mutated subgraphs");
      const embeddedMutants = await embedder.embed(mutants, mutated, { job, stage: "Embedding mutated roots" });
      directions = fitDirections(rowsBetween(embedding, 0, learnt), embeddedMutants, kind);
      const trained = await rankBySmr(
        natural,
        { embedding: embeddedMutants, actor: firstNodes(mutants), origin },
        { seed, job, parallel, ...(train ? { train } : {}) },
      );
      model = trained.model;
      smr = ranked(trained.logit, trained.backend);
    }
  }
  let near: Promise<NearSpace> | null = null;
  const state: GraphState = {
    ...plain,
    near(asking) {
      near ??= nearSpace(embedding, directions, { ordinary: learnt, seed, job: asking }).catch((error: unknown) => {
        near = null;
        throw error;
      });
      return near;
    },
  };
  const nn = await rankNearest(state, interesting, { job, ...(sample ? { sample } : {}) });
  const known = pool.history.length;
  const fit = hasHistory
    ? {
        history: pool.history,
        drawn: pool.drawn,
        contexts: firstContexts(contexts, known),
        shape,
        net: embedder.training && { training: embedder.training, embedded: rowsBetween(embedding, 0, known) },
        directions,
        smr: model,
        problem: problem ?? "",
      }
    : null;
  return { smr, nn, state, fit };
}

/**
 * Ranks the window's roots by how much nearer they are to an interesting root than to an ordinary one (`likeness`), without the interesting ones. Only interesting actions that were no roots of the run are sampled anew, so that it follows a star at once.
 * @returns null where `interesting` is empty
 */
export async function rankNearest(
  state: GraphState,
  interesting: Int32Array,
  { job = quietJob(), sample }: Pick<GraphOptions, "job" | "sample"> = {},
): Promise<Scores | null> {
  if (interesting.length === 0) return null;
  const { graph, sampling, embedder } = state;
  const near = await state.near(job);
  const wanted = new Set(interesting);
  const nearest = await nearestKnown(near, wanted, async (actions) => {
    const left = new Set(actions);
    const rows = Int32Array.from(state.action.keys()).filter((row) => left.has(state.action[row]!));
    for (const row of rows) left.delete(state.action[row]!);
    const others = naturalRoots(graph, Int32Array.from(left));
    const sampled = await (sample
      ? sample(others, sampling, "Sampling interesting roots")
      : sampleContexts(graph, others, sampling, { job }));
    const fresh = await embedder.embed(others, sampled, { job, stage: "Embedding interesting roots" });
    return joinRows(takeRows(near.rows, rows), withDirections(fresh, near.directions));
  });
  return scoresOf(state, "graph-nn", likeness(near, nearest), { except: wanted });
}

/** How the subgraphs of a run are sampled. */
export function samplingOf({ graph, dayEnds, settings }: GraphInput): SamplerOptions {
  const { steps, nearest } = settings;
  const barred = settings.barred.map((name) => graph.entityTypes.indexOf(name)).filter((type) => type >= 0);
  return { steps, nearest, barred, dayEnds };
}

const firstNodes = (roots: RootSet): Int32Array =>
  Int32Array.from({ length: roots.count }, (_, i) => roots.node[roots.nodeStart[i]!]!);

function whyNoSmr(
  { graph, pool, action }: Omit<GraphState, "near">,
  { roots, learnt, fitOnly }: { roots: readonly string[] | null; learnt: number; fitOnly: boolean },
): string | null {
  if (roots ? roots.length === 0 : !graph.rootType.includes(1))
    return "no event type is marked as a root: name some as roots in the mapping or in the graph cell";
  if (pool.scored.length === 0 && !fitOnly)
    return "no action of a root type lies in the scored window: choose other days with from and to, or other roots";
  if (action.length < fewest)
    return `only ${action.length} ${action.length === 1 ? "root" : "roots"} to learn from, and ${fewest} are needed: name more types as roots, or import more days`;
  const first = graph.actor[action[0]!];
  if (action.subarray(0, learnt).every((root) => graph.actor[root] === first))
    return "all roots are one actor's, and no model may judge an actor that it learnt from: name other roots, or import more actors";
  return null;
}

function noScores(state: Omit<GraphState, "near">, detector: string, reason: string): Scores {
  const none = new Int32Array();
  return {
    detector,
    actor: none,
    day: none,
    action: none,
    score: new Float64Array(),
    null: new Float64Array(),
    nullActor: none,
    nullDay: none,
    drawn: state.pool.drawn,
    weight: 1,
    unscored: [{ reason, count: state.pool.scored.length }],
    backend: "cpu",
  };
}

function scoresOf(
  { graph, day, pool, action }: Omit<GraphState, "near">,
  detector: string,
  value: Float64Array,
  { backend = "cpu", except = new Set<number>() }: { backend?: string; except?: ReadonlySet<number> } = {},
): Scores {
  const isKept = (row: number): boolean => !except.has(action[row]!);
  const all = Int32Array.from(action.keys());
  const before = all.subarray(0, pool.history.length).filter(isKept);
  const items = all.subarray(pool.history.length).filter(isKept);
  const calm = before.length < fewest ? items : before;
  return {
    detector,
    actor: items.map((row) => graph.actor[action[row]!]!),
    day: items.map((row) => day[action[row]!]!),
    action: items.map((row) => action[row]!),
    score: Float64Array.from(items, (row) => value[row]!),
    null: Float64Array.from(calm, (row) => value[row]!),
    nullActor: calm.map((row) => graph.actor[action[row]!]!),
    nullDay: calm.map((row) => day[action[row]!]!),
    drawn: pool.drawn,
    ...(before.length < fewest ? {} : { undrawn: pool.undrawn }),
    weight: 1,
    unscored: [],
    backend,
  };
}
