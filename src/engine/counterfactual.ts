import { describeRemoval, fewestRemovals, type PWithout } from "../casework/counterfactual.ts";
import { eventCounter } from "../casework/day-events.ts";
import { groupsOf } from "../casework/event-groups.ts";
import type { Reason } from "../detectors/scores.ts";
import { soloDay } from "../features/solo.ts";
import { type Fused, fuse } from "../ranking/fuse.ts";
import { actorCount, type RankedCase, type UserDay } from "../ranking/queue.ts";
import { type UserDays, userDaysOf } from "../ranking/user-days.ts";
import type { Clears } from "./api/cases.ts";
import { type EventsOfDay, eventsOfDay } from "./day-events.ts";
import type { Detection } from "./detection.ts";
import type { Tenant } from "./tenant.ts";

/** The p from which on a case would not be in its queue: the last case's where the queue is full (1 in 20 at the most), else 1 in 100. */
export function clearingP(cases: readonly { readonly p: number }[], budget: number): number {
  const last = cases.reduce((most, { p }) => Math.max(most, p), 0);
  return cases.length >= budget && last > 0 ? Math.min(last, 0.05) : 0.01;
}

/** The fewest events of a case's day without which it would not be in the queue, in words; null where the case only just is. */
export async function clearsOf(
  tenant: Tenant,
  detections: readonly Detection[],
  { ranked, reasons, threshold }: { ranked: RankedCase; reasons: readonly Reason[]; threshold: number },
): Promise<Clears | null> {
  if (ranked.p >= threshold) return null;
  const without = (sentence: string): Clears => ({ sentence, clears: false, p: ranked.p, groups: [] });
  const read = await eventsOfDay(tenant, detections[0]!, ranked);
  if (typeof read === "number")
    return without(`The day has ${read.toLocaleString("en-US")} events, too many to try which of them matter.`);
  const { events } = read;
  const roots = new Set(
    detections.flatMap(({ ranked: rankings }) =>
      rankings.flatMap((ranking) => itemsOf(ranking, ranked).map(({ action }) => action)),
    ),
  );
  roots.delete(-1);
  const groups = groupsOf(events, reasons, { roots });
  const removal = fewestRemovals(groups, events.length, pWithout(detections, ranked, read), { threshold });
  if (!removal) return without("It is the day as a whole: without any part of its events it is as unusual.");
  return { ...removal, sentence: describeRemoval(removal, events.length) };
}

/** How a queue's detectors judge and fuse one user-day; read off their scores once. */
interface Court {
  readonly columns: readonly UserDays[];
  readonly fused: Fused;
}
const known = new WeakMap<readonly Detection[], Court>();

function courtOf(detections: readonly Detection[]): Court {
  const before = known.get(detections);
  if (before) return before;
  const detectors = detections.flatMap(({ ranked }) => ranked);
  const actors = actorCount(detectors);
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const court = { columns, fused: fuse(columns, actors) };
  known.set(detections, court);
  return court;
}

/**
 * The fused p of a case's day with only some of its events: user-days are scored again (a detector that can't keeps its score), roots go when
 * all of their events do.
 */
export function pWithout(
  detections: readonly Detection[],
  { actor, day }: UserDay,
  { events, fresh }: EventsOfDay,
): PWithout {
  const features = detections[0]!.features;
  const { columns, fused } = courtOf(detections);
  const count = eventCounter(features, events, fresh);
  const solo = soloDay(features, actor, day);
  const judges = detections.flatMap((detection) =>
    detection.ranked.map((ranking, r) => ({
      again: r === 0 ? (detection.rescore?.(actor, day) ?? null) : null,
      items: itemsOf(ranking, { actor, day }),
    })),
  );
  return (kept) => {
    if (!kept.includes(1)) return 1;
    const left = new Set<number>([-1]);
    events.forEach(({ action }, e) => {
      if (kept[e]) left.add(action);
    });
    const own = solo(count(kept));
    const stay = events.filter((_, e) => kept[e]);
    const heard = judges.map(({ again, items }, c) => {
      if (!again)
        return columns[c]!.judge(
          items.flatMap(({ action, score }) => (left.has(action) ? [score] : [])),
          day,
        );
      const score = again(own, stay);
      return columns[c]!.judge(score === null ? [] : [score], day);
    });
    return fused.judge(heard, day);
  };
}

/** A ranking's items of one user-day: the day itself (action −1), or its roots. */
function itemsOf(
  { scores }: Detection["ranked"][number],
  { actor, day }: UserDay,
): { readonly action: number; readonly score: number }[] {
  const items = [];
  for (let i = 0; i < scores.actor.length; i++)
    if (scores.actor[i] === actor && scores.day[i] === day)
      items.push({ action: scores.action[i]!, score: scores.score[i]! });
  return items;
}
