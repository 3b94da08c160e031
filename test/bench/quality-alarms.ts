import { doubles, ints } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";
import { isoDay } from "../../src/features/calendar.ts";
import daysOf from "../../src/features/days.sql?raw";
import { makeLocalEvents } from "../../src/features/local-events.ts";
import { fuse } from "../../src/ranking/fuse.ts";
import { actorCount } from "../../src/ranking/queue.ts";
import { type RankedDetector, userDaysOf } from "../../src/ranking/user-days.ts";
import { history } from "./quality-judge.ts";

/** Days of a scored window, the default's. */
const windowDays = 7;
const mostWindows = 20;
/** A week with a smaller share of the busiest week's events is the log's beginning or end. */
const leastShare = 0.25;

/** A scored window of a log, in ISO local days. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** What one ranking raised among the user-days of one window. */
export interface Raised {
  readonly ranking: string;
  readonly judged: number;
  /** User-days at or under a p of 1 % and of 0.1 %. */
  readonly at1: number;
  readonly at01: number;
}

/** Disjoint weeks of a log that have a whole history before them, evenly spread over it. */
export async function calmWindows(db: Database, zone: string): Promise<Window[]> {
  await makeLocalEvents({ query: (sql) => db.query(sql), execute: (sql) => db.run(sql) }, zone);
  const table = await db.query(daysOf);
  const [days, events] = [ints(table, "day"), doubles(table, "n")];
  const weeks: { from: string; to: string; events: number }[] = [];
  for (let at = days.length - windowDays; at >= history; at -= windowDays)
    weeks.unshift({
      from: isoDay(days[at]!),
      to: isoDay(days[at + windowDays - 1]!),
      events: events.subarray(at, at + windowDays).reduce((sum, n) => sum + n, 0),
    });
  const busiest = Math.max(...weeks.map((week) => week.events));
  const full = weeks.filter((week) => week.events >= leastShare * busiest);
  const step = Math.max(1, full.length / mostWindows);
  return Array.from({ length: Math.min(mostWindows, full.length) }, (_, i) => full[Math.floor(i * step)]!);
}

/** Counts what each detector and all together raise; `isLeftOut` names user-days that something is known to be hidden in. */
export function countRaised(
  detectors: readonly RankedDetector[],
  isLeftOut: (actor: number, day: number) => boolean = () => false,
): Raised[] {
  const actors = actorCount(detectors);
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const together = { name: "fused", ...fuse(columns, actors) };
  return [...columns, together].map(({ name, key, p }) => {
    const kept = p.filter((_, i) => !isLeftOut(key[i]! % actors, Math.floor(key[i]! / actors)));
    const raised = (nominal: number) => kept.reduce((sum, value) => sum + (value <= nominal ? 1 : 0), 0);
    return { ranking: name, judged: kept.length, at1: raised(0.01), at01: raised(0.001) };
  });
}

/** The share that a ranking raised over all windows, as a table in Markdown. */
export function alarmsTable(windows: readonly (readonly Raised[])[]): string {
  const rankings = [...new Set(windows.flatMap((rows) => rows.map(({ ranking }) => ranking)))];
  const percent = (share: number) => (100 * share).toFixed(2);
  const rows = rankings.map((ranking) => {
    const own = windows.flatMap((found) => found.filter((row) => row.ranking === ranking && row.judged > 0));
    const sum = (pick: (row: Raised) => number) => own.reduce((total, row) => total + pick(row), 0);
    const judged = sum((row) => row.judged);
    const shares = own.map((row) => row.at1 / row.judged);
    const range = `${percent(Math.min(...shares))}–${percent(Math.max(...shares))}`;
    return `| ${ranking} | ${judged.toLocaleString("en")} | ${percent(sum((row) => row.at1) / judged)} % | ${range} % | ${percent(sum((row) => row.at01) / judged)} % |`;
  });
  return [
    "| nothing injected | user-days | p ≤ 1 % | by week | p ≤ 0.1 % |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}
