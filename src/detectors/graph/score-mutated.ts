import { type Job, quietJob } from "../../lib/job.ts";
import { conformalP } from "../../lib/statistics.ts";
import { sampleContexts } from "./contexts.ts";
import { joinRows } from "./embedding.ts";
import { mutateSample } from "./mutate-sample.ts";
import type { ContextSampler, GraphResult } from "./run.ts";
import { againstOwnHistory, applySmr } from "./smr.ts";

/** Natural roots of the window and mutated ones, ranked by classifiers that learnt from neither. */
export interface MutatedScores {
  readonly score: Float64Array;
  /** Conformal p against the run's own null. */
  readonly p: Float64Array;
  /** 1 where the root is mutated. */
  readonly positive: Uint8Array;
}

/**
 * Ranks mutated roots of one class among the window's natural ones by a run's classifiers (METHODS, 8). A class that the run did not learn from
 * tells what is found that nobody thought of.
 * @param kind name of the mutation
 * @returns null where the run has no classifiers, or the mutation fits no root of the window
 */
export async function scoreMutated(
  { state, smr, fit }: GraphResult,
  kind: string,
  { seed, most = 300, job = quietJob(), sample }: { seed: number; most?: number; job?: Job; sample?: ContextSampler },
): Promise<MutatedScores | null> {
  const { graph, day, pool, embedder, embedding, sampling } = state;
  if (!fit?.smr || pool.scored.length === 0) return null;
  const until = day.indexOf(day[pool.scored[0]!]!);
  const { roots } = mutateSample(graph, pool.scored, { [kind]: 1 }, { seed, most, until });
  if (roots.count === 0) return null;
  const stage = `Roots mutated by ${kind}`;
  const contexts = await (sample
    ? sample(roots, sampling, stage)
    : sampleContexts(graph, roots, sampling, { job, stage }));
  const mutated = await embedder.embed(roots, contexts, { job, stage });
  const natural = state.action;
  const all = {
    embedding: joinRows(embedding, mutated),
    actor: Int32Array.from({ length: natural.length + roots.count }, (_, i) =>
      i < natural.length ? graph.actor[natural[i]!]! : roots.node[roots.nodeStart[i - natural.length]!]!,
    ),
    type: Int32Array.from({ length: natural.length + roots.count }, (_, i) =>
      i < natural.length ? graph.type[natural[i]!]! : roots.type[i - natural.length]!,
    ),
  };
  const history = pool.history.length;
  const days = Int32Array.from(all.actor, (_, i) => day[natural[i] ?? pool.scored[0]!]!);
  const score = againstOwnHistory(applySmr(fit.smr, all), { ...all, day: days, history }).subarray(history);
  const calm = smr.null.slice().sort();
  return {
    score,
    p: score.map((value) => conformalP(calm, value)),
    positive: Uint8Array.from(score, (_, i) => (i < pool.scored.length ? 0 : 1)),
  };
}
