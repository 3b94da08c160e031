import { tableFromArrays, tableToIPC } from "apache-arrow";
import { doubles, ints, scalar, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { type Job, quietJob } from "../lib/job.ts";
import axisCells from "./axis-cells.sql?raw";
import axisDays from "./axis-days.sql?raw";
import axisValues from "./axis-values.sql?raw";
import type { DayCells, TenantFeatures } from "./cells.ts";
import { packCells } from "./day-cells.ts";
import { columnOf, type HashedLabels, hashedLabels } from "./hashed-cells.ts";
import { makeLocalEvents } from "./local-events.ts";

/** Events by actor, day and hashed column of one entity type. */
export interface EntityAxis {
  readonly cells: DayCells;
  readonly hashed: HashedLabels;
  /** Different entities in the window. */
  readonly values: number;
}

/**
 * Reads the days of one entity type, however many entities it has, over the window that the features were read for: names are hashed here, and
 * events added up by column in the database. Null where there is no such entity type. For the types that `readFeatures` has no values of.
 * @throws Cancelled
 */
export async function readEntityAxis(
  db: Database,
  { calendar, actors }: Pick<TenantFeatures, "calendar" | "actors">,
  { type, history }: { readonly type: string; readonly history: number },
  job: Job = quietJob(),
): Promise<EntityAxis | null> {
  const { signal } = job;
  const known = await db.query(`select count(*)::integer as n from entities where type = ${quoteText(type)}`, signal);
  if (scalar(known) === 0) return null;
  job.report({ stage: `Counting ${type} by user and day`, done: 0, total: 0, unit: "rows" });
  const { days, scored } = calendar;
  const window = { from: days[Math.max(0, scored.from - history)]!, to: days[scored.to]! };
  try {
    await makeLocalEvents(
      { query: (sql) => db.query(sql, signal), execute: (sql) => db.execute(sql, signal) },
      calendar.zone,
    );
    await db.execute(
      axisDays
        .replace("{type}", () => quoteText(type))
        .replace("{from}", () => String(window.from))
        .replace("{to}", () => String(window.to)),
      signal,
    );
    const table = await db.query(axisValues, signal);
    const names = texts(table, "name");
    const column = Int32Array.from(names, columnOf);
    await db.insertArrow("incoming_columns", tableToIPC(tableFromArrays({ id: ints(table, "id"), column }), "stream"));
    const found = await db.query(axisCells, signal);
    const columns = {
      actor: ints(found, "actor"),
      day: ints(found, "day"),
      key: ints(found, "key"),
      n: doubles(found, "n"),
    };
    return {
      cells: packCells(actors.length, days, columns),
      hashed: hashedLabels(names, column, doubles(table, "n")),
      values: names.length,
    };
  } finally {
    await db.run(
      "drop table if exists incoming_columns; drop table if exists axis_days; drop table if exists local_events",
    );
  }
}
