import type { Database } from "../../src/db/database.ts";
import type { PlantedInsider } from "../../src/demo/insider.ts";
import { readActionGraph } from "../../src/detectors/graph/read.ts";
import { actionDays } from "../../src/features/action-days.ts";
import { isoDay } from "../../src/features/calendar.ts";
import type { TenantFeatures } from "../../src/features/cells.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { quietJob } from "../../src/lib/job.ts";
import { evaluateMutations, evaluateSwitch, type Finding, type Judged } from "../../src/ranking/evaluate.ts";
import { type Measured, meanAndSpread } from "../../src/ranking/measure.ts";
import { alarmsTable, calmWindows, countRaised, type Raised } from "./quality-alarms.ts";
import { history, judge, judgeBesideNaive, runGraph } from "./quality-judge.ts";
import { type QualityTenant, qualityTenants } from "./quality-tenants.ts";

const job = quietJob();

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
  const dates = Array.from(calendar.days, isoDay);
  const hidden = new Set(
    planted.flatMap((one) => one.actors.flatMap((actor) => one.days.map((day) => `${actor} ${day}`))),
  );
  return (actor: number, day: number): boolean => hidden.has(`${actors[actor]} ${dates[day]}`);
}

async function readWindow(
  db: Database,
  { zone, from, to }: Pick<QualityTenant, "zone" | "from" | "to">,
): Promise<Judged> {
  const features = await readFeatures(db, { zone, from, to, history });
  const actions = await readActionGraph(db);
  const day = actionDays(actions.start, zone, features.calendar.days);
  return { features, graph: actions.rootType.includes(1) ? { actions, day } : null };
}

/** What is raised in weeks in which nothing was injected. */
async function measureCalm(db: Database, { zone }: QualityTenant, planted: readonly PlantedInsider[]): Promise<string> {
  const windows: Raised[][] = [];
  for (const window of await calmWindows(db, zone)) {
    const judged = await readWindow(db, { zone, ...window });
    windows.push(countRaised(await judge(judged), plantedDays(judged.features, planted)));
  }
  return `Nothing injected, ${windows.length} weeks, each judged by what came before it\n\n${alarmsTable(windows)}`;
}

async function measureTenant(tenant: QualityTenant, seeds: readonly number[]): Promise<string> {
  const opened = await tenant.open();
  if (!opened) return `**${tenant.name}** is not there: skipped.`;
  const { db, planted } = opened;
  const judged = await readWindow(db, tenant);
  const { findings, pairs, userDays } = await evaluateSwitch(
    judged,
    judgeBesideNaive,
    { ...tenant, seeds, isPlanted: plantedDays(judged.features, planted) },
    job,
  );
  const { from, to } = judged.features.calendar.scored;
  const per = (sum: number, digits: number) => (sum / seeds.length).toFixed(digits);
  const title = [
    `**${tenant.name}**: ${per(pairs, 1)} pairs of users swapped`,
    `${per(userDays, 0)} user-days of theirs among those of ${to - from + 1} days`,
    ...(planted.length > 0 ? ["planted insiders left out"] : []),
  ].join(", ");
  const parts = [
    `${title}; mean ± standard deviation over ${seeds.length} draws`,
    tableOf("user switch", findings),
    await measureCalm(db, tenant, planted),
  ];
  const mutated = judged.graph
    ? await evaluateMutations(
        (weights, seed) => runGraph(judged, weights, seed),
        { seeds: seeds.slice(0, tenant.mutated) },
        job,
      )
    : [];
  if (mutated.length > 0)
    parts.push(
      `Roots mutated, one class at a time, among the window's own roots, ranked by graph-smr; over ${tenant.mutated} draws`,
      tableOf("mutation", mutated),
    );
  return parts.join("\n\n");
}

const [names, seeds] = process.argv.slice(2);
const wanted = names ? names.split(",") : qualityTenants.map(({ name }) => name);
const draws = Array.from({ length: Number(seeds ?? 10) }, (_, i) => i + 1);
for (const tenant of qualityTenants.filter(({ name }) => wanted.includes(name))) {
  console.log(`${await measureTenant(tenant, draws)}\n`);
}
