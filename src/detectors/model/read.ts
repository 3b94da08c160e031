import { texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { readFeatures } from "../../features/read-features.ts";
import { quietJob } from "../../lib/job.ts";
import { readGraphParts } from "../graph/read.ts";
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
  const parts = await readGraphParts(db, job);
  const entityNames = texts(await db.query("select name from entities order by id"), "name");
  return { features, parts, entityNames };
}
