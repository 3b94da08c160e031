import { scalar } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import actionsSql from "./actions.sql?raw";
import foldPartSql from "./fold-part.sql?raw";

/**
 * Folds `events` into `actions` and `action_refs`, and writes each event's action (METHODS 1). Actions are dense from 0, in
 * the order of their start, then of their first event; their references are those of that event.
 *
 * @param gapSeconds the longest pause within an action
 * @param eventsAtOnce bounds the memory of a tenant of any size; it changes nothing else
 * @returns the number of actions
 */
export async function buildActions(db: Database, { gapSeconds = 300, eventsAtOnce = 1_000_000 } = {}): Promise<number> {
  const gap = Math.max(0, Math.round(gapSeconds));
  const events = scalar(await db.query("select count(*)::integer from events"));
  const parts = Math.max(1, Math.ceil(events / eventsAtOnce));
  await db.run(`create or replace temporary table folded (actor integer, type integer, start timestamp, "end" timestamp, n integer, event integer);
create or replace temporary table first_events (event integer, first integer)`);
  for (let part = 0; part < parts; part++) {
    await db.run(foldPartSql.replace(/\{(gap|parts|part)\}/g, (_, name: string) => String({ gap, parts, part }[name])));
  }
  await db.run(actionsSql);
  return scalar(await db.query("select count(*)::integer from actions"));
}
