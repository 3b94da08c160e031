import { type DayEvent, keyOf, type NewEntities } from "../casework/day-events.ts";
import { doubles, ints, scalar, texts } from "../db/columns.ts";
import { utcFromLocalMs } from "../lib/zone.ts";
import type { UserDay } from "../ranking/queue.ts";
import dayEvents from "./day-events.sql?raw";
import type { Detection } from "./detection.ts";
import type { ModelCodes } from "./model-codes.ts";
import newEntities from "./new-entities.sql?raw";
import type { Tenant } from "./tenant.ts";

const dayMs = 86_400_000;

/** All events of a user-day in order of time, and which entities were new on it. */
export interface EventsOfDay {
  readonly events: readonly DayEvent[];
  readonly fresh: NewEntities;
}

/**
 * Reads a user-day's events; gives their number alone where there are more than `most`. What was new on the day a stored model's history says,
 * where one scored it.
 */
export async function eventsOfDay(
  tenant: Tenant,
  { features: { calendar }, codes }: Pick<Detection, "features" | "codes">,
  { actor, day }: UserDay,
  { most = 20_000 } = {},
): Promise<EventsOfDay | number> {
  const { db, zone } = tenant;
  const local = calendar.days[day]! * dayMs;
  const us = (ms: number): number => Math.round(utcFromLocalMs(zone, ms) * 1000);
  const fill = (sql: string): string =>
    sql
      .replaceAll("{local}", () => tenant.local("e.ts"))
      .replaceAll("{actor}", String(actor))
      .replaceAll("{from}", String(us(local)))
      .replaceAll("{to}", String(us(local + dayMs)));
  await db.run(fill(dayEvents));
  try {
    const total = scalar(await db.query("select count(*)::integer from day_events"));
    if (total > most) return total;
    const table = await db.query(
      "select d.action, d.hour, t.name as type from day_events d join types t on t.id = d.type order by d.place",
    );
    const action = ints(table, "action");
    const hour = ints(table, "hour");
    const events = texts(table, "type").map((type, i) => ({
      type,
      hour: hour[i]!,
      action: action[i]!,
      attributes: [] as { name: string; value: string }[],
      entities: [] as { type: string; name: string }[],
      volumes: [] as { name: string; value: number }[],
    }));
    const attributes = await db.query(
      "select d.place, v.name as kind, v.value as name from day_events d join attributes b on b.event = d.event join attribute_values v on v.id = b.value",
    );
    each(attributes, (at, name, value) => events[at]!.attributes.push({ name, value }));
    const volumes = await db.query(
      "select d.place, v.name, v.value from day_events d join volumes v on v.event = d.event",
    );
    const amounts = doubles(volumes, "value");
    const names = texts(volumes, "name");
    ints(volumes, "place").forEach((at, i) => {
      events[at]!.volumes.push({ name: names[i]!, value: amounts[i]! });
    });
    const refs = await db.query(
      "select d.place, n.type as kind, n.name from day_events d join refs r on r.event = d.event join entities n on n.id = r.entity",
    );
    each(refs, (at, type, name) => events[at]!.entities.push({ type, name }));
    const found = await db.query(fill(newEntities));
    const told = codes?.newAt(ints(found, "id"), { actor, time: us(local) });
    return { events, fresh: freshOf(found, told) };
  } finally {
    await db.query("drop table day_events");
  }
}

type Table = Awaited<ReturnType<Tenant["db"]["query"]>>;

function each(table: Table, visit: (place: number, kind: string, name: string) => void): void {
  const place = ints(table, "place");
  const kinds = texts(table, "kind");
  const names = texts(table, "name");
  place.forEach((at, i) => {
    visit(at, kinds[i]!, names[i]!);
  });
}

function freshOf(table: Table, { toActor, toTenant }: Partial<ReturnType<ModelCodes["newAt"]>> = {}): NewEntities {
  const names = texts(table, "name");
  const keys = texts(table, "type").map((type, i) => keyOf(type, names[i]!));
  const only = (flags: ArrayLike<number>): Set<string> => new Set(keys.filter((_, i) => flags[i] === 1));
  return { toActor: only(toActor ?? ints(table, "to_actor")), toTenant: only(toTenant ?? ints(table, "to_tenant")) };
}
