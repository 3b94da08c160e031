import { UserError } from "../../lib/errors.ts";
import type { Job } from "../../lib/job.ts";
import type { Pause } from "../../lib/pause.ts";
import type { Contexts } from "./contexts.ts";
import { type Embedding, type EmbeddingShape, embed } from "./embedding.ts";
import type { NetBackend } from "./gnn/backend.ts";
import type { Lessons } from "./gnn/lessons.ts";
import { type TrainingSettings, trainingDefaults } from "./gnn/settings.ts";
import { type TrainedNet, type TrainingPoint, type TrainingState, trainNet } from "./gnn/train.ts";
import { widenNet } from "./gnn/widen.ts";
import type { ActionGraph } from "./graph.ts";
import type { RootSet } from "./roots.ts";
import type { SamplerOptions } from "./sampler.ts";

/** Which embedding stands for a root: METHODS 4 has both. */
export type EmbeddingKind = "handcrafted" | "gnn";

/** Turns roots into vectors; fitted once on natural roots of the history, then applied to every root alike, mutated ones too. */
export interface Embedder {
  readonly kind: EmbeddingKind;
  /** @param contexts of the same roots */
  embed(roots: RootSet, contexts: Contexts, run: { readonly job: Job; readonly stage: string }): Promise<Embedding>;
  /** How a trained one was trained; null for one that is not. */
  readonly training: Training | null;
}

/** How an embedding was trained. */
export interface Training {
  readonly net: TrainedNet;
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly points: readonly TrainingPoint[];
  readonly backend: string;
  /** Whether the clock ended it before its last step. */
  readonly isCutShort: boolean;
}

/** A trained embedding as a stored model keeps it. */
export interface KeptNet {
  readonly training: Training;
  /** The history's sampled roots. */
  readonly embedded: Embedding;
}

/** How an embedding was trained, in sentences. */
export function trainingFacts({ points, settings, backend, isCutShort }: Training): readonly string[] {
  const last = points.at(-1);
  const untrained = points[0]?.objective ?? Number.NaN;
  const learnt = `The embedding was trained in ${last?.step ?? 0} steps (${backend}): its objective went from ${untrained.toFixed(2)} to ${(last?.objective ?? Number.NaN).toFixed(2)}.`;
  if (!isCutShort) return [learnt];
  return [
    learnt,
    `The clock stopped it before its ${settings.steps} steps, so another run may rank differently: raise seconds in training.`,
  ];
}

/** The handcrafted embedding of a fitted shape. */
export const handcraftedEmbedder = (shape: EmbeddingShape): Embedder => ({
  kind: "handcrafted",
  embed: async (_, given) => embed(given, shape),
  training: null,
});

/** The embedding of a net that was trained before. */
export function netEmbedder(training: Training, sampling: SamplerOptions, nets: NetBackend): Embedder {
  return {
    kind: "gnn",
    embed: (roots, _, run) => nets.embed(roots, sampling, training.net, run),
    training,
  };
}

/** The embedding of a net that a stored model keeps, on a graph that may have names that the model's has not. */
export function keptEmbedder(
  { training }: KeptNet,
  graph: ActionGraph,
  { sampling, nets }: { readonly sampling: SamplerOptions; readonly nets: NetBackend },
): Embedder {
  return netEmbedder({ ...training, net: widenNet(training.net, graph, training.seed) }, sampling, nets);
}

/**
 * Trains a net on the pairs of METHODS 4 and on mutated roots (`createBatches`).
 * @throws UserError where a setting can't be; Cancelled
 */
export async function trainEmbedding(
  graph: ActionGraph,
  lessons: Lessons,
  {
    sampling,
    settings = {},
    seed,
    nets,
    job,
    pause,
    from,
    onPoint,
  }: {
    readonly sampling: SamplerOptions;
    readonly settings?: Partial<TrainingSettings>;
    readonly seed: number;
    readonly nets: NetBackend;
    readonly job: Job;
    readonly pause?: Pause;
    readonly from?: TrainingState;
    readonly onPoint?: (point: TrainingPoint, state: TrainingState) => void;
  },
): Promise<Training> {
  const given = { ...trainingDefaults, ...settings };
  if (given.width % given.heads !== 0) {
    throw new UserError(`A width of ${given.width} can't be shared by ${given.heads} heads.`, {
      where: "training",
      next: "Make width a multiple of heads.",
    });
  }
  const { roots } = lessons;
  const machine = await nets.open(roots, sampling);
  try {
    const { state, net, backend, isCutShort } = await trainNet(graph, lessons, machine, {
      settings: given,
      seed,
      job,
      ...(nets.instead ? { instead: () => nets.instead!(roots, sampling) } : {}),
      ...(pause ? { pause } : {}),
      ...(from ? { from } : {}),
      ...(onPoint ? { onPoint } : {}),
    });
    return { net, settings: given, seed, points: state.points, backend, isCutShort };
  } finally {
    machine.close();
  }
}
