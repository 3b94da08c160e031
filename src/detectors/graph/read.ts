import { doubles, ints, texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { breathe, type Job, quietJob } from "../../lib/job.ts";
import { type ActionGraph, type GraphParts, indexInSteps } from "./graph.ts";

/** Statements before the actions are read, and the indexing after, for the progress. */
const otherSteps = 6;

/** Actions that are read at once: an answer that comes whole comes quicker than one in pieces, but can't be stopped. */
const actionsAtOnce = 200_000;

/**
 * Reads a tenant's actions and references (see `buildActions`) into memory, and indexes them; those before `settledUntil` (µs, UTC) are
 * settled.
 * @throws Cancelled
 */
export async function readActionGraph(
  db: Pick<Database, "query">,
  job = quietJob(),
  { settledUntil = Infinity } = {},
): Promise<ActionGraph> {
  const parts = await readGraphParts(db, job);
  const settled = parts.start.findIndex((start) => start >= settledUntil);
  return indexParts(settled < 0 ? parts : { ...parts, settled }, job);
}

/** Indexes actions and references, and can be stopped on the way. @throws Cancelled */
export async function indexParts(parts: GraphParts, job: Job): Promise<ActionGraph> {
  await breathe(job);
  const steps = indexInSteps(parts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe(job);
  }
}

/** Reads a tenant's actions and references, not yet indexed. @throws Cancelled */
export async function readGraphParts(db: Pick<Database, "query">, job = quietJob()): Promise<GraphParts> {
  const sizes = await db.query(
    "select (select count(*) from actions)::integer as actions, (select count(*) from action_refs)::integer as refs",
  );
  const actionCount = ints(sizes, "actions")[0]!;
  const refCount = ints(sizes, "refs")[0]!;
  const total = otherSteps + 2 * Math.ceil(actionCount / actionsAtOnce);
  let done = 0;
  const report = () => job.report({ stage: "Reading actions and what they touch", done: done++, total, unit: "steps" });
  const query = async (sql: string) => {
    report();
    await breathe(job);
    return db.query(sql);
  };
  const actors = await query("select coalesce(ignored, false)::integer as ignored from actors order by id");
  const types = await query("select name, coalesce(root, false)::integer as root from types order by id");
  const relationships = await query(
    "select name, (coalesce(role, '') = 'subject')::integer as subject from relationships order by id",
  );
  const entityTypes = texts(await query("select distinct type from entities order by type"), "type");
  const entityType = ints(
    await query("select (dense_rank() over (order by type) - 1)::integer as type from entities order by id"),
    "type",
  );
  const parts = {
    actor: new Int32Array(actionCount),
    type: new Int32Array(actionCount),
    start: new Float64Array(actionCount),
    end: new Float64Array(actionCount),
    n: new Int32Array(actionCount),
    refAction: new Int32Array(refCount),
    refEntity: new Int32Array(refCount),
    refRelationship: new Int32Array(refCount),
  };
  let ref = 0;
  for (let from = 0; from < actionCount; from += actionsAtOnce) {
    const range = `where action >= ${from} and action < ${from + actionsAtOnce}`;
    const actions = await query(
      `select actor, type, epoch_us(start)::double as start, epoch_us("end")::double as "end", n from actions ${range} order by action`,
    );
    for (const name of ["actor", "type", "n"] as const) parts[name].set(ints(actions, name), from);
    for (const name of ["start", "end"] as const) parts[name].set(doubles(actions, name), from);
    const refs = await query(
      `select action, entity, relationship from action_refs ${range} order by action, relationship, rowid`,
    );
    parts.refAction.set(ints(refs, "action"), ref);
    parts.refEntity.set(ints(refs, "entity"), ref);
    parts.refRelationship.set(ints(refs, "relationship"), ref);
    ref += refs.numRows;
  }
  report();
  return {
    ...parts,
    actorCount: actors.numRows,
    ignored: Uint8Array.from(ints(actors, "ignored")),
    types: texts(types, "name"),
    rootType: Uint8Array.from(ints(types, "root")),
    entityTypes,
    entityType,
    relationships: texts(relationships, "name"),
    subjectRelationship: Uint8Array.from(ints(relationships, "subject")),
  };
}
