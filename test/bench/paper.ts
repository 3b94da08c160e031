import { parseArgs } from "node:util";
import type { ActionGraph } from "../../src/detectors/graph/graph.ts";
import { rankNearest } from "../../src/detectors/graph/rank-nearest.ts";
import { scoreGraph } from "../../src/detectors/graph/score.ts";
import type { Scores } from "../../src/detectors/scores.ts";
import { quietJob } from "../../src/lib/job.ts";
import { auditTable, drawAtRandom, firstOf } from "../../src/ranking/audit-table.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import { ownPeak } from "./memory.mjs";
import { paperDesk } from "./paper-desk.ts";

const k = 50;

/** What finds bad roots without a model: those whose customer nobody has served for the longest time. */
function longestUnserved(graph: ActionGraph, actions: Int32Array): Float64Array {
  const before = new Float64Array(graph.nodeCount).fill(-Infinity);
  const quiet = new Float64Array(graph.actionCount);
  for (let action = 0; action < graph.actionCount; action++) {
    for (let ref = graph.refStart[action]! + 1; ref < graph.refStart[action + 1]!; ref++) {
      if (graph.refSubject[ref] === 0) continue;
      const node = graph.refNode[ref]!;
      quiet[action] = graph.start[action]! - before[node]!;
      before[node] = graph.start[action]!;
    }
  }
  return Float64Array.from(actions, (action) => quiet[action]!);
}

interface Spread {
  readonly draws: number;
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    draws: values.length,
    mean,
    deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

/** The paper's audit on the support desk of one seed, with the generator's truth as the auditor. */
async function audit(seed: number, { agents, draws }: { agents: number; draws: number }) {
  const desk = await paperDesk({ seed, agents, rootsPerWeek: Math.round((95_000 * agents) / 3100) });
  const { graph, day, dayEnds, scored, bad, seconds } = desk;
  const settings = { history: 30, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations: {}, seed };
  const started = performance.now();
  const { smr, state } = await scoreGraph({
    graph,
    day,
    scored,
    dayEnds,
    settings,
    interesting: new Int32Array(),
  });
  const graphSeconds = (performance.now() - started) / 1000;
  const isBad = (action: number): boolean => bad[action] !== 0;
  const worth = ({ action }: Pick<Scores, "action">, places: Int32Array): number =>
    places.filter((place) => isBad(action[place]!)).length;

  const asked = performance.now();
  await state.near(quietJob());
  const nearSeconds = (performance.now() - asked) / 1000;
  const known = smr.action.filter(isBad);
  const smrP = calibrate(smr);
  const rerank: number[] = [];
  const found: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const interesting = drawAtRandom(known.length, { k: 2, seed: 1000 * seed + draw }).map((i) => known[i]!);
    await rankNearest(state, interesting.subarray(0, 1));
    const before = performance.now();
    const nn = await rankNearest(state, interesting);
    if (!nn) continue;
    const detectors = [smr, nn].map((scores) => ({
      name: scores.detector,
      scores,
      p: scores === smr ? smrP : calibrate(scores),
    }));
    rankCases({ detectors, budget: k });
    rerank.push(performance.now() - before);
    found.push(worth(nn, firstOf(nn.score, k)));
  }
  const random = worth(smr, drawAtRandom(smr.action.length, { k, seed }));
  return {
    seed,
    actions: graph.actionCount,
    roots: smr.action.length,
    bad: known.length,
    seconds: { ...seconds, detector: graphSeconds },
    rerankMs: middle(rerank),
    nearSeconds,
    peakBytes: ownPeak(),
    nn: spreadOf(found),
    table: auditTable([
      { method: "NN, handcrafted, 2 known", k, worth: middle(found) },
      { method: "SMR, handcrafted", k, worth: worth(smr, firstOf(smr.score, k)) },
      { method: "one rule, longest unserved", k, worth: worth(smr, firstOf(longestUnserved(graph, smr.action), k)) },
      { method: "random", k, worth: random },
    ]),
  };
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    agents: { type: "string", default: "3100" },
    draws: { type: "string", default: "12" },
  },
});
const run = await audit(Number(values.seed), { agents: Number(values.agents), draws: Number(values.draws) });
console.log(JSON.stringify(run));
