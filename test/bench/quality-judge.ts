import type { GraphResult } from "../../src/detectors/graph/run.ts";
import { scoreGraph } from "../../src/detectors/graph/score.ts";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import type { Scores } from "../../src/detectors/scores.ts";
import { subspaceAxis } from "../../src/detectors/subspace/axis.ts";
import { scoreSubspace } from "../../src/detectors/subspace/score.ts";
import { dayEnds } from "../../src/features/action-days.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import type { Judged, Judgement } from "../../src/ranking/evaluate.ts";
import type { RankedDetector } from "../../src/ranking/user-days.ts";

/** Days of history that everything is judged by. */
export const history = 30;

const ranked = (scores: Scores): RankedDetector => ({ name: scores.detector, scores, p: calibrate(scores) });

/** The graph detector with the given weights of mutations, all else at its default. */
export const runGraph = (
  { features: { calendar }, graph }: Judged,
  mutations: Readonly<Record<string, number>>,
  seed: number,
): Promise<GraphResult> =>
  scoreGraph({
    graph: graph!.actions,
    day: graph!.day,
    scored: calendar.scored,
    dayEnds: dayEnds(calendar.days, calendar.zone),
    settings: { history, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations, seed },
    interesting: new Int32Array(),
  });

/** All detectors with their defaults. */
export async function judge({ features, graph }: Judged): Promise<RankedDetector[]> {
  const job = quietJob();
  const profile = await scoreProfile(features, { history }, { job });
  const subspace = await scoreSubspace(subspaceAxis(features).features, { history }, { device: null, job });
  const detectors = [profile.scores, subspace.scores];
  if (graph) {
    const { smr } = await runGraph({ features, graph }, {}, 7);
    if (smr.score.length > 0) detectors.push(smr);
  }
  return detectors.map(ranked);
}

/** What a naive per-user SVD of counts by type would say: the error itself, by nobody's own measure. */
async function naive({ features }: Judged): Promise<RankedDetector> {
  const plain = await scoreSubspace(
    subspaceAxis(features, "type").features,
    { history, energy: 0.9 },
    { device: null, job: quietJob() },
  );
  return ranked({ ...plain.scores, detector: "SVD residual", score: plain.perUserDay.spe });
}

/** All detectors, and the naive baseline beside them. */
export const judgeBesideNaive = async (judged: Judged): Promise<Judgement> => ({
  detectors: await judge(judged),
  baselines: [await naive(judged)],
});
