import { ints, scalar } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import {
  code,
  coded,
  contents,
  dictionaries,
  enter,
  insertAttributes,
  insertEvents,
  insertRefs,
  insertVolumes,
  reject,
  stage,
} from "./canonical-sql.ts";
import duplicatesSql from "./duplicates.sql?raw";
import forgetSliceSql from "./forget-slice.sql?raw";
import markDuplicatesSql from "./mark-duplicates.sql?raw";
import type { StagingPlan } from "./staging-plan.ts";

/** Where the rows of one slice come from: a statement that selects the plan's text columns, and each row's physical line. */
export interface StagedSource {
  readonly select: string;
  /** A further column for the line (`, n + <first> as line`); empty where the rows bring it. */
  readonly line: string;
  /** `positional join <table>` where the lines lie in a table of their own. */
  readonly lines: string;
}

/** Rows of one slice by what became of them. */
export interface SliceCounts {
  readonly typed: number;
  readonly rejected: number;
  readonly duplicate: number;
}

/** The sizes of the canonical tables, to number on from and to go back to; of the rejects, how many there are. */
export type Marks = Readonly<Record<(typeof numbered)[number] | "rejects", number>>;

const numbered = ["events", "actors", "types", "entities", "attribute_values", "relationships"] as const;
const idColumn = (table: string): string => (table === "events" ? "event" : "id");

/** The next free number of each canonical table. */
export async function readMarks(db: Database): Promise<Marks> {
  const counts = numbered.map(
    (table) => `(select coalesce(max(${idColumn(table)}) + 1, 0)::integer from ${table}) as ${table}`,
  );
  const rejects = "(select count(*)::integer from rejects) as rejects";
  const table = await db.query(`select ${[...counts, rejects].join(", ")}`);
  return Object.fromEntries([...numbered, "rejects"].map((name) => [name, ints(table, name)[0] ?? 0])) as Marks;
}

/** Takes back everything that was appended since the marks were read, the file's entry and its rejects; done twice it does nothing more. */
export async function rollBack(db: Database, marks: Marks, file: number): Promise<void> {
  for (const table of ["refs", "attributes", "volumes", "event_ids"]) {
    await db.query(`delete from ${table} where event >= ${marks.events}`);
  }
  for (const table of numbered) await db.query(`delete from ${table} where ${idColumn(table)} >= ${marks[table]}`);
  await db.query(`delete from rejects where file = ${file}`);
  await db.query(`delete from files where id = ${file}`);
}

/** The tenant's relationships, by role and name, as far as they were asked for. */
export type Relationships = Map<string, number>;

/** Ids of the plan's relationships, one an entity column; unknown ones are added. */
export async function codeRelationships(db: Database, plan: StagingPlan, known: Relationships): Promise<number[]> {
  const ids: number[] = [];
  for (const { relationship, role = "context" } of plan.entities) {
    const key = `${role} ${relationship}`;
    const id = known.get(key) ?? (await codeRelationship(db, relationship, role));
    known.set(key, id);
    ids.push(id);
  }
  return ids;
}

async function codeRelationship(db: Database, name: string, role: string): Promise<number> {
  const found = await db.query(
    `select id from relationships where name = ${quoteText(name)} and role = ${quoteText(role)}`,
  );
  if (found.numRows > 0) return ints(found, "id")[0]!;
  const id = scalar(await db.query("select coalesce(max(id) + 1, 0)::integer from relationships"));
  await db.query(`insert into relationships values (${id}, ${quoteText(name)}, ${quoteText(role)})`);
  return id;
}

type Statements = Pick<Database, "query" | "run">;

/**
 * Appends one slice of a file to the canonical tables. Events are numbered in the order of their rows, and every
 * dictionary by first appearance, so that where a file is cut into slices changes nothing.
 */
export async function appendSlice(
  db: Statements,
  source: StagedSource,
  {
    plan,
    file,
    relationships,
    marks,
  }: {
    readonly plan: StagingPlan;
    readonly file: number;
    readonly relationships: readonly number[];
    readonly marks: Marks;
  },
): Promise<{ readonly counts: SliceCounts; readonly marks: Marks }> {
  await db.query(stage(plan, source));
  if (plan.hasId) {
    await db.query(contents(plan));
    await markDuplicates(db);
  }
  const counts = await countFaults(db);
  if (counts.rejected > 0) await db.query(reject(plan, file));
  if (counts.typed === 0) return { counts, marks };
  const kept = keptRows(marks.events);
  const next: Record<string, number> = { ...marks, events: marks.events + counts.typed };
  for (const dictionary of dictionaries(plan)) {
    const { name } = dictionary;
    await db.run(code(dictionary, kept, next[name]!));
    next[name] = next[name]! + scalar(await db.query(enter(dictionary, next[name]!)));
  }
  await db.query(coded(plan, kept, relationships));
  await db.query(insertEvents(relationships, file));
  if (relationships.length > 0) await db.query(insertRefs(relationships));
  if (plan.attributeNames.length > 0) await db.query(insertAttributes(plan.attributeNames.length));
  if (plan.volumeNames.length > 0) await db.query(insertVolumes(plan.volumeNames));
  if (plan.hasId)
    await db.query(
      `insert into event_ids select event, c.id, content from ${kept} kept join contents c on c.n = kept.n`,
    );
  return { counts, marks: next as Marks };
}

/** Drops what the slices were worked on in. */
export const forgetSlice = (db: Database): Promise<void> => db.run(forgetSliceSql);

async function countFaults(db: Statements): Promise<SliceCounts> {
  const table = await db.query(
    "select count(*) filter (where fault = 0)::integer as typed, count(*) filter (where fault between 1 and 5)::integer as rejected, count(*) filter (where fault = 6)::integer as duplicate from staged",
  );
  const [typed, rejected, duplicate] = ["typed", "rejected", "duplicate"].map((name) => ints(table, name)[0] ?? 0);
  return { typed: typed!, rejected: rejected!, duplicate: duplicate! };
}

async function markDuplicates(db: Statements): Promise<void> {
  await db.query(duplicatesSql);
  if (scalar(await db.query("select count(*)::integer from repeated")) > 0) await db.query(markDuplicatesSql);
}

/** The relation of the rows that become events, numbered on in their order: a scan keeps it, so nothing is sorted or copied. */
const keptRows = (next: number): string =>
  `(select (row_number() over () - 1 + ${next})::integer as event, * from staged where fault = 0)`;
