import type { ClassifierTrainer } from "../../gpu/classifier.plan.ts";
import type { Job } from "../../lib/job.ts";
import type { Drawn, Scores } from "../scores.ts";
import type { Contexts } from "./contexts.ts";
import type { Directions } from "./directions.ts";
import type { Embedder, EmbeddingKind, KeptNet, Training } from "./embedder.ts";
import type { Embedding, EmbeddingShape } from "./embedding.ts";
import type { NetBackend } from "./gnn/backend.ts";
import type { TrainingSettings } from "./gnn/settings.ts";
import type { ActionGraph } from "./graph.ts";
import type { NearSpace } from "./near-space.ts";
import type { RootPool } from "./pool.ts";
import type { RootSet } from "./roots.ts";
import type { SamplerOptions } from "./sampler.ts";
import type { SmrModel } from "./smr.ts";

/** Samples the contexts of roots, here or shared among workers. */
export type ContextSampler = (roots: RootSet, options: SamplerOptions, stage: string) => Promise<Contexts>;

/** What a run is asked to do; the rest of a cell's settings is about what it is given. */
export interface GraphRunSettings {
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
}

/** What a run is given. */
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
  readonly settings: GraphRunSettings;
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

/** How and where a run is done. */
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

/** What a run gives. */
export interface GraphResult {
  readonly smr: Scores;
  /** Null while nothing is interesting. */
  readonly nn: Scores | null;
  readonly state: GraphState;
  /** What a model keeps; null where the history alone is too little. */
  readonly fit: GraphFit | null;
}

/** How the subgraphs of a run are sampled. */
export function samplingOf({ graph, dayEnds, settings }: GraphInput): SamplerOptions {
  const { steps, nearest } = settings;
  const barred = settings.barred.map((name) => graph.entityTypes.indexOf(name)).filter((type) => type >= 0);
  return { steps, nearest, barred, dayEnds };
}
