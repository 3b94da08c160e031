import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { quantileOfSorted, spreadOfSorted } from "../../lib/statistics.ts";
import { hourOfWeek, hourTails, weekDensity } from "./out-of-hours.ts";

/** One feature of a user over his history days (METHODS, 2), zero-filled from the first seen day. */
export interface ProfileFeature {
  /** `Ticket.View`, `customer`, `customer new to the user`, `out of hours` … */
  readonly feature: string;
  /** What is counted: events a day, distinct entities a day, entities new that day, a volume a day, or a share. */
  readonly kind: "events" | "entities" | "new" | "volume" | "share";
  readonly median: number;
  readonly mad: number;
  /** 1.4826·MAD. */
  readonly deviation: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Share of the history days on which it is over 0. */
  readonly share: number;
  /** First and last history day on which it is over 0, indices into the calendar; −1 where there is none. */
  readonly first: number;
  readonly last: number;
}

/** An hour of the week is out of hours where no more than this share of the user's activity lies in hours as unusual. */
const unusualShare = 0.05;

const kinds: Partial<Record<Channel["kind"], ProfileFeature["kind"]>> = {
  type: "events",
  entity: "entities",
  new: "new",
  volume: "volume",
};

/** Summarises one value a day, of the days `from` on. */
function summarise(name: string, kind: ProfileFeature["kind"], values: Float64Array, from: number): ProfileFeature {
  const sorted = values.slice().sort();
  const at = (q: number) => (sorted.length === 0 ? 0 : quantileOfSorted(sorted, q));
  const { mad } = sorted.length === 0 ? { mad: 0 } : spreadOfSorted(sorted);
  const active = values.reduce((n, value) => n + (value > 0 ? 1 : 0), 0);
  const first = values.findIndex((value) => value > 0);
  const last = values.findLastIndex((value) => value > 0);
  return {
    feature: name,
    kind,
    median: at(0.5),
    mad,
    deviation: 1.4826 * mad,
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    share: values.length === 0 ? 0 : active / values.length,
    first: first < 0 ? -1 : from + first,
    last: last < 0 ? -1 : from + last,
  };
}

/** The share of each day's activity that lies out of the user's usual hours; 0 on days without any. */
function outOfHoursShares(week: Channel, actor: number, from: number, to: number): Float64Array {
  const { rowStart, day, key, n } = week.cells;
  const count = new Float64Array(week.labels.length);
  let total = 0;
  const each = (visit: (row: number, weight: number) => void) => {
    for (let row = rowStart[actor]!; row < rowStart[actor + 1]!; row++)
      if (day[row]! >= from && day[row]! < to) visit(row, Math.log1p(n[row]!));
  };
  each((row, weight) => {
    count[key[row]!]! += weight;
    total += weight;
  });
  const tails = hourTails(weekDensity(count, total));
  const out = new Float64Array(to - from);
  const all = new Float64Array(to - from);
  each((row) => {
    all[day[row]! - from]! += n[row]!;
    if (tails[key[row]!]! <= unusualShare) out[day[row]! - from]! += n[row]!;
  });
  return out.map((value, i) => (all[i]! > 0 ? value / all[i]! : 0));
}

/**
 * A user's profile over the `history` days before the first scored day: every feature that he has at all, and the share of activity out of
 * his usual hours. Empty for a user without history.
 * @param extra further channels of counts, such as entities new to the peer group
 */
export function userProfile(
  features: TenantFeatures,
  actor: number,
  { history = 30, extra = [] }: { history?: number; extra?: readonly Channel[] } = {},
): ProfileFeature[] {
  const to = features.calendar.scored.from;
  const from = Math.max(0, to - history, features.firstSeen[actor] ?? -1);
  if ((features.firstSeen[actor] ?? -1) < 0 || from >= to) return [];
  const rows: ProfileFeature[] = [];
  for (const { cells, labels, kind } of [...features.channels, ...extra]) {
    const counted = kinds[kind];
    if (!counted) continue;
    const byKey = new Map<number, Float64Array>();
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++) {
      const day = cells.day[row]!;
      if (day < from || day >= to) continue;
      const key = cells.key[row]!;
      const values = byKey.get(key) ?? new Float64Array(to - from);
      values[day - from] = cells.n[row]!;
      byKey.set(key, values);
    }
    for (const [key, values] of [...byKey].sort(([a], [b]) => a - b))
      rows.push(summarise(labels[key]!, counted, values, from));
  }
  const week = hourOfWeek(features);
  if (week) rows.push(summarise("out of hours", "share", outOfHoursShares(week, actor, from, to), from));
  return rows;
}
