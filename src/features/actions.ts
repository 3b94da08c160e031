import { scalar, texts } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import { statements } from "../db/statements.ts";
import { type Job, quietJob } from "../lib/job.ts";
import actionsSql from "./actions.sql?raw";
import foldPartSql from "./fold-part.sql?raw";
import forgetFoldingSql from "./forget-folding.sql?raw";
import numberActionsSql from "./number-actions.sql?raw";
import replaceActionsSql from "./replace-actions.sql?raw";

const filled = (sql: string, values: Readonly<Record<string, string | number>>): string =>
  sql.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

const startFolding = `create or replace temporary table folded (actor integer, type integer, start timestamp, "end" timestamp, n integer, event integer);
create or replace temporary table first_events (event integer, first integer);
create or replace table incoming_actions as select * from actions limit 0`;

/** The last starts of about equally large ranges of time, the very last among them. */
async function limits(db: Database, parts: number, signal: AbortSignal): Promise<readonly string[]> {
  const shares = Array.from({ length: parts }, (_, i) => (i + 1) / parts).join(", ");
  const found = await db.query(
    `select distinct "limit"::varchar as "limit" from (select unnest(quantile_disc(start, [${shares}])) as "limit" from folded) where "limit" is not null order by 1`,
    signal,
  );
  return texts(found, "limit");
}

/**
 * Folds `events` into `actions` and `action_refs`, and writes each event's action (METHODS 1). Actions are dense from 0, in
 * the order of their start, then of their first event; their references are those of that event.
 *
 * @param gapSeconds the longest pause within an action
 * @param eventsAtOnce bounds the memory of a tenant of any size; it changes nothing else
 * @returns the number of actions
 * @throws Cancelled, with all tables as they were
 */
export async function buildActions(
  db: Database,
  {
    gapSeconds = 300,
    eventsAtOnce = 1_000_000,
    job = quietJob(),
  }: { gapSeconds?: number; eventsAtOnce?: number; job?: Job } = {},
): Promise<number> {
  const { signal } = job;
  const gap = Math.max(0, Math.round(gapSeconds));
  const events = scalar(await db.query("select count(*)::integer from events"));
  const parts = Math.max(1, Math.ceil(events / eventsAtOnce));
  const folding = Array.from({ length: parts }, (_, part) => statements(filled(foldPartSql, { gap, parts, part })));
  const writing = statements(actionsSql);
  const total = folding.flat().length + parts + writing.length;
  let done = 0;
  const step = async (sql: string) => {
    job.report({ stage: "Folding events into actions", done: done++, total, unit: "steps" });
    await db.execute(sql, signal);
  };
  try {
    await db.run(startFolding, signal);
    for (const sql of folding.flat()) await step(sql);
    let from = "null::timestamp";
    let next = 0;
    for (const limit of await limits(db, parts, signal)) {
      const to = `timestamp '${limit}'`;
      await step(filled(numberActionsSql, { next, from, to }));
      next = scalar(await db.query("select count(*)::integer from incoming_actions"));
      from = to;
    }
    for (const sql of writing) await step(sql);
    await db.run(replaceActionsSql);
    return next;
  } catch (error) {
    // Where no transaction is open there is nothing to roll back, and DuckDB says so.
    await db.run("rollback").catch(() => undefined);
    await db.run(forgetFoldingSql).catch(() => undefined);
    throw error;
  }
}
