import type { Table } from "apache-arrow";
import { doubles } from "../db/columns.ts";
import { localFromUtc } from "../db/zone-sql.ts";
import localEvents from "./local-events.sql?raw";

/** Makes the temporary table `local_events`: every event of an actor that counts, with its local day and hour in `zone`. */
export async function makeLocalEvents(
  db: { query(sql: string): Promise<Table>; execute(sql: string): Promise<void> },
  zone: string,
): Promise<void> {
  const span = await db.query(
    "select cast(epoch_us(min(ts)) as double) as low, cast(epoch_us(max(ts)) as double) as high from events",
  );
  const range = { fromMs: (doubles(span, "low")[0] ?? 0) / 1000, toMs: (doubles(span, "high")[0] ?? 0) / 1000 };
  const local = zone === "UTC" ? "e.ts" : localFromUtc("e.ts", zone, range);
  await db.execute(localEvents.replaceAll("{local}", () => `epoch_us(${local})`));
}
