import type { PlantedInsider } from "../../src/demo/insider.ts";
import { readActionGraph } from "../../src/detectors/graph/read.ts";
import type { GraphResult } from "../../src/detectors/graph/run.ts";
import { scoreGraph } from "../../src/detectors/graph/score.ts";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import type { Scores } from "../../src/detectors/scores.ts";
import { subspaceAxis } from "../../src/detectors/subspace/axis.ts";
import { scoreSubspace } from "../../src/detectors/subspace/score.ts";
import { actionDays, dayEnds } from "../../src/features/action-days.ts";
import type { TenantFeatures } from "../../src/features/cells.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import {
  evaluateMutations,
  evaluateSwitch,
  type Finding,
  type Judged,
  type Judgement,
} from "../../src/ranking/evaluate.ts";
import { type Measured, meanAndSpread } from "../../src/ranking/measure.ts";
import type { RankedDetector } from "../../src/ranking/user-days.ts";
import { type QualityTenant, qualityTenants } from "./quality-tenants.ts";

const history = 30;
const job = quietJob();
const ranked = (scores: Scores): RankedDetector => ({ name: scores.detector, scores, p: calibrate(scores) });

const runGraph = (
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

/** All detectors with their defaults, and what a naive per-user SVD of counts by type would say: the error itself, by nobody's own measure. */
async function judge({ features, graph }: Judged): Promise<Judgement> {
  const profile = await scoreProfile(features, { history }, { job });
  const run = { device: null, job };
  const subspace = await scoreSubspace(subspaceAxis(features).features, { history }, run);
  const plain = await scoreSubspace(subspaceAxis(features, "type").features, { history, energy: 0.9 }, run);
  const naive = { ...plain.scores, detector: "SVD residual", score: plain.perUserDay.spe };
  const detectors = [profile.scores, subspace.scores];
  if (graph) {
    const { smr } = await runGraph({ features, graph }, {}, 7);
    if (smr.score.length > 0) detectors.push(smr);
  }
  return { detectors: detectors.map(ranked), baselines: [ranked(naive)] };
}

const columns: readonly (readonly [string, (measured: Measured) => number])[] = [
  ["AUC", ({ auc }) => auc],
  ["recall at 0.1 %", ({ recall }) => recall.at01],
  ["at 1 %", ({ recall }) => recall.at1],
  ["at 5 %", ({ recall }) => recall.at5],
  ["precision of 50", ({ first }) => first.share],
  ["p ≤ 1 %", ({ alarms }) => alarms.at1],
  ["p ≤ 0.1 %", ({ alarms }) => alarms.at01],
];

function tableOf(title: string, findings: readonly Finding[]): string {
  const rankings = [...new Set(findings.map(({ ranking }) => ranking))];
  const rows = rankings.map((ranking) => {
    const own = findings.filter((finding) => finding.ranking === ranking);
    const cells = columns.map(([, value]) => {
      const { mean, spread } = meanAndSpread(own.map(({ measured }) => value(measured)));
      return Number.isNaN(mean) ? "–" : `${mean.toFixed(3)} ± ${spread.toFixed(3)}`;
    });
    return `| ${ranking} | ${cells.join(" | ")} |`;
  });
  return [
    `| ${title} | ${columns.map(([title]) => title).join(" | ")} |`,
    `| --- | ${columns.map(() => "---:").join(" | ")} |`,
    ...rows,
  ].join("\n");
}

/** Which user-days a generator hid insiders in. */
function plantedDays({ actors, calendar }: TenantFeatures, planted: readonly PlantedInsider[]) {
  const dates = Array.from(calendar.days, (day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
  const hidden = new Set(
    planted.flatMap((one) => one.actors.flatMap((actor) => one.days.map((day) => `${actor} ${day}`))),
  );
  return (actor: number, day: number): boolean => hidden.has(`${actors[actor]} ${dates[day]}`);
}

async function measureTenant(tenant: QualityTenant, seeds: readonly number[]): Promise<string> {
  const opened = await tenant.open();
  if (!opened) return `**${tenant.name}** is not there: skipped.`;
  const { db, planted } = opened;
  const features = await readFeatures(db, { zone: tenant.zone, from: tenant.from, to: tenant.to, history });
  const actions = await readActionGraph(db);
  const day = actionDays(actions.start, tenant.zone, features.calendar.days);
  const graph = actions.rootType.includes(1) ? { actions, day } : null;
  const { findings, pairs, userDays } = await evaluateSwitch(
    { features, graph },
    judge,
    { ...tenant, seeds, isPlanted: plantedDays(features, planted) },
    job,
  );
  const { from, to } = features.calendar.scored;
  const mutated = graph
    ? await evaluateMutations(
        (weights, seed) => runGraph({ features, graph }, weights, seed),
        { seeds: seeds.slice(0, tenant.mutated) },
        job,
      )
    : [];
  const classes =
    mutated.length === 0
      ? ""
      : `\n\nRoots mutated, one class at a time, among the window's own roots, ranked by graph-smr; over ${tenant.mutated} draws\n\n${tableOf("mutation", mutated)}`;
  return `**${tenant.name}**: ${(pairs / seeds.length).toFixed(1)} pairs of users swapped, ${(userDays / seeds.length).toFixed(0)} user-days of theirs among those of ${to - from + 1} days${planted.length > 0 ? ", planted insiders left out" : ""}; mean ± standard deviation over ${seeds.length} draws\n\n${tableOf("user switch", findings)}${classes}`;
}

const [names, seeds] = process.argv.slice(2);
const wanted = names ? names.split(",") : qualityTenants.map(({ name }) => name);
const draws = Array.from({ length: Number(seeds ?? 10) }, (_, i) => i + 1);
for (const tenant of qualityTenants.filter(({ name }) => wanted.includes(name))) {
  console.log(`${await measureTenant(tenant, draws)}\n`);
}
