import type { TenantFeatures } from "../features/cells.ts";
import { median } from "../lib/statistics.ts";
import { normalDays } from "./nearest-days.ts";

/** Something that a user nearly always has on an active day, and lacks on this one. */
export interface Missing {
  /** The channel's name, `type`, `attribute:country` … */
  readonly channel: string;
  readonly label: string;
  /** Active normal days with it, of all. */
  readonly days: number;
  readonly active: number;
  /** Median number on the days with it. */
  readonly usual: number;
}

/** Under this many active days nothing is expected of a user. */
const fewestDays = 10;

/**
 * What was expected of a user's day and is missing: event types, kinds of entities, entities and attribute values of at least `share` of the
 * active normal days, the most constant first, event types before the rest.
 * @param day index into `calendar.days`
 */
export function missingOf(
  features: TenantFeatures,
  { actor, day }: { readonly actor: number; readonly day: number },
  { share = 0.8, most = 5 } = {},
): Missing[] {
  const { from, to } = normalDays(features);
  const active = new Set<number>();
  const types = features.channels.find(({ kind }) => kind === "type")!.cells;
  for (let c = types.rowStart[actor]!; c < types.rowStart[actor + 1]!; c++)
    if (types.day[c]! >= from && types.day[c]! < to) active.add(types.day[c]!);
  if (active.size < fewestDays) return [];
  return features.channels
    .filter(({ kind }) => kind !== "hour" && kind !== "new")
    .flatMap(({ name, cells, labels }) => {
      const counts = new Map<number, number[]>();
      const today = new Set<number>();
      for (let c = cells.rowStart[actor]!; c < cells.rowStart[actor + 1]!; c++) {
        const at = cells.day[c]!;
        if (at === day) today.add(cells.key[c]!);
        if (at < from || at >= to) continue;
        const own = counts.get(cells.key[c]!);
        if (own) own.push(cells.n[c]!);
        else counts.set(cells.key[c]!, [cells.n[c]!]);
      }
      return [...counts]
        .filter(([key, n]) => !today.has(key) && n.length >= share * active.size)
        .map(([key, n]) => ({
          channel: name,
          label: labels[key]!,
          days: n.length,
          active: active.size,
          usual: median(n),
        }))
        .sort((a, b) => b.usual - a.usual || (a.label < b.label ? -1 : 1));
    })
    .sort((a, b) => b.days - a.days)
    .slice(0, most);
}

/** `No Ticket.View, which is there on 27 of 28 active days (usual 9).` */
export function describeMissing({ channel, label, days, active, usual }: Missing): string {
  const subject = channel.includes(":") ? `${channel.slice(channel.indexOf(":") + 1)} ` : "";
  const what = channel === "entity" ? `${label} at all` : `${subject}${label}`;
  const amount =
    channel === "type" || channel === "entity" ? ` (usual ${Math.round(usual).toLocaleString("en-US")})` : "";
  return `No ${what}, which is there on ${days === active ? `all ${active}` : `${days} of ${active}`} active days${amount}.`;
}
