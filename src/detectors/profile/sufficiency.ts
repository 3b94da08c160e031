import type { TenantFeatures } from "../../features/cells.ts";
import { establishedDays, typeChannel } from "./judged-days.ts";
import type { PeerGroups } from "./peer-groups.ts";

/** Days in a row without any event, between days with some, from which on a user's history has a gap. */
const gapDays = 10;
/** At most this many users are named. */
const named = 3;

const count = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

function listed(names: readonly string[]): string {
  const rest = names.length - named;
  return names.slice(0, named).join(", ") + (rest > 0 ? ` and ${rest.toLocaleString("en-US")} more` : "");
}

/** Active days of an actor before `before`, and the longest run of days without any between two of them. */
function activity({ rowStart, day }: TenantFeatures["channels"][number]["cells"], actor: number, before: number) {
  let active = 0;
  let gap = 0;
  let last = -1;
  for (let row = rowStart[actor]!; row < rowStart[actor + 1]! && day[row]! < before; row++) {
    if (day[row] === last) continue;
    active++;
    if (last >= 0) gap = Math.max(gap, day[row]! - last - 1);
    last = day[row]!;
  }
  return { active, gap };
}

/** Who judges users with a short history, or user-days of theirs. `thin`: the actor of each; `users`: how many the tenant has. */
function judges(thin: readonly number[], { of, labels }: PeerGroups, users: number): string {
  if (users === 1) return "that history alone judges them";
  const alone = thin.filter((actor) => of[actor]! < 0).length;
  const ownToo = "and their own history as far as it goes";
  if (labels.length < 2 || alone === thin.length) return `the tenant judges them, ${ownToo}`;
  return `their peers judge them${alone > 0 ? `, or the tenant where they have no history at all (${alone.toLocaleString("en-US")})` : ""}, ${ownToo}`;
}

/**
 * What the data is too thin for, before any score: short histories, gaps, days left out, ids that differ only in case (METHODS, 2).
 * @param thinDays the actor of each scored user-day with too short a history before it
 */
export function sufficiency(
  features: TenantFeatures,
  peers: PeerGroups,
  { history = 30, thinDays = [] }: { readonly history?: number; readonly thinDays?: readonly number[] } = {},
): string[] {
  const { calendar, actors, firstSeen, ignored } = features;
  const { cells } = typeChannel(features);
  const found: string[] = [];
  const before = calendar.scored.from;
  if (before < establishedDays)
    found.push(
      `Only ${count(before, "day", "days")} with data before the first scored day: history is too short to know anybody.`,
    );
  const seen = Array.from(actors.keys()).filter((actor) => !ignored[actor] && firstSeen[actor]! >= 0);
  const known = seen.map((actor) => ({ actor, ...activity(cells, actor, before) }));
  if (seen.length === 1)
    found.push(`${actors[seen[0]!]} is the only user: there is nobody to compare with, no tenant and no peers.`);
  const types = new Set(cells.key).size;
  const days = Math.max(1, before - Math.max(0, before - history));
  if (types > 10 * days)
    found.push(
      `${count(types, "event type", "event types")} over ${count(days, "day", "days")} of history: most counts have none of their own.`,
    );
  const constant = features.channels
    .filter(({ kind, labels }) => kind === "attribute" && labels.length < 2)
    .map(({ name }) => name.replace(/^[^:]*:/, ""));
  if (constant.length > 0)
    found.push(`${listed(constant)} always ${constant.length === 1 ? "has" : "have"} the same value: it says nothing.`);
  const thin = known.filter(({ active }) => active < establishedDays).map(({ actor }) => actor);
  if (thin.length > 0)
    found.push(
      `${thin.length.toLocaleString("en-US")} of ${count(seen.length, "user", "users")} have under ${establishedDays} active days of history: ${judges(thin, peers, seen.length)} (${listed(thin.map((actor) => actors[actor]!))}).`,
    );
  if (thinDays.length > 0)
    found.push(
      `${count(thinDays.length, "scored user-day has", "scored user-days have")} under ${establishedDays} active days before: ${judges(thinDays, peers, seen.length)}.`,
    );
  const gaps = known.filter(({ gap }) => gap >= gapDays).sort((a, b) => b.gap - a.gap);
  if (gaps.length > 0)
    found.push(
      `${count(gaps.length, "user has", "users have")} a gap of ${gapDays} days or more in the history: ${listed(gaps.map(({ actor, gap }) => `${actors[actor]} (${gap} days)`))}.`,
    );
  if (calendar.silent > 0)
    found.push(
      `${count(calendar.silent, "day", "days")} without a single event in the whole tenant ${calendar.silent === 1 ? "is" : "are"} left out.`,
    );
  const spellings = new Map<string, string[]>();
  for (const name of actors) {
    const folded = name.toLowerCase();
    const names = spellings.get(folded);
    if (names) names.push(name);
    else spellings.set(folded, [name]);
  }
  const twice = [...spellings.values()].filter((names) => names.length > 1);
  if (twice.length > 0)
    found.push(
      `${count(twice.length, "user id differs", "user ids differ")} only in case: ${listed(twice.map((names) => names.join(" and ")))}.`,
    );
  return found;
}
