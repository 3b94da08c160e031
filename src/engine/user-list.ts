import { ints, texts } from "../db/columns.ts";
import type { UserColumns } from "./api/pages.ts";
import type { Detection } from "./detection.ts";
import { fill } from "./fill.ts";
import { fusedDays } from "./fused-days.ts";
import type { Tenant } from "./tenant.ts";
import everybody from "./user-list.sql?raw";

/** Everybody in the logs, by name, with what was scored of them. */
export async function userList(tenant: Tenant, detections: readonly Detection[]): Promise<UserColumns> {
  const table = await tenant.db.query(fill(everybody, { local: tenant.local("e.ts") }));
  const ids = ints(table, "id");
  const place = new Map(Array.from(ids, (id, i) => [id, i]));
  const p = new Float64Array(ids.length).fill(Number.NaN);
  const worst = new Int32Array(ids.length).fill(-1);
  const calendar = detections[0]?.features.calendar;
  if (calendar) {
    const fused = fusedDays(detections);
    fused.actor.forEach((actor, i) => {
      const at = place.get(actor);
      if (at === undefined || p[at]! <= fused.p[i]!) return;
      p[at] = fused.p[i]!;
      worst[at] = calendar.days[fused.day[i]!]!;
    });
  }
  const peers = detections.find(({ profile }) => profile)?.profile?.peers;
  return {
    actor: texts(table, "name"),
    events: ints(table, "n"),
    activeDays: ints(table, "days"),
    group: ids.map((id) => peers?.of[id] ?? -1),
    groups: peers?.labels ?? [],
    p,
    worst,
  };
}
