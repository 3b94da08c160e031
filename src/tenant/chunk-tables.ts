import { tableToIPC } from "apache-arrow";
import { scalar } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import type { Marks } from "../ingest/canonical.ts";

/** A canonical table as a chunk has it: what is selected of it, and how it is told which of its rows are meant. */
interface Kept {
  readonly select: string;
  /** Rows are told by their number (`event`, `id`), or, where they have none, by their place. */
  readonly by: "event" | "id" | "place";
  readonly mark: keyof Marks;
  /** How many there must be; null where a mark doesn't tell. */
  readonly isCounted: boolean;
}

/** What an import appends. Roots, ignored actors and actions are not kept: they follow from the rest. */
const kept: Readonly<Record<string, Kept>> = {
  actors: { select: "id, name, false as ignored", by: "id", mark: "actors", isCounted: true },
  types: { select: "id, name, false as root", by: "id", mark: "types", isCounted: true },
  entities: { select: "*", by: "id", mark: "entities", isCounted: true },
  relationships: { select: "*", by: "id", mark: "relationships", isCounted: true },
  attribute_values: { select: "*", by: "id", mark: "attribute_values", isCounted: true },
  events: {
    select: "event, ts, actor, type, null::integer as action, file, line, refs_key",
    by: "event",
    mark: "events",
    isCounted: true,
  },
  refs: { select: "*", by: "event", mark: "events", isCounted: false },
  attributes: { select: "*", by: "event", mark: "events", isCounted: false },
  volumes: { select: "*", by: "event", mark: "events", isCounted: false },
  event_ids: { select: "*", by: "event", mark: "events", isCounted: false },
  rejects: { select: "*", by: "place", mark: "rejects", isCounted: true },
};

/** The names of the tables that chunks keep. */
export const keptTables: readonly string[] = Object.keys(kept);

/**
 * The rows that the canonical tables got between two marks, a table an Arrow IPC stream; tables that got none are left out.
 * @throws Error where rows between the marks are not there (any more)
 */
export async function readTables(
  db: Pick<Database, "query">,
  from: Marks,
  to: Marks,
): Promise<Map<string, Uint8Array>> {
  const tables = new Map<string, Uint8Array>();
  for (const [name, { select, by, mark, isCounted }] of Object.entries(kept)) {
    const [first, end] = [from[mark], to[mark]];
    if (first === end) continue;
    const which =
      by === "place" ? `limit ${end - first} offset ${first}` : `where ${by} >= ${first} and ${by} < ${end}`;
    const rows = await db.query(`select ${select} from ${name} ${which}`);
    if (isCounted && rows.numRows !== end - first)
      throw new Error(`${name} has ${rows.numRows} rows from ${first} to ${end}.`);
    if (rows.numRows > 0) tables.set(name, tableToIPC(rows, "stream"));
  }
  return tables;
}

/** Appends what `readTables` gave; the streams are given away. */
export async function insertTables(
  db: Pick<Database, "insertArrow">,
  tables: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const name of keptTables) {
    const rows = tables.get(name);
    if (rows) await db.insertArrow(name, rows.slice(), { create: false });
  }
}

/** Takes what one chunk brought out of tables that chunks alone have filled. */
export async function removeTables(db: Pick<Database, "query">, from: Marks): Promise<void> {
  for (const [name, { by, mark }] of Object.entries(kept))
    await db.query(`delete from ${name} where ${by === "place" ? "rowid" : by} >= ${from[mark]}`);
}

/**
 * One text for all that the canonical tables hold, actions and flags included, whatever the order of their rows: equal tenants have equal
 * texts. A table's part is its number of rows, and the sum of DuckDB's hashes of them.
 */
export async function tenantHash(db: Pick<Database, "query">): Promise<string> {
  const parts: string[] = [];
  for (const name of [...keptTables, "files", "actions", "action_refs"]) {
    const sum = await db.query(`select count(*)::integer as n from ${name}`);
    const hash = await db.query(`select coalesce(sum(hash(t)::hugeint), 0)::varchar as h from ${name} t`);
    parts.push(`${name} ${scalar(sum)} ${hash.getChildAt(0)?.get(0)}`);
  }
  return parts.join("\n");
}
