import { describeRemoval, fewestRemovals, groupsOf, type PWithout } from "../casework/counterfactual.ts";
import { eventCounter } from "../casework/day-events.ts";
import type { Reason } from "../detectors/scores.ts";
import { soloDay } from "../features/solo.ts";
import { conformalP, sidak } from "../lib/statistics.ts";
import { fuseP } from "../ranking/fuse.ts";
import type { RankedCase, UserDay } from "../ranking/queue.ts";
import type { Clears } from "./api.ts";
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
  const read = await eventsOfDay(tenant, detections[0]!.features, ranked);
  if (typeof read === "number")
    return without(`The day has ${read.toLocaleString("en-US")} events, too many to try which of them matter.`);
  const { events } = read;
  const roots = new Set(
    detections.flatMap((detection) => rootsOf(detection, ranked).flatMap(({ actions }) => actions)),
  );
  const groups = groupsOf(events, reasons, { roots });
  const removal = fewestRemovals(groups, events.length, pWithout(detections, ranked, read), { threshold });
  if (!removal) return without("It is the day as a whole: without any part of its events it is as unusual.");
  return { ...removal, sentence: describeRemoval(removal, events.length) };
}

/**
 * The fused p of a case's day with only some of its events: user-days are scored again (a detector that can't keeps its p), roots go when all
 * of their events do.
 */
export function pWithout(
  detections: readonly Detection[],
  { actor, day }: UserDay,
  { events, fresh }: EventsOfDay,
): PWithout {
  const features = detections[0]!.features;
  const count = eventCounter(features, events, fresh);
  const solo = soloDay(features, actor, day);
  const judges = detections.map((detection) => {
    const again = detection.rescore?.(actor, day) ?? null;
    const sorted = again && Float64Array.from(detection.ranked[0]!.scores.null).sort();
    const fixed = detection.rescore ? [] : daysOf(detection, { actor, day });
    return { again, sorted, fixed, roots: rootsOf(detection, { actor, day }) };
  });
  return (kept) => {
    if (!kept.includes(1)) return 1;
    const left = new Set<number>();
    events.forEach(({ action }, e) => {
      if (kept[e]) left.add(action);
    });
    const own = solo(count(kept));
    return fuseP(
      judges.flatMap(({ again, sorted, fixed, roots }) => {
        const score = again?.(own) ?? null;
        const days = again && sorted ? [score === null ? Number.NaN : conformalP(sorted, score)] : [];
        return [...days, ...fixed, ...roots.map((root) => foldedP(root, left))];
      }),
    );
  };
}

/** A ranking's roots of a user-day with their p. */
interface DayRoots {
  readonly actions: readonly number[];
  readonly p: readonly number[];
}

/** What a detection's rankings of user-days say of one. */
function daysOf({ ranked }: Detection, { actor, day }: UserDay): number[] {
  return ranked.flatMap(({ scores, p }) => {
    const i = scores.actor.findIndex((a, at) => a === actor && scores.day[at] === day && scores.action[at]! < 0);
    return i < 0 ? [] : [p[i]!];
  });
}

function rootsOf({ ranked }: Detection, { actor, day }: UserDay): DayRoots[] {
  return ranked.flatMap(({ scores, p }) => {
    const items: number[] = [];
    for (let i = 0; i < p.length; i++)
      if (scores.actor[i] === actor && scores.day[i] === day && scores.action[i]! >= 0) items.push(i);
    return items.length === 0 ? [] : [{ actions: items.map((i) => scores.action[i]!), p: items.map((i) => p[i]!) }];
  });
}

function foldedP({ actions, p }: DayRoots, left: ReadonlySet<number>): number {
  const kept = p.filter((_, i) => left.has(actions[i]!));
  return kept.length === 0 ? Number.NaN : sidak(Math.min(...kept), kept.length);
}
