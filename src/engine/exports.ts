import { texts } from "../db/columns.ts";
import { isoDay } from "../features/calendar.ts";
import type { Calendar } from "../features/cells.ts";
import { toCsv } from "../lib/csv.ts";
import { rank } from "../ranking/fuse.ts";
import { rankCases } from "../ranking/queue.ts";
import type { CaseSummary, CsvOptions } from "./api.ts";
import type { Detection } from "./detection.ts";
import type { Tenant } from "./tenant.ts";

type Row = readonly (string | number | null)[];

/** `scores.csv`: one row for every scored user-day (each detector, and fused) and every scored root action. */
export async function scoresCsv(
  tenant: Tenant,
  detections: readonly Detection[],
  options?: CsvOptions,
): Promise<string> {
  const header = ["detector", "actor", "day", "action_id", "score", "p_value", "rank"];
  const first = detections[0];
  if (!first) return toCsv(header, []);
  const ids = await rootIds(tenant);
  const { actors, calendar } = first.features;
  const dayNames = Array.from(calendar.days, isoDay);
  const alike = detections.filter(({ features }) => isSameWindow(features.calendar, calendar));
  function* rows(): Generator<Row> {
    for (const { ranked } of alike) {
      for (const { name, scores, p } of ranked) {
        const ranks = rank(p, scores.score);
        for (let i = 0; i < p.length; i++) {
          const action = scores.action[i]!;
          const id = action < 0 ? null : (ids.get(action) ?? String(action));
          yield [name, actors[scores.actor[i]!]!, dayNames[scores.day[i]!]!, id, scores.score[i]!, p[i]!, ranks[i]!];
        }
      }
    }
    const fused = rankCases({
      detectors: alike.flatMap(({ ranked }) => ranked),
      budget: Number.POSITIVE_INFINITY,
    });
    for (const { actor, day, p, rank: place } of fused)
      yield ["fused", actors[actor]!, dayNames[day]!, null, -Math.log10(p), p, place];
  }
  return toCsv(header, rows(), options);
}

const isSameWindow = (a: Calendar, b: Calendar): boolean =>
  a.days.length === b.days.length && a.scored.from === b.scored.from && a.scored.to === b.scored.to;

async function rootIds(tenant: Tenant): Promise<Map<number, string>> {
  const table = await tenant.db.query(
    "select cast(a.action as varchar) as action, i.id from actions a join types t on t.id = a.type and t.root join event_ids i on i.event = a.event",
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
