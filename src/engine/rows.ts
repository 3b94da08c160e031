import { ints, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import type { Reason } from "../detectors/scores.ts";
import type { RawRow } from "./api/cases.ts";
import dayRows from "./day-rows.sql?raw";
import eventRows from "./event-rows.sql?raw";
import { fill } from "./fill.ts";

/** Reads a record as it stands in its file; null where the file is no longer at hand. */
export type ReadRaw = (places: readonly { file: number; line: number; event: number }[]) => Promise<(string | null)[]>;

interface Row extends Omit<RawRow, "raw"> {
  readonly event: number;
  readonly action: number;
  readonly fileId: number;
}

/**
 * What an actor logged on one local day: `total` events, and the first `limit` of them, those that a reason points at before others,
 * in order of time. `local` is the SQL of `e.ts` in local time. No more than `limit` of a day's events leave the database.
 */
export async function rowsOfDay(
  db: Database,
  reasons: readonly Reason[],
  { actor, day, local, limit = 200 }: { actor: number; day: string; local: string; limit?: number },
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const values = { actor, day: quoteText(day), local, hit: hitBy(reasons), limit };
  const table = await db.query(fill(dayRows, values));
  const events = ints(table, "event");
  const hits = table.getChild("hit")!;
  const chosen = Array.from(events, (event, i) => `(${event}, ${hits.get(i) === true})`);
  return { rows: await readRows(db, chosen), total: events.length === 0 ? 0 : Number(table.getChild("total")!.get(0)) };
}

/** The first rows of each action (five at the most), by action. */
export async function rowsOfActions(
  db: Database,
  { actions, most = 5 }: { actions: readonly number[]; most?: number },
): Promise<ReadonlyMap<number, readonly Row[]>> {
  if (actions.length === 0) return new Map();
  const first = await db.query(
    `select event from events where action in (${actions.join(",")}) qualify row_number() over (partition by action order by ts, event) <= ${most}`,
  );
  const rows = await readRows(
    db,
    Array.from(ints(first, "event"), (event) => `(${event}, false)`),
  );
  const grouped = new Map(actions.map((action): [number, Row[]] => [action, []]));
  for (const row of rows) grouped.get(row.action)?.push(row);
  return grouped;
}

/** SQL of whether a reason points at an event `d` of type `t`: one that meets every condition of it. */
function hitBy(reasons: readonly Reason[]): string {
  const conditions = reasons.flatMap(({ where, value }) => {
    if (!where || !(value > 0)) return [];
    const { type, hour, attribute, entity } = where;
    const all = [
      type === undefined ? [] : `t.name = ${quoteText(type)}`,
      hour === undefined ? [] : `d.hour = ${Math.trunc(hour)}`,
      attribute === undefined ? [] : `d.event in (${eventsWithAttribute(attribute)})`,
      entity === undefined ? [] : `d.event in (${eventsWithEntity(entity)})`,
    ].flat();
    return all.length === 0 ? [] : [all.join(" and ")];
  });
  return conditions.length === 0 ? "false" : conditions.map((all) => `(${all})`).join(" or ");
}

const eventsWithAttribute = (value: string): string =>
  `select b.event from attributes b join of_day on of_day.event = b.event join attribute_values v on v.id = b.value
   where ${quoteText(value)} in (v.value, v.name || ':' || v.value)`;

const eventsWithEntity = (name: string): string =>
  `select r.event from refs r join of_day on of_day.event = r.event join entities n on n.id = r.entity
   where ${quoteText(name)} in (n.name, n.type || ':' || n.name, n.type)`;

/** Reads events whole, each given as `(event, hit)`, in order of time. */
export async function readRows(db: Database, chosen: readonly string[]): Promise<Row[]> {
  if (chosen.length === 0) return [];
  const values = `select * from (values ${chosen.join(",")}) v(event, hit)`;
  const table = await db.query(fill(eventRows, { chosen: values }));
  const columns = {
    event: ints(table, "event"),
    action: ints(table, "action"),
    time: texts(table, "time"),
    actor: texts(table, "actor"),
    type: texts(table, "type"),
    file: texts(table, "file"),
    fileId: ints(table, "file_id"),
    line: ints(table, "line"),
    hit: ints(table, "hit"),
  };
  const rows = Array.from(columns.event, (event, i) => ({
    event,
    action: columns.action[i]!,
    time: columns.time[i]!,
    actor: columns.actor[i]!,
    type: columns.type[i]!,
    file: columns.file[i]!,
    fileId: columns.fileId[i]!,
    line: columns.line[i]!,
    hit: columns.hit[i] === 1,
    entities: [] as { type: string; name: string }[],
    attributes: [] as { name: string; value: string }[],
  }));
  const byEvent = new Map(rows.map((row) => [row.event, row]));
  const refs = await db.query(
    `select r.event, n.type as kind, n.name from (${values}) chosen join refs r on r.event = chosen.event join entities n on n.id = r.entity order by r.event, r.relationship, r.rowid`,
  );
  collect(refs, (event, type, name) => byEvent.get(event)?.entities.push({ type, name }));
  const attributes = await db.query(
    `select b.event, v.name as kind, v.value as name from (${values}) chosen join attributes b on b.event = chosen.event join attribute_values v on v.id = b.value order by b.event, v.name`,
  );
  collect(attributes, (event, name, value) => byEvent.get(event)?.attributes.push({ name, value }));
  return rows;
}

function collect(
  table: Awaited<ReturnType<Database["query"]>>,
  each: (event: number, kind: string, name: string) => void,
): void {
  const event = ints(table, "event");
  const kinds = texts(table, "kind");
  const names = texts(table, "name");
  for (let i = 0; i < event.length; i++) each(event[i]!, kinds[i]!, names[i]!);
}

/** Rows as a case shows them, with their raw text. */
export async function withRaw(rows: readonly Row[], readRaw: ReadRaw): Promise<RawRow[]> {
  const raws = await readRaw(rows.map(({ fileId, line, event }) => ({ file: fileId, line, event })));
  return rows.map(({ file, line, time, actor, type, entities, attributes, hit }, i) => ({
    file,
    line,
    time,
    actor,
    type,
    entities,
    attributes,
    hit,
    raw: raws[i] ?? null,
  }));
}
