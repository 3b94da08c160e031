import { headlineOf } from "../casework/headline.ts";
import { normalDays, peersOf } from "../casework/nearest-days.ts";
import { summarise, type WindowFacts } from "../casework/summary.ts";
import type { Verdict } from "../casework/verdicts.ts";
import { isoDay } from "../features/calendar.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { UserError } from "../lib/errors.ts";
import { median } from "../lib/statistics.ts";
import type { Detection } from "./detection.ts";
import { fusedDays } from "./fused-days.ts";
import { reasonsOf } from "./reasons.ts";

/** One actor's scored window in a paragraph. @throws UserError for an actor that the tenant doesn't have */
export function summariseUser(detections: readonly Detection[], name: string, verdicts: readonly Verdict[]): string {
  const features = detections[0]?.features;
  const actor = features?.actors.indexOf(name) ?? -1;
  if (!features || actor < 0)
    throw new UserError(`No user ${name} is in the queue's logs.`, { next: "Write the name as the log has it." });
  const { calendar } = features;
  const all = fusedDays(detections);
  const unusual = Array.from(
    all.order.filter((row) => all.actor[row] === actor && all.p[row]! <= 0.01),
    all.at,
  );
  return summarise({
    actor: name,
    from: isoDay(calendar.days[calendar.scored.from]!),
    to: isoDay(calendar.days[calendar.scored.to]!),
    days: calendar.scored.to - calendar.scored.from + 1,
    ...volumes(features, actor),
    unusual: unusual.map((one) => ({
      day: isoDay(calendar.days[one.day]!),
      p: one.p,
      headline: headlineOf(reasonsOf(detections, one), one.p),
    })),
    first: firstTimes(features, actor),
    fresh: freshEntities(features, actor),
    peers: company(features, actor),
    verdicts: verdicts.map(({ day, verdict, reason }) => ({ day, verdict: wordsOf[verdict], reason })),
  });
}

const wordsOf = { worth: "worth auditing", "not worth": "not worth auditing", unsure: "unsure" } as const;

/** Calls `visit` for each cell of an actor's channel with its day, key and number. */
function eachCell(
  { cells }: TenantFeatures["channels"][number],
  actor: number,
  visit: (day: number, key: number, n: number) => void,
): void {
  for (let c = cells.rowStart[actor]!; c < cells.rowStart[actor + 1]!; c++)
    visit(cells.day[c]!, cells.key[c]!, cells.n[c]!);
}

function dailyEvents(features: TenantFeatures, actor: number, { from, to }: { from: number; to: number }): number[] {
  const byDay = new Map<number, number>();
  eachCell(features.channels.find(({ kind }) => kind === "type")!, actor, (day, _, n) => {
    if (day >= from && day < to) byDay.set(day, (byDay.get(day) ?? 0) + n);
  });
  return [...byDay.values()];
}

function volumes(
  features: TenantFeatures,
  actor: number,
): Pick<WindowFacts, "activeDays" | "events" | "usualEvents" | "types"> {
  const { scored } = features.calendar;
  const now = dailyEvents(features, actor, { from: scored.from, to: scored.to + 1 });
  const before = dailyEvents(features, actor, normalDays(features));
  const channel = features.channels.find(({ kind }) => kind === "type")!;
  const byType = new Map<number, number>();
  eachCell(channel, actor, (day, key, n) => {
    if (day >= scored.from && day <= scored.to) byType.set(key, (byType.get(key) ?? 0) + n);
  });
  return {
    activeDays: now.length,
    events: now.reduce((sum, n) => sum + n, 0),
    usualEvents: before.length === 0 ? null : median(before),
    types: [...byType].sort((a, b) => b[1] - a[1]).map(([key, n]) => ({ name: channel.labels[key]!, n })),
  };
}

/** Event types and attribute values that the user has in the window and not in the days before; of a new user nothing is a first time. */
function firstTimes(features: TenantFeatures, actor: number): WindowFacts["first"] {
  const { scored } = features.calendar;
  if (dailyEvents(features, actor, normalDays(features)).length === 0) return [];
  return features.channels
    .filter(({ kind }) => kind === "type" || kind === "attribute")
    .flatMap((channel) => {
      const before = new Set<number>();
      const now = new Map<number, number>();
      eachCell(channel, actor, (day, key, n) => {
        if (day < scored.from) before.add(key);
        else now.set(key, (now.get(key) ?? 0) + n);
      });
      const subject = channel.kind === "type" ? "" : `${channel.name.slice(channel.name.indexOf(":") + 1)} `;
      return [...now]
        .filter(([key]) => !before.has(key))
        .map(([key, n]) => ({ what: `${subject}${channel.labels[key]}`, n }));
    })
    .sort((a, b) => b.n - a.n);
}

function freshEntities(features: TenantFeatures, actor: number): WindowFacts["fresh"] {
  const channel = features.channels.find(({ kind }) => kind === "new");
  if (!channel) return [];
  const found = new Map<string, { toUser: number; toTenant: number }>();
  eachCell(channel, actor, (day, key, n) => {
    if (day < features.calendar.scored.from) return;
    const [kind, whom] = channel.labels[key]!.split(" new to the ") as [string, string];
    const own = found.get(kind) ?? { toUser: 0, toTenant: 0 };
    found.set(kind, own);
    if (whom === "user") own.toUser += n;
    else own.toTenant += n;
  });
  return [...found].map(([kind, fresh]) => ({ kind, ...fresh })).filter(({ toUser }) => toUser > 0);
}

function company(features: TenantFeatures, actor: number): WindowFacts["peers"] {
  const peers = peersOf(features, actor);
  const counts = peers.flatMap((peer) => dailyEvents(features, peer.actor, normalDays(features)));
  if (counts.length === 0) return null;
  const names = peers.slice(0, 2).map((peer) => features.actors[peer.actor]!);
  return { n: peers.length, names, usualEvents: median(counts) };
}
