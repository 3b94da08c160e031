import { texts } from "../db/columns.ts";
import { isoDay } from "../features/calendar.ts";
import type { Calendar } from "../features/cells.ts";
import { type CsvRow, csvLine, toCsv } from "../lib/csv.ts";
import { breathe, type Job, quietJob } from "../lib/job.ts";
import { rank } from "../ranking/fuse.ts";
import { rankCases } from "../ranking/queue.ts";
import type { CaseSummary } from "./api/cases.ts";
import type { CsvOptions } from "./api/exports.ts";
import type { Detection } from "./detection.ts";
import type { Tenant } from "./tenant.ts";

const linesAtOnce = 10_000;

/** `scores.csv`: one row for every scored user-day (each detector, and fused) and every scored root action. @throws Cancelled */
export async function scoresCsv(
  tenant: Tenant,
  detections: readonly Detection[],
  options?: CsvOptions,
  job = quietJob(),
): Promise<string> {
  const header = ["detector", "actor", "day", "action_id", "score", "p_value", "rank"];
  const first = detections[0];
  if (!first) return toCsv(header, []);
  const report = (done: number, total: number) =>
    job.report({ stage: "Writing every score", done, total, unit: "rows" });
  report(0, 0);
  const ids = await rootIds(tenant, job);
  const { actors, calendar } = first.features;
  const dayNames = Array.from(calendar.days, isoDay);
  const alike = detections.filter(({ features }) => isSameWindow(features.calendar, calendar));
  const detectors = alike.flatMap(({ ranked }) => ranked);
  await breathe(job);
  const fused = rankCases({ detectors, budget: Number.POSITIVE_INFINITY });
  function* rows(): Generator<CsvRow> {
    for (const { name, scores, p } of detectors) {
      const ranks = rank(p, scores.score);
      for (let i = 0; i < p.length; i++) {
        const action = scores.action[i]!;
        const id = action < 0 ? null : (ids.get(action) ?? String(action));
        yield [name, actors[scores.actor[i]!]!, dayNames[scores.day[i]!]!, id, scores.score[i]!, p[i]!, ranks[i]!];
      }
    }
    for (const { actor, day, p, score, rank: place } of fused)
      yield ["fused", actors[actor]!, dayNames[day]!, null, score, p, place];
  }
  const total = detectors.reduce((sum, { p }) => sum + p.length, fused.length);
  const lines = [csvLine(header, options)];
  for (const row of rows()) {
    if (lines.length % linesAtOnce === 0) {
      report(lines.length, total);
      await breathe(job);
    }
    lines.push(csvLine(row, options));
  }
  return `${lines.join("\n")}\n`;
}

const isSameWindow = (a: Calendar, b: Calendar): boolean =>
  a.days.length === b.days.length && a.scored.from === b.scored.from && a.scored.to === b.scored.to;

async function rootIds(tenant: Tenant, { signal }: Job): Promise<Map<number, string>> {
  const table = await tenant.db.query(
    "select cast(a.action as varchar) as action, i.id from actions a join types t on t.id = a.type and t.root join event_ids i on i.event = a.event",
    signal,
  );
  const ids = texts(table, "id");
  return new Map(texts(table, "action").map((action, i) => [Number(action), ids[i]!]));
}

/** `cases.csv`: the queue, each case with the detectors that find it unusual (p at most 1 %, or the least that there is). */
export function casesCsv(cases: readonly CaseSummary[], options?: CsvOptions): string {
  const rows = cases.map(({ rank: place, actor, day, actionId, p, opinions, headline }) => {
    const least = Math.min(...opinions.map((opinion) => opinion.p ?? 1));
    const detectors = opinions.filter((opinion) => opinion.p !== null && opinion.p <= Math.max(0.01, least));
    return [place, actor, day, actionId, p, detectors.map(({ detector }) => detector).join(" "), headline];
  });
  return toCsv(["rank", "actor", "day", "action_id", "p_value", "detectors", "headline"], rows, options);
}
