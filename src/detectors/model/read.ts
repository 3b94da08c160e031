import { doubles, ints, texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { dayEnds } from "../../features/action-days.ts";
import { readFeatures } from "../../features/read-features.ts";
import { quietJob } from "../../lib/job.ts";
import type { GraphParts } from "../graph/graph.ts";
import { readGraphParts } from "../graph/read.ts";
import spanningActions from "./spanning-actions.sql?raw";
import type { Reduced } from "./tenant-model.ts";

/** More days than any log has. */
export const everyDay = 100_000;

/**
 * Reads what a model is fitted on, or what it scores: the features up to `to` (an ISO local day; null for the last) with cells of at least
 * two histories, all actions, and the names of the entities.
 * @throws UserError when there is no event up to that day, or for an unknown zone; Cancelled
 */
export async function readReduced(
  db: Database,
  { zone, to = null, history = everyDay }: { zone: string; to?: string | null; history?: number },
  job = quietJob(),
): Promise<Reduced> {
  const features = await readFeatures(db, { zone, from: null, to, history }, job);
  const { days, zone: local, scored } = features.calendar;
  const [time] = dayEnds(days.subarray(scored.to, scored.to + 1), local);
  const parts = await asKnownAt(db, await readGraphParts(db, job), time!);
  const entityNames = texts(await db.query("select name from entities order by id"), "name");
  return { features, parts, entityNames };
}

/** The actions with what they were at a time (µs, UTC): one that goes on after it has the events that it had by then. */
async function asKnownAt(db: Database, parts: GraphParts, time: number): Promise<GraphParts> {
  const table = await db.query(spanningActions.replaceAll("{time}", String(time)));
  const [n, end] = [parts.n.slice(), parts.end.slice()];
  const [known, last] = [ints(table, "n"), doubles(table, "end")];
  ints(table, "action").forEach((action, i) => {
    n[action] = known[i]!;
    end[action] = last[i]!;
  });
  return { ...parts, n, end };
}
