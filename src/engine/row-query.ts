import { ints, scalar } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { UserError } from "../lib/errors.ts";
import { utcFromLocalMs } from "../lib/zone.ts";
import type { EntityName, RowPage, RowQuery } from "./api/pages.ts";
import { readRows, withRaw } from "./rows.ts";
import type { Tenant } from "./tenant.ts";

const dayMs = 86_400_000;

/** The code of an actor. @throws UserError where nobody has that name */
export async function actorCode(db: Database, name: string): Promise<number> {
  const [code] = ints(await db.query(`select id from actors where name = ${quoteText(name)}`), "id");
  if (code === undefined)
    throw new UserError(`No user is called ${name}.`, { next: "Take a name from the list of users." });
  return code;
}

/** The code of an entity. @throws UserError where the logs name no such entity */
export async function entityCode(db: Database, { type, name }: EntityName): Promise<number> {
  const sql = `select id from entities where type = ${quoteText(type)} and name = ${quoteText(name)}`;
  const [code] = ints(await db.query(sql), "id");
  if (code === undefined)
    throw new UserError(`The logs name no ${type} ${name}.`, { next: "Open one from a row of the logs." });
  return code;
}

/** SQL of the UTC span of an ISO local day, for a column of timestamps. */
export function duringDay({ zone }: Tenant, column: string, day: string): string {
  const local = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(local)) throw new UserError(`${day} is no day.`, { next: "Write it as 2025-09-30." });
  const at = (ms: number): string => `make_timestamp(${Math.round(utcFromLocalMs(zone, ms) * 1000)})`;
  return `${column} >= ${at(local)} and ${column} < ${at(local + dayMs)}`;
}

async function conditions(tenant: Tenant, query: RowQuery): Promise<string[]> {
  const { actor, entity, day, type, hour, weekday, attribute } = query;
  const { db } = tenant;
  const local = tenant.local("e.ts");
  const all: string[] = [];
  if (actor !== undefined) all.push(`e.actor = ${await actorCode(db, actor)}`);
  if (day !== undefined) all.push(duringDay(tenant, "e.ts", day));
  if (type !== undefined) all.push(`e.type in (select id from types where name = ${quoteText(type)})`);
  if (hour !== undefined) all.push(`extract(hour from ${local}) = ${Math.trunc(hour)}`);
  if (weekday !== undefined) all.push(`extract(isodow from ${local}) = ${Math.trunc(weekday) + 1}`);
  if (entity !== undefined)
    all.push(`e.event in (select event from refs where entity = ${await entityCode(db, entity)})`);
  if (attribute !== undefined)
    all.push(
      `e.event in (select b.event from attributes b join attribute_values v on v.id = b.value
                   where v.name = ${quoteText(attribute.name)} and v.value = ${quoteText(attribute.value)})`,
    );
  return all.length > 0 ? all : ["true"];
}

/** The events that meet a query, the latest first: `limit` of them from `offset`, each with its record. @throws UserError */
export async function rowsWhere(tenant: Tenant, query: RowQuery, offset: number, limit: number): Promise<RowPage> {
  const { db } = tenant;
  const where = (await conditions(tenant, query)).join(" and ");
  const total = scalar(await db.query(`select count(*)::integer from events e where ${where}`));
  const chosen = await db.query(
    `select e.event from events e where ${where} order by e.ts desc, e.event desc limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`,
  );
  const rows = await readRows(
    db,
    Array.from(ints(chosen, "event"), (event) => `(${event}, false)`),
  );
  return { rows: await withRaw(rows.reverse(), (places) => tenant.raw.rawRecords(places)), total };
}
