import { tableFromArrays, tableToIPC } from "apache-arrow";
import { type Database, quoteName, quoteText } from "../db/database.ts";
import { thinWindow } from "../features/thin-window.ts";
import { breathe, type Job } from "../lib/job.ts";
import { rank } from "../ranking/fuse.ts";
import type { DetectorResult } from "./api/detectors.ts";
import type { Detection } from "./detection.ts";
import scoreTable from "./score-table.sql?raw";
import { tableInfo } from "./tables.ts";

const incoming = "incoming_scores";

/** Stores a detection's scores as the table that its cell is named after: detector, actor, day, action, score, p, rank. @throws Cancelled */
export async function storeScores(
  db: Database,
  detection: Detection,
  { started, job }: { readonly started: number; readonly job: Job },
): Promise<DetectorResult> {
  const { name, detector, ranked, features } = detection;
  const join = <T extends Int32Array | Float64Array>(
    make: (n: number) => T,
    pick: (one: Detection["ranked"][number]) => T,
  ): T => {
    const out = make(ranked.reduce((sum, { p }) => sum + p.length, 0));
    let at = 0;
    for (const one of ranked) {
      out.set(pick(one), at);
      at += one.p.length;
    }
    return out;
  };
  const whole = (n: number) => new Int32Array(n);
  const real = (n: number) => new Float64Array(n);
  job.report({ stage: "Storing the scores", done: 0, total: 0, unit: "rows" });
  await breathe(job);
  const table = tableFromArrays({
    ranking: join(whole, ({ p, name: one }) =>
      new Int32Array(p.length).fill(ranked.findIndex((other) => other.name === one)),
    ),
    actor: join(whole, ({ scores }) => scores.actor),
    day: join(whole, ({ scores }) => scores.day.map((day) => features.calendar.days[day]!)),
    action: join(whole, ({ scores }) => scores.action),
    score: join(real, ({ scores }) => scores.score),
    p: join(real, ({ p }) => p),
    rank: join(whole, ({ p, scores }) => rank(p, scores.score)),
  });
  await db.query(`drop table if exists ${incoming}`);
  await db.insertArrow(incoming, tableToIPC(table, "stream"));
  const names = ranked.map(({ name: one }) => quoteText(one)).join(", ");
  const create = scoreTable.replace("{table}", () => quoteName(name)).replace("{names}", () => names || "''");
  try {
    await db.execute(create, job.signal);
  } finally {
    await db.query(`drop table ${incoming}`);
  }
  const info = await tableInfo(db, name, started);
  const first = ranked[0]!;
  const thin = thinWindow(features.calendar);
  return {
    name,
    detector,
    backend: first.scores.backend,
    milliseconds: performance.now() - started,
    items: first.p.length,
    null: first.scores.null.length,
    unscored: first.scores.unscored,
    finding: findingOf(detector, first.p),
    ...(thin ? { thin } : {}),
    facts: detection.facts ?? [],
    table: info,
  };
}

function findingOf(detector: Detection["detector"], p: Float64Array): string {
  const rare = p.reduce((count, value) => count + (value < 0.001 ? 1 : 0), 0).toLocaleString("en-US");
  const all = p.length.toLocaleString("en-US");
  if (p.length === 0) return "Nothing could be scored.";
  if (detector === "profile")
    return `${rare} of ${all} user-days are like neither their user nor the tenant (p < 0.001)`;
  if (detector === "subspace")
    return `${rare} of ${all} user-days lie beyond what their own month explains (p < 0.001)`;
  return `${rare} of ${all} root actions lack the context that such actions have (p < 0.001)`;
}
