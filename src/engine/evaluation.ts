import { tableFromArrays, tableToIPC } from "apache-arrow";
import { quoteName } from "../db/database.ts";
import type { Training } from "../detectors/graph/embedder.ts";
import type { GraphResult } from "../detectors/graph/run.ts";
import { scoreGraph } from "../detectors/graph/score.ts";
import { scoreProfile } from "../detectors/profile/profile.ts";
import type { Scores } from "../detectors/scores.ts";
import { hasAxis, subspaceAxis } from "../detectors/subspace/axis.ts";
import { scoreSubspace } from "../detectors/subspace/score.ts";
import { dayEnds } from "../features/action-days.ts";
import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { calibrate } from "../ranking/calibrate.ts";
import { type Evaluation, evaluateMutations, evaluateSwitch, type Judge, type Judged } from "../ranking/evaluate.ts";
import { type Measured, meanAndSpread } from "../ranking/measure.ts";
import type { RankedDetector } from "../ranking/user-days.ts";
import type { EvaluateSettings, GraphSettings } from "./api/detectors.ts";
import type { TableInfo } from "./api/tables.ts";
import type { Backends, Detection } from "./detection.ts";
import { tableInfo } from "./tables.ts";
import type { Tenant } from "./tenant.ts";

/** A graph cell's settings, and the embedding that it trained or was given: its history ends before anything is injected. */
interface GraphCell {
  readonly settings: GraphSettings;
  readonly trained: Training | null;
}

const graphCell = ({ graphSettings, graph }: Detection): GraphCell | null =>
  graphSettings && graph ? { settings: graphSettings, trained: graph.embedder.training } : null;

function runGraph(
  { features: { calendar }, graph }: Judged,
  { settings, trained }: GraphCell,
  { device, pool }: Backends,
  job: Job,
): Promise<GraphResult> {
  const { actions, day } = graph!;
  return scoreGraph(
    {
      graph: actions,
      day,
      scored: calendar.scored,
      dayEnds: dayEnds(calendar.days, calendar.zone),
      settings,
      interesting: new Int32Array(),
    },
    {
      job,
      sample: pool.sampler(actions, job),
      ...(trained ? { trained, nets: pool.nets(actions, job, device) } : {}),
      ...pool.trainer(),
    },
  );
}

/** The detectors of these detections with their settings, to be run on what something was injected into. */
function judgeOf(detections: readonly Detection[], backends: Backends): Judge {
  const { device, pool } = backends;
  return async ({ features, graph, switchCells }, job) => {
    const detectors: RankedDetector[] = [];
    for (const detection of detections) {
      const { name, profileSettings, subspace, ranked } = detection;
      const cell = graphCell(detection);
      const rankedAs = (scores: Scores): RankedDetector => ({ name: ranked[0]!.name, scores, p: calibrate(scores) });
      job.report({ stage: `${name}, on injected days`, done: 0, total: 0, unit: "users" });
      if (profileSettings) {
        const { scores } = await scoreProfile(features, profileSettings, { job, device, workers: pool.identity(job) });
        detectors.push(rankedAs(scores));
      } else if (subspace) {
        const { axis } = subspace.settings;
        const vectors = hasAxis(features, axis)
          ? subspaceAxis(features, axis).features
          : { ...subspace.features, cells: switchCells(subspace.features.cells) };
        const run = { device, workers: pool.subspace(), job };
        const { scores } = await scoreSubspace(vectors, subspace.settings, run);
        detectors.push(rankedAs(scores));
      } else if (cell && graph) {
        const { smr } = await runGraph({ features, graph }, cell, backends, job);
        if (smr.score.length > 0) detectors.push(rankedAs(smr));
      }
    }
    return { detectors };
  };
}

/** "What would I have caught?" on the tenant itself: nothing that is injected is kept. @throws Cancelled, UserError */
export async function evaluateDetections(
  detections: readonly Detection[],
  { pairs, before, draws, mutations, seed }: EvaluateSettings,
  backends: Backends,
  job: Job,
): Promise<Evaluation> {
  const first = detections[0];
  if (!first) throw new UserError("There is no detector to evaluate.", { next: "Run a detector cell above this one." });
  const graph = detections.find((detection) => detection.graph)?.graph;
  const judged = { features: first.features, graph: graph ? { actions: graph.graph, day: graph.day } : null };
  const seedsOf = (n: number) => Array.from({ length: n }, (_, draw) => seed + draw);
  const evaluation = await evaluateSwitch(
    judged,
    judgeOf(detections, backends),
    { pairs, before, seeds: seedsOf(draws) },
    job,
  );
  if (evaluation.pairs === 0)
    throw new UserError(`No two users have ${before} active days of history and one in the window.`, {
      next: "Ask for fewer days with before, or choose another window in the detector cells.",
    });
  const own = detections.map(graphCell).find((cell) => cell !== null);
  if (!own || !judged.graph || mutations === 0) return evaluation;
  const run = (weights: Readonly<Record<string, number>>, given: number) => {
    const settings = { ...own.settings, mutations: { ...own.settings.mutations, ...weights }, seed: given };
    return runGraph(judged, { ...own, settings }, backends, job);
  };
  const sample = backends.pool.sampler(judged.graph.actions, job);
  const mutated = await evaluateMutations(run, { seeds: seedsOf(mutations), sample }, job);
  return { ...evaluation, findings: [...evaluation.findings, ...mutated] };
}

/** Columns of the table that an evaluation is stored as, in shares from 0 to 1. */
const columns: Readonly<Record<string, (measured: Measured) => number>> = {
  auc: ({ auc }) => auc,
  recall_at_01_percent: ({ recall }) => recall.at01,
  recall_at_1_percent: ({ recall }) => recall.at1,
  recall_at_5_percent: ({ recall }) => recall.at5,
  base_rate: ({ baseRate }) => baseRate,
  precision_at_50: ({ first }) => first.share,
  precision_low: ({ first }) => first.low,
  precision_high: ({ first }) => first.high,
  alarms_at_1_percent: ({ alarms }) => alarms.at1,
  alarms_at_01_percent: ({ alarms }) => alarms.at01,
};

/** Stores an evaluation as the table that its cell is named after: a row a ranking, each measure's mean over the draws and its standard deviation. */
export async function storeEvaluation(
  { db }: Tenant,
  name: string,
  { findings, userDays }: Evaluation,
  started: number,
): Promise<TableInfo> {
  const rankings = [...new Set(findings.map(({ ranking }) => ranking))];
  const draws = new Set(findings.map(({ seed }) => seed)).size;
  const measures = Object.entries(columns).flatMap(([column, value]) => {
    const found = rankings.map((ranking) =>
      meanAndSpread(findings.filter((one) => one.ranking === ranking).map(({ measured }) => value(measured))),
    );
    return [
      [column, Float64Array.from(found, ({ mean }) => mean)],
      [`${column}_sd`, Float64Array.from(found, ({ spread }) => spread)],
    ] as const;
  });
  const table = tableFromArrays({
    ranking: rankings,
    injected_user_days: Int32Array.from(rankings, () => Math.round(userDays / draws)),
    draws: Int32Array.from(rankings, () => draws),
    ...Object.fromEntries(measures),
  });
  await db.query(`drop table if exists ${quoteName(name)}`);
  await db.insertArrow(name, tableToIPC(table, "stream"));
  return tableInfo(db, name, started);
}
