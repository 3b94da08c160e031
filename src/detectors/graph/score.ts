import { quietJob } from "../../lib/job.ts";
import { sharedWork } from "../../lib/shared-work.ts";
import type { Scores } from "../scores.ts";
import { type Contexts, firstContexts, joinContexts, sampleContexts } from "./contexts.ts";
import { type Directions, fitDirections } from "./directions.ts";
import { handcraftedEmbedder, keptEmbedder, netEmbedder, trainEmbedding } from "./embedder.ts";
import { fitEmbedding, joinRows, mostCells, rowsBetween } from "./embedding.ts";
import { localNets } from "./gnn/backend.ts";
import { drawLessons } from "./gnn/lessons.ts";
import { mutateSample } from "./mutate-sample.ts";
import { defaultMutationWeights } from "./mutations.ts";
import { nearSpace } from "./near-space.ts";
import { fewestRoots, poolRoots } from "./pool.ts";
import { rankNearest } from "./rank-nearest.ts";
import { noScores, scoresOf, whyNoSmr } from "./root-scores.ts";
import { naturalRoots, type RootSet } from "./roots.ts";
import { type GraphInput, type GraphOptions, type GraphResult, type GraphState, samplingOf } from "./run.ts";
import { againstOwnHistory, applySmr, rankBySmr } from "./smr.ts";

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
  const hasHistory = pool.history.length >= fewestRoots;
  const learnt = hasHistory ? pool.history.length : rows.length;
  const firstScored = hasHistory ? day.findIndex((at) => at >= scored.from) : -1;
  const until = firstScored < 0 ? graph.actionCount : firstScored;
  const shape = given?.shape ?? fitEmbedding(firstContexts(contexts, learnt), { maxCells: mostCells(rows.length) });
  const { embedding: kind = "handcrafted", training } = settings;
  const kept = given?.net ?? null;
  let embedder = kept ? keptEmbedder(kept, graph, { sampling, nets }) : handcraftedEmbedder(shape);
  if (kind === "gnn" && rows.length > 0 && !given) {
    const how = { sampling, seed, nets, job, ...(training ? { settings: training } : {}) };
    embedder = netEmbedder(trained ?? (await trainEmbedding(graph, drawLessons(input), how)), sampling, nets);
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
    if (mutants.count < fewestRoots) {
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
  const state: GraphState = {
    ...plain,
    near: sharedWork((asking) => nearSpace(embedding, directions, { ordinary: learnt, seed, job: asking })),
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

const firstNodes = (roots: RootSet): Int32Array =>
  Int32Array.from({ length: roots.count }, (_, i) => roots.node[roots.nodeStart[i]!]!);
