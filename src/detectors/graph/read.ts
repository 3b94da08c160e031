import { doubles, ints, texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { breathe, type Job, quietJob } from "../../lib/job.ts";
import { type ActionGraph, type GraphParts, indexInSteps } from "./graph.ts";

/** Statements of a reading and the indexing, for its progress. */
const readingSteps = 8;

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
  let done = 0;
  const report = () =>
    job.report({ stage: "Reading actions and what they touch", done: done++, total: readingSteps, unit: "steps" });
  const query = (sql: string) => {
    report();
    return db.query(sql, job.signal);
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
  const actions = await query(
    `select actor, type, epoch_us(start)::double as start, epoch_us("end")::double as "end", n from actions order by action`,
  );
  const refs = await query("select action, entity, relationship from action_refs order by action, relationship, rowid");
  report();
  return {
    actorCount: actors.numRows,
    ignored: Uint8Array.from(ints(actors, "ignored")),
    types: texts(types, "name"),
    rootType: Uint8Array.from(ints(types, "root")),
    entityTypes,
    entityType,
    relationships: texts(relationships, "name"),
    subjectRelationship: Uint8Array.from(ints(relationships, "subject")),
    actor: ints(actions, "actor"),
    type: ints(actions, "type"),
    start: doubles(actions, "start"),
    end: doubles(actions, "end"),
    n: ints(actions, "n"),
    refAction: ints(refs, "action"),
    refEntity: ints(refs, "entity"),
    refRelationship: ints(refs, "relationship"),
  };
}
