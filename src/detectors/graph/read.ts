import { doubles, ints, texts } from "../../db/columns.ts";
import type { Database } from "../../db/database.ts";
import { type ActionGraph, type GraphParts, indexGraph } from "./graph.ts";

/** Reads a tenant's actions and references (see `buildActions`) into memory, and indexes them; those before `settledUntil` (µs, UTC) are settled. */
export async function readActionGraph(db: Database, { settledUntil = Infinity } = {}): Promise<ActionGraph> {
  const parts = await readGraphParts(db);
  const settled = parts.start.findIndex((start) => start >= settledUntil);
  return indexGraph(settled < 0 ? parts : { ...parts, settled });
}

/** Reads a tenant's actions and references, not yet indexed. */
export async function readGraphParts(db: Database): Promise<GraphParts> {
  const actors = await db.query("select coalesce(ignored, false)::integer as ignored from actors order by id");
  const types = await db.query("select name, coalesce(root, false)::integer as root from types order by id");
  const relationships = await db.query(
    "select name, (coalesce(role, '') = 'subject')::integer as subject from relationships order by id",
  );
  const entityTypes = texts(await db.query("select distinct type from entities order by type"), "type");
  const entityType = ints(
    await db.query("select (dense_rank() over (order by type) - 1)::integer as type from entities order by id"),
    "type",
  );
  const actions = await db.query(
    `select actor, type, epoch_us(start)::double as start, epoch_us("end")::double as "end", n from actions order by action`,
  );
  const refs = await db.query(
    "select action, entity, relationship from action_refs order by action, relationship, rowid",
  );
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
