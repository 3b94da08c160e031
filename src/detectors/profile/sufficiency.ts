import type { TenantFeatures } from "../../features/cells.ts";
import { establishedDays, typeChannel } from "./judged-days.ts";

const count = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** What the data is too thin for, before any score: short histories, days left out, ids that differ only in case (METHODS, 2). */
export function sufficiency(features: TenantFeatures): string[] {
  const { calendar, actors, firstSeen, ignored } = features;
  const { cells } = typeChannel(features);
  const found: string[] = [];
  const before = calendar.scored.from;
  if (before < establishedDays)
    found.push(
      `Only ${count(before, "day", "days")} with data before the first scored day: history is too short to know anybody.`,
    );
  let thin = 0;
  let seen = 0;
  for (let actor = 0; actor < actors.length; actor++) {
    if (ignored[actor] || firstSeen[actor]! < 0) continue;
    seen++;
    let active = 0;
    let last = -1;
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]! && cells.day[row]! < before; row++) {
      if (cells.day[row] !== last) active++;
      last = cells.day[row]!;
    }
    if (active < establishedDays) thin++;
  }
  if (thin > 0)
    found.push(
      `${thin.toLocaleString("en-US")} of ${count(seen, "user", "users")} have under ${establishedDays} active days of history: they are judged by the tenant.`,
    );
  if (calendar.silent > 0)
    found.push(
      `${count(calendar.silent, "day", "days")} without a single event in the whole tenant ${calendar.silent === 1 ? "is" : "are"} left out.`,
    );
  const spellings = new Map<string, string[]>();
  for (const name of actors) {
    const folded = name.toLowerCase();
    spellings.set(folded, [...(spellings.get(folded) ?? []), name]);
  }
  const twice = [...spellings.values()].filter((names) => names.length > 1);
  if (twice.length > 0)
    found.push(
      `${count(twice.length, "user id differs", "user ids differ")} only in case: ${twice
        .slice(0, 3)
        .map((names) => names.join(" and "))
        .join("; ")}.`,
    );
  return found;
}
