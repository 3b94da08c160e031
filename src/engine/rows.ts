import { ints, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import type { Reason } from "../detectors/scores.ts";
import type { RawRow } from "./api.ts";
import eventRows from "./event-rows.sql?raw";

/** Reads a record as it stands in its file; null where the file is no longer at hand. */
export type ReadRaw = (places: readonly { file: number; line: number; event: number }[]) => Promise<(string | null)[]>;

interface Row extends Omit<RawRow, "raw" | "hit"> {
  readonly event: number;
  readonly action: number;
  readonly fileId: number;
  readonly hour: number;
}

/** Everything an actor logged on one local day, in order of time, without the raw text. `local` is the SQL of `e.ts` in local time. */
export async function rowsOfDay(
  db: Database,
  { actor, day, local }: { actor: number; day: string; local: string },
): Promise<Row[]> {
  return readRows(db, { local, where: `e.actor = ${actor} and cast(${local} as date) = date ${quoteText(day)}` });
}

/** The first rows of each action (five at the most), by action. */
export async function rowsOfActions(
  db: Database,
  { actions, local, most = 5 }: { actions: readonly number[]; local: string; most?: number },
): Promise<ReadonlyMap<number, readonly Row[]>> {
  if (actions.length === 0) return new Map();
  const first = `qualify row_number() over (partition by e.action order by e.ts, e.event) <= ${most}`;
  const rows = await readRows(db, { local, where: `e.action in (${actions.join(",")}) ${first}` });
  const grouped = new Map(actions.map((action): [number, Row[]] => [action, []]));
  for (const row of rows) grouped.get(row.action)?.push(row);
  return grouped;
}

async function readRows(db: Database, { local, where }: { local: string; where: string }): Promise<Row[]> {
  const table = await db.query(eventRows.replaceAll("{local}", () => local).replace("{where}", () => where));
  const columns = {
    event: ints(table, "event"),
    action: ints(table, "action"),
    time: texts(table, "time"),
    hour: ints(table, "hour"),
    type: texts(table, "type"),
    file: texts(table, "file"),
    fileId: ints(table, "file_id"),
    line: ints(table, "line"),
  };
  const rows = Array.from(columns.event, (event, i) => ({
    event,
    action: columns.action[i]!,
    time: columns.time[i]!,
    hour: columns.hour[i]!,
    type: columns.type[i]!,
    file: columns.file[i]!,
    fileId: columns.fileId[i]!,
    line: columns.line[i]!,
    entities: [] as { type: string; name: string }[],
    attributes: [] as { name: string; value: string }[],
  }));
  if (rows.length === 0) return rows;
  const byEvent = new Map(rows.map((row) => [row.event, row]));
  const events = `(${rows.map(({ event }) => event).join(",")})`;
  const refs = await db.query(
    `select r.event, n.type, n.name from refs r join entities n on n.id = r.entity where r.event in ${events} order by r.event, r.relationship`,
  );
  collect(refs, "type", (event, type, name) => byEvent.get(event)?.entities.push({ type, name }));
  const attributes = await db.query(
    `select b.event, v.name as kind, v.value as name from attributes b join attribute_values v on v.id = b.value where b.event in ${events} order by b.event, v.name`,
  );
  collect(attributes, "kind", (event, name, value) => byEvent.get(event)?.attributes.push({ name, value }));
  return rows;
}

function collect(
  table: Awaited<ReturnType<Database["query"]>>,
  kind: string,
  each: (event: number, kind: string, name: string) => void,
): void {
  const event = ints(table, "event");
  const kinds = texts(table, kind);
  const names = texts(table, "name");
  for (let i = 0; i < event.length; i++) each(event[i]!, kinds[i]!, names[i]!);
}

/** Marks the rows that a reason points at, and puts the first `limit` (hits before others) into what a case shows, with their raw text. */
export async function shownRows(
  rows: readonly Row[],
  reasons: readonly Reason[],
  readRaw: ReadRaw,
  { limit = 200 } = {},
): Promise<RawRow[]> {
  const conditions = reasons.flatMap(({ where, value }) =>
    where && value > 0 && Object.keys(where).length > 0 ? [where] : [],
  );
  const isHit = (row: Row) =>
    conditions.some(
      (where) =>
        (where.type === undefined || where.type === row.type) &&
        (where.hour === undefined || where.hour === row.hour) &&
        (where.attribute === undefined ||
          row.attributes.some(
            ({ name, value }) => where.attribute === value || where.attribute === `${name}:${value}`,
          )) &&
        (where.entity === undefined ||
          row.entities.some(
            ({ type, name }) => where.entity === name || where.entity === `${type}:${name}` || where.entity === type,
          )),
    );
  const marked = rows.map((row) => ({ row, hit: isHit(row) }));
  const kept = new Set([...marked.filter(({ hit }) => hit), ...marked.filter(({ hit }) => !hit)].slice(0, limit));
  const shown = marked.filter((entry) => kept.has(entry));
  const raws = await readRaw(shown.map(({ row }) => ({ file: row.fileId, line: row.line, event: row.event })));
  return shown.map(({ row, hit }, i) => ({
    file: row.file,
    line: row.line,
    time: row.time,
    type: row.type,
    entities: row.entities,
    attributes: row.attributes,
    hit,
    raw: raws[i] ?? null,
  }));
}
