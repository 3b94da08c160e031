import { scalar } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import actionsSql from "./actions.sql?raw";

/**
 * Folds `events` into `actions` and `action_refs`, and writes each event's action (METHODS 1). Actions are dense from 0, in
 * the order of their start, then of their first event; their references are those of that event.
 *
 * @param gapSeconds the longest pause within an action
 * @returns the number of actions
 */
export async function buildActions(db: Database, { gapSeconds = 300 } = {}): Promise<number> {
  await db.run(actionsSql.replaceAll("{gap}", String(Math.max(0, Math.round(gapSeconds)))));
  return scalar(await db.query("select count(*)::integer from actions"));
}
