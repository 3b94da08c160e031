import { doubles, ints, scalar, texts } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import { zoneTransitions } from "../lib/zone.ts";
import { fill } from "./fill.ts";
import identitySql from "./identity-doctor.sql?raw";
import timeSql from "./time-doctor.sql?raw";

type Reader = Pick<Database, "query">;

const dayMs = 86_400_000;
const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** Says which actors may be one person under several names. */
export async function identityDoctor(db: Reader): Promise<string[]> {
  const table = await db.query(identitySql);
  const people = ints(table, "people")[0] ?? 0;
  if (people === 0) return [];
  const names = ints(table, "names")[0]!;
  const example = `“${texts(table, "first")[0]}” and “${texts(table, "last")[0]}”`;
  return [
    `${names} actor names are ${people} but for case or domain, such as ${example}: they are counted as different actors.`,
  ];
}

/** Says what is odd about the times: too early, in the future, too few of them, or in an hour that a zone has twice. */
export async function timeDoctor(
  db: Reader,
  { zones = [], now = Date.now() }: { zones?: readonly string[]; now?: number } = {},
): Promise<string[]> {
  const latest = `timestamp '${new Date(now + dayMs).toISOString().slice(0, 19).replace("T", " ")}'`;
  const table = await db.query(fill(timeSql, { latest }));
  const [events, early, future, actors, days] = ["events", "early", "future", "actors", "days"].map(
    (name) => ints(table, name)[0] ?? 0,
  ) as [number, number, number, number, number];
  if (events === 0) return [];
  const found: string[] = [];
  const first = texts(table, "first")[0]!;
  const last = texts(table, "last")[0]!;
  if (early > 0) found.push(`${count(early, "event")} before 1990 (from ${first} on): is the time format right?`);
  if (future > 0)
    found.push(`${count(future, "event")} in the future (up to ${last}): are the time format and zone right?`);
  if (actors === 1) found.push("All events are of one actor: there are no peers to compare with.");
  if (events > 1 && doubles(table, "seconds")[0] === 0)
    found.push("All events are in one second: is this the right time column?");
  else if (days === 1) found.push(`All events are of one day, ${first}: there is no history to judge it by.`);
  for (const zone of zones) found.push(...(await repeatedHours(db, zone)));
  return found;
}

/** Events in the first pass of an hour that the zone's clocks show twice. */
async function repeatedHours(db: Reader, zone: string): Promise<string[]> {
  const range = await db.query(
    "select epoch_ms(min(ts))::double as first, epoch_ms(max(ts))::double as last from events",
  );
  const from = Math.max(doubles(range, "first")[0]!, 0);
  const to = Math.min(doubles(range, "last")[0]!, Date.UTC(2100, 0, 1));
  if (!(from < to)) return [];
  const transitions = zoneTransitions(zone, from - dayMs, to + dayMs);
  const folds = transitions.flatMap(({ utc, offsetSeconds }, i) => {
    const gained = (transitions[i - 1]?.offsetSeconds ?? offsetSeconds) - offsetSeconds;
    return gained > 0 ? [`epoch_ms(ts) between ${utc - gained * 1000} and ${utc - 1}`] : [];
  });
  if (folds.length === 0) return [];
  const events = scalar(await db.query(`select count(*)::integer from events where ${folds.join(" or ")}`));
  if (events === 0) return [];
  return [
    `${count(events, "event")} in the hour that ${zone} has twice when summer time ends: without an offset the earlier is meant.`,
  ];
}

/** Says when the event type is hardly a type: too many of them to count by. */
export async function typeDoctor(db: Reader): Promise<string[]> {
  const types = scalar(await db.query("select count(*)::integer from types"));
  const events = scalar(await db.query("select count(*)::integer from events"));
  if (types > 2000 && types > events / 100) {
    return [`${types.toLocaleString("en-US")} distinct types: is “type” the right column?`];
  }
  return types === 1 && events > 1
    ? ["All events are of one type: a second column in “type” may tell them apart."]
    : [];
}
