import type { Table } from "apache-arrow";
import { ints, texts } from "../db/columns.ts";
import { quoteText } from "../db/database.ts";
import { isoDay } from "../features/calendar.ts";
import type { CaseSummary } from "./api/cases.ts";
import type { EntityName, EntityPage } from "./api/pages.ts";
import { dayGrid } from "./day-counts.ts";
import actorsOf from "./entity-page-actors.sql?raw";
import besideOf from "./entity-page-beside.sql?raw";
import daysOf from "./entity-page-days.sql?raw";
import relationshipsOf from "./entity-page-relationships.sql?raw";
import typesOf from "./entity-page-types.sql?raw";
import { fill } from "./fill.ts";
import { entityCode } from "./row-query.ts";
import type { Tenant } from "./tenant.ts";
import tenantDays from "./tenant-days.sql?raw";

/** Users listed, users drawn by day, and rows of every other list. */
const most = { users: 50, drawn: 12, listed: 20 };

/** An entity's page. @param cases of the queue, to say which of them name it. @throws UserError where the logs name no such entity */
export async function entityPageOf(
  tenant: Tenant,
  cases: readonly CaseSummary[],
  { type, name }: EntityName,
): Promise<EntityPage> {
  const { db } = tenant;
  const entity = await entityCode(db, { type, name });
  const local = tenant.local("e.ts");
  const ask = (sql: string, limit = most.listed) => db.query(fill(sql, { entity, local, most: limit }));
  const users = await ask(actorsOf, most.users);
  const [codes, actors, n] = [ints(users, "code"), texts(users, "value"), ints(users, "n")];
  const [first, last] = [texts(users, "first"), texts(users, "last")];
  const known = new Map(Array.from(codes, (code, i) => [code, actors[i]!]));
  const days = ints(await db.query(fill(tenantDays, { local })), "day");
  const counted = await ask(daysOf);
  const all = dayGrid(counted, { days, nameOf: (code) => known.get(code) ?? "", most: Number.POSITIVE_INFINITY });
  const relationships = await ask(relationshipsOf);
  const types = await ask(typesOf);
  const beside = await ask(besideOf);
  const counts = (table: typeof types, what = "n") => ints(table, what);
  return {
    type,
    name,
    events: ints(users, "events")[0] ?? 0,
    first: texts(users, "first_of_all")[0] ?? "",
    last: texts(users, "last_of_all")[0] ?? "",
    users: ints(users, "total")[0] ?? 0,
    actors: actors.map((value, i) => ({ value, events: n[i]!, first: first[i]!, last: last[i]! })),
    touched: {
      days: all.days,
      names: all.names.slice(0, most.drawn),
      counts: all.counts.slice(0, most.drawn * days.length),
    },
    byDay: sumOfRows(all.counts, days.length),
    relationships: texts(relationships, "name").map((one, i) => ({
      name: one,
      role: texts(relationships, "role")[i]!,
      events: counts(relationships)[i]!,
      users: counts(relationships, "users")[i]!,
    })),
    types: texts(types, "name").map((one, i) => ({ name: one, events: counts(types)[i]! })),
    beside: texts(beside, "name").map((one, i) => ({
      type: texts(beside, "type")[i]!,
      name: one,
      events: counts(beside)[i]!,
    })),
    cases: await casesTouching(tenant, cases, counted),
  };
}

/** Ids of the cases on whose user and day the counts (`code`, `day`) have an event. */
async function casesTouching(tenant: Tenant, cases: readonly CaseSummary[], counted: Table): Promise<string[]> {
  const names = [...new Set(cases.map(({ actor }) => actor))];
  if (names.length === 0) return [];
  const table = await tenant.db.query(`select id, name from actors where name in (${names.map(quoteText).join(",")})`);
  const ids = ints(table, "id");
  const code = new Map(texts(table, "name").map((name, i) => [name, ids[i]!]));
  const actor = ints(counted, "code");
  const touched = new Set(Array.from(ints(counted, "day"), (day, i) => `${actor[i]} ${isoDay(day)}`));
  return cases.filter((one) => touched.has(`${code.get(one.actor)} ${one.day}`)).map(({ id }) => id);
}

/** Adds the rows of a grid up. */
function sumOfRows(counts: Int32Array, width: number): Int32Array {
  const sum = new Int32Array(width);
  for (let i = 0; i < counts.length; i++) sum[i % width]! += counts[i]!;
  return sum;
}
