import { peersOf } from "../casework/nearest-days.ts";
import { ints, texts } from "../db/columns.ts";
import { quoteText } from "../db/database.ts";
import { isoDay } from "../features/calendar.ts";
import { utcFromLocalMs } from "../lib/zone.ts";
import type { FreshEntity, Trait, UserPage } from "./api/pages.ts";
import { dayGrid } from "./day-counts.ts";
import type { Detection } from "./detection.ts";
import { fill } from "./fill.ts";
import { fusedDays } from "./fused-days.ts";
import { actorCode } from "./row-query.ts";
import type { Tenant } from "./tenant.ts";
import tenantDays from "./tenant-days.sql?raw";
import userDays from "./user-page-days.sql?raw";
import userFresh from "./user-page-fresh.sql?raw";
import userTraits from "./user-page-traits.sql?raw";
import userWeek from "./user-page-week.sql?raw";

/** Values shown of an attribute or a type of entity, and entities shown of those newly touched. */
const most = { values: 8, fresh: 40 };

/** A user's page: all of the logs' days, whatever was scored of them. @throws UserError where nobody has that name */
export async function userPageOf(tenant: Tenant, detections: readonly Detection[], name: string): Promise<UserPage> {
  const { db, zone } = tenant;
  const actor = await actorCode(db, name);
  const local = tenant.local("e.ts");
  const calendar = detections[0]?.features.calendar;
  const window = calendar && {
    from: isoDay(calendar.days[calendar.scored.from]!),
    to: isoDay(calendar.days[calendar.scored.to]!),
  };
  const days = ints(await db.query(fill(tenantDays, { local })), "day");
  const counted = await db.query(fill(userDays, { actor, local }));
  const typeNames = texts(await db.query("select name from types order by id"), "name");
  const types = dayGrid(counted, { days, nameOf: (code) => typeNames[code]! });
  const span = await db.query(
    `select count(*)::integer as n, strftime(min(ts), '%Y-%m-%dT%H:%M:%SZ') as first, strftime(max(ts), '%Y-%m-%dT%H:%M:%SZ') as last from events where actor = ${actor}`,
  );
  const fresh = window ? await freshOf(tenant, actor, utcFromLocalMs(zone, Date.parse(window.from))) : noFresh;
  return {
    actor: name,
    events: ints(span, "n")[0]!,
    first: texts(span, "first")[0]!,
    last: texts(span, "last")[0]!,
    types,
    scored: scoredOf(detections, actor),
    window: window ?? null,
    week: await weekOf(tenant, actor, window?.from ?? "9999-12-31"),
    traits: await traitsOf(tenant, actor),
    ...fresh,
    nearest: nearestOf(detections, name),
  };
}

function nearestOf(detections: readonly Detection[], name: string): UserPage["nearest"] {
  const features = detections[0]?.features;
  const actor = features?.actors.indexOf(name) ?? -1;
  if (!features || actor < 0) return [];
  return peersOf(features, actor).map((peer) => ({ actor: features.actors[peer.actor]!, likeness: peer.likeness }));
}

/** The scored days of an actor with their fused p. */
function scoredOf(detections: readonly Detection[], actor: number): UserPage["scored"] {
  const calendar = detections[0]?.features.calendar;
  if (!calendar) return [];
  const { actor: actors, day, p } = fusedDays(detections);
  const scored: { day: string; p: number }[] = [];
  for (let i = 0; i < actors.length; i++)
    if (actors[i] === actor) scored.push({ day: isoDay(calendar.days[day[i]!]!), p: p[i]! });
  return scored;
}

async function weekOf(tenant: Tenant, actor: number, from: string): Promise<UserPage["week"]> {
  const sql = fill(userWeek, { actor, local: tenant.local("e.ts"), from: quoteText(from) });
  const table = await tenant.db.query(sql);
  const [weekday, hour, n] = [ints(table, "weekday"), ints(table, "hour"), ints(table, "n")];
  const isScored = table.getChild("is_scored")!;
  const week = { before: new Int32Array(168), scored: new Int32Array(168) };
  for (let i = 0; i < n.length; i++)
    week[isScored.get(i) === true ? "scored" : "before"][weekday[i]! * 24 + hour[i]!]! += n[i]!;
  return week;
}

async function traitsOf(tenant: Tenant, actor: number): Promise<Trait[]> {
  const table = await tenant.db.query(fill(userTraits, { actor, most: most.values }));
  const [kinds, names, values] = [texts(table, "kind"), texts(table, "name"), texts(table, "value")];
  const [n, ofKind] = [ints(table, "n"), ints(table, "of_kind")];
  const [first, last] = [texts(table, "first"), texts(table, "last")];
  const rows = values.map((value, i) => ({ value, events: n[i]!, first: first[i]!, last: last[i]! }));
  const starts = kinds.flatMap((kind, i) => (kind === kinds[i - 1] && names[i] === names[i - 1] ? [] : [i]));
  return starts.map((start, s) => ({
    kind: kinds[start] === "entity" ? "entity" : "attribute",
    name: names[start]!,
    distinct: ofKind[start]!,
    values: rows.slice(start, starts[s + 1]),
  }));
}

const noFresh = { fresh: [], freshTotal: 0 };

async function freshOf(
  tenant: Tenant,
  actor: number,
  fromMs: number,
): Promise<{ fresh: FreshEntity[]; freshTotal: number }> {
  const from = `make_timestamp(${Math.round(fromMs * 1000)})`;
  const table = await tenant.db.query(fill(userFresh, { actor, from, most: most.fresh }));
  const [types, names, first] = [texts(table, "type"), texts(table, "name"), texts(table, "first")];
  const [n, toTenant] = [ints(table, "n"), ints(table, "to_tenant")];
  return {
    fresh: names.map((name, i) => ({
      type: types[i]!,
      name,
      events: n[i]!,
      first: first[i]!,
      toTenant: toTenant[i] === 1,
    })),
    freshTotal: names.length === 0 ? 0 : ints(table, "total")[0]!,
  };
}
