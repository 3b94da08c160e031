import { doubles, ints, texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { dayEnds } from "../../features/action-days.ts";
import { readEntityAxis } from "../../features/entity-axis.ts";
import { readFeatures } from "../../features/read-features.ts";
import { quietJob } from "../../lib/job.ts";
import type { GraphParts } from "../graph/graph.ts";
import { readGraphParts } from "../graph/read.ts";
import { hasAxis } from "../subspace/axis.ts";
import spanningActions from "./spanning-actions.sql?raw";
import type { Reduced, TenantModel } from "./tenant-model.ts";

/** More days than any log has. */
export const everyDay = 100_000;

/** What is read besides the days of a zone. */
interface ReadOptions {
  readonly zone: string;
  /** Last day, ISO, local; null for the last that has data. */
  readonly to?: string | null;
  /** Days of which the features have two at the least. */
  readonly history?: number;
  /** An axis of the subspace: read in hashed columns where the features have no values of it, or always. */
  readonly axis?: string | null;
  readonly isAxisHashed?: boolean;
  /** Entity types whose values the features have, however many there are. */
  readonly values?: readonly string[];
}

/**
 * Reads what a model is fitted on, or what it scores: the features up to `to` with cells of at least two histories, all actions, and the names
 * of the entities.
 * @throws UserError when there is no event up to that day, or for an unknown zone; Cancelled
 */
export async function readReduced(
  db: Database,
  { zone, to = null, history = everyDay, axis = null, isAxisHashed = false, values = [] }: ReadOptions,
  job = quietJob(),
): Promise<Reduced> {
  const features = await readFeatures(db, { zone, from: null, to, history, values }, job);
  const { days, scored } = features.calendar;
  const [time] = dayEnds(days.subarray(scored.to, scored.to + 1), zone);
  const parts = await asKnownAt(db, await readGraphParts(db, job), time!);
  const entityNames = texts(await db.query("select name from entities order by id"), "name");
  const isHashed = axis !== null && (isAxisHashed || !hasAxis(features, axis));
  const hashed = isHashed ? await readEntityAxis(db, features, { type: axis, history }, job) : null;
  return { features, parts, entityNames, axis: hashed?.cells ?? null };
}

/** What has to be read of an export besides the days that a model scores: the columns that the model has, whatever the export is like. */
export function readingOf({
  history: { features, axis },
  settings,
}: TenantModel): Pick<ReadOptions, "axis" | "isAxisHashed" | "values"> {
  const values = features.channels.flatMap(({ kind, name }) => (kind === "value" ? [name.replace(/^[^:]*:/, "")] : []));
  return { axis: axis ? settings.subspace.axis : null, isAxisHashed: true, values };
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
