import type { Table } from "apache-arrow";
import { doubles, ints, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { quietJob } from "../lib/job.ts";
import attributeCells from "./attribute-cells.sql?raw";
import { makeCalendar } from "./calendar.ts";
import type { Channel, TenantFeatures } from "./cells.ts";
import { type CellColumns, packCells } from "./day-cells.ts";
import days from "./days.sql?raw";
import entityCells from "./entity-cells.sql?raw";
import entityDays from "./entity-days.sql?raw";
import entityValueCells from "./entity-value-cells.sql?raw";
import firstSeen from "./first-seen.sql?raw";
import hourCells from "./hour-cells.sql?raw";
import { makeLocalEvents } from "./local-events.ts";
import typeCells from "./type-cells.sql?raw";
import volumeCells from "./volume-cells.sql?raw";

/** Entity types with more distinct entities than this are counted, but their values are no profile. */
const entityValueLimit = 5000;

/** Puts values in place of `{name}`. */
const fill = (sql: string, values: Readonly<Record<string, string | number>>): string =>
  sql.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const columnsOf = (table: Table): CellColumns => ({
  actor: ints(table, "actor"),
  day: ints(table, "day"),
  key: ints(table, "key"),
  n: doubles(table, "n"),
});

/** Statements of a reading, for its progress. */
const readingSteps = 17;

/** What bounds the features. `from` and `to` are ISO local days of `zone`, null for the last seven days that have data. */
export interface FeatureWindow {
  readonly zone?: string;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly history?: number;
  /** Entity types whose values are read however many there are. */
  readonly values?: readonly string[];
}

/**
 * Reads all that the user-day detectors need from the canonical tables. Cells reach from two histories before the first scored day (one to
 * judge it by, one to judge that history's days by) to the last scored day; `firstSeen` and newness look at all data.
 * @throws UserError when nothing lies in the window, or for an unknown zone; Cancelled
 */
export async function readFeatures(
  db: Database,
  window: FeatureWindow = {},
  job = quietJob(),
): Promise<TenantFeatures> {
  let done = 0;
  const step = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    job.report({ stage: "Counting by user and day", done: done++, total: readingSteps, unit: "steps" });
    return work(job.signal);
  };
  try {
    return await read(
      {
        query: (sql) => step((signal) => db.query(sql, signal)),
        execute: (sql) => step((signal) => db.execute(sql, signal)),
      },
      window,
    );
  } finally {
    await db.run("drop table if exists entity_days; drop table if exists local_events");
  }
}

async function read(
  db: { query(sql: string): Promise<Table>; execute(sql: string): Promise<void> },
  { zone = "UTC", from = null, to = null, history = 30, values: always = [] }: FeatureWindow,
): Promise<TenantFeatures> {
  await makeLocalEvents(db, zone);
  const active = await db.query(days);
  const calendar = {
    ...makeCalendar(ints(active, "day"), { zone, from, to }),
    events: doubles(active, "n"),
  };
  const window = {
    from: calendar.days[Math.max(0, calendar.scored.from - 2 * history)]!,
    to: calendar.days[calendar.scored.to]!,
  };

  const actorTable = await db.query(
    "select id, name, cast(coalesce(ignored, false) as integer) as ignored from actors order by id",
  );
  const actors = texts(actorTable, "name");
  const first = await db.query(firstSeen);
  const seen = new Int32Array(actors.length).fill(-1);
  const firstDay = ints(first, "day");
  ints(first, "actor").forEach((actor, i) => {
    seen[actor] = calendar.days.indexOf(firstDay[i]!);
  });

  const pack = (columns: CellColumns, keep?: Int32Array) => packCells(actors.length, calendar.days, columns, keep);
  const typeNames = texts(await db.query("select name from types order by id"), "name");
  const hourNames = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
  const types = columnsOf(await db.query(fill(typeCells, window)));
  const hours = columnsOf(await db.query(fill(hourCells, window)));
  const channels: Channel[] = [
    { name: "type", kind: "type", cells: pack(types), labels: typeNames },
    { name: "hour", kind: "hour", cells: pack(hours), labels: hourNames },
  ];

  const attributes = columnsOf(await db.query(fill(attributeCells, window)));
  const values = await db.query("select id, name as kind, value as name from attribute_values order by id");
  channels.push(...channelsByKind(attributes, values, { kind: "attribute", prefix: "attribute", pack }));

  const volumeNames = texts(await db.query("select distinct name from volumes order by name"), "name");
  const volumes = columnsOf(await db.query(fill(volumeCells, window)));
  if (volumeNames.length > 0)
    channels.push({ name: "volume", kind: "volume", cells: pack(volumes), labels: volumeNames });

  await db.execute(entityDays);
  const kinds = texts(await db.query("select distinct type as kind from entities order by kind"), "kind");
  channels.push(...countedEntities(await db.query(fill(entityCells, window)), kinds, pack));
  const entityValues = columnsOf(
    await db.query(
      fill(entityValueCells, {
        ...window,
        limit: entityValueLimit,
        always: ["null", ...always.map(quoteText)].join(", "),
      }),
    ),
  );
  const entities = await db.query(
    `select id, type as kind, name from entities where id in (select distinct entity from entity_days where day between ${window.from} and ${window.to}) order by id`,
  );
  channels.push(...channelsByKind(entityValues, entities, { kind: "value", prefix: "entity-value", pack }));

  return { calendar, actors, ignored: Uint8Array.from(ints(actorTable, "ignored")), firstSeen: seen, channels };
}

/** Splits cells whose keys are ids of a dictionary (`id, kind, name`, ascending id) into one channel a kind, with dense keys. */
function channelsByKind(
  columns: CellColumns,
  dictionary: Table,
  {
    kind,
    prefix,
    pack,
  }: { kind: Channel["kind"]; prefix: string; pack: (c: CellColumns, keep?: Int32Array) => Channel["cells"] },
): Channel[] {
  const ids = ints(dictionary, "id");
  const kinds = texts(dictionary, "kind");
  const names = texts(dictionary, "name");
  const used = new Uint8Array((ids.at(-1) ?? -1) + 1);
  for (const id of columns.key) used[id] = 1;
  const dense = new Int32Array(used.length);
  const kindOf = new Int32Array(used.length);
  const groups: { name: string; labels: string[]; rows: number }[] = [];
  const groupIndex = new Map<string, number>();
  ids.forEach((id, i) => {
    if (!used[id]) return;
    let at = groupIndex.get(kinds[i]!);
    if (at === undefined) {
      at = groups.length;
      groupIndex.set(kinds[i]!, at);
      groups.push({ name: kinds[i]!, labels: [], rows: 0 });
    }
    kindOf[id] = at;
    dense[id] = groups[at]!.labels.length;
    groups[at]!.labels.push(names[i]!);
  });
  for (const id of columns.key) groups[kindOf[id]!]!.rows++;
  const kept = groups.map(({ rows }) => new Int32Array(rows));
  const filled = new Int32Array(groups.length);
  columns.key.forEach((id, row) => {
    const group = kindOf[id]!;
    kept[group]![filled[group]!++] = row;
  });
  const keyed = { ...columns, key: columns.key.map((id) => dense[id]!) };
  return groups.map(({ name, labels }, i) => ({
    name: `${prefix}:${name}`,
    kind,
    labels,
    cells: pack(keyed, kept[i]!),
  }));
}

/** The channels `entity` (distinct entities by type) and `new` (new to the actor, and new to the tenant, by type). */
function countedEntities(
  table: Table,
  names: readonly string[],
  pack: (c: CellColumns) => Channel["cells"],
): Channel[] {
  const columns = columnsOf(table);
  const rows = columns.key.length;
  if (rows === 0) return [];
  const counts = [doubles(table, "new_to_actor"), doubles(table, "new_to_tenant")] as const;
  const both = {
    actor: new Int32Array(2 * rows),
    day: new Int32Array(2 * rows),
    key: new Int32Array(2 * rows),
    n: new Float64Array(2 * rows),
  };
  let size = 0;
  for (let row = 0; row < rows; row++)
    for (const second of [0, 1] as const) {
      if (counts[second][row] === 0) continue;
      both.actor[size] = columns.actor[row]!;
      both.day[size] = columns.day[row]!;
      both.key[size] = 2 * columns.key[row]! + second;
      both.n[size++] = counts[second][row]!;
    }
  const some: CellColumns = {
    actor: both.actor.subarray(0, size),
    day: both.day.subarray(0, size),
    key: both.key.subarray(0, size),
    n: both.n.subarray(0, size),
  };
  return [
    { name: "entity", kind: "entity", labels: names, cells: pack(columns) },
    {
      name: "new",
      kind: "new",
      labels: names.flatMap((name) => [`${name} new to the user`, `${name} new to the tenant`]),
      cells: pack(some),
    },
  ];
}
