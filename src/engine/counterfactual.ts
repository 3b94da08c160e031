import { describeRemoval, fewestRemovals, groupsOf, type PWithout, type Removal } from "../casework/counterfactual.ts";
import { eventCounter, keyOf, type NewEntities } from "../casework/day-events.ts";
import { ints, texts } from "../db/columns.ts";
import type { Reason } from "../detectors/scores.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { soloDay } from "../features/solo.ts";
import { conformalP, sidak } from "../lib/statistics.ts";
import { utcFromLocalMs } from "../lib/zone.ts";
import { fuseP } from "../ranking/fuse.ts";
import type { RankedCase, UserDay } from "../ranking/queue.ts";
import type { Clears } from "./api.ts";
import type { Detection } from "./detection.ts";
import newEntities from "./new-entities.sql?raw";
import type { Row } from "./rows.ts";
import type { Tenant } from "./tenant.ts";

/** A day of more events than this is not searched. */
const mostEvents = 20_000;
const dayMs = 86_400_000;

/** The p from which on a case would not be in its queue: the last case's where the queue is full (1 in 20 at the most), else 1 in 100. */
export function clearingP(cases: readonly { readonly p: number }[], budget: number): number {
  const last = cases.reduce((most, { p }) => Math.max(most, p), 0);
  return cases.length >= budget && last > 0 ? Math.min(last, 0.05) : 0.01;
}

/** The fewest events of a case's day without which it would not be in the queue, in words. */
export async function clearsOf(
  tenant: Tenant,
  detections: readonly Detection[],
  {
    ranked,
    rows,
    reasons,
    threshold,
  }: { ranked: RankedCase; rows: readonly Row[]; reasons: readonly Reason[]; threshold: number },
): Promise<Clears | null> {
  if (ranked.p >= threshold || rows.length === 0) return null;
  if (rows.length > mostEvents)
    return {
      sentence: `It has ${rows.length.toLocaleString("en-US")} events, too many to try which of them matter.`,
      clears: false,
      p: ranked.p,
      groups: [],
    };
  const fresh = await newOf(tenant, detections[0]!.features, ranked);
  const roots = new Set(
    detections.flatMap((detection) => rootsOf(detection, ranked).flatMap(({ actions }) => actions)),
  );
  const removal = fewestRemovals(
    groupsOf(rows, reasons, { roots }),
    rows.length,
    pWithout(detections, ranked, rows, fresh),
    { threshold },
  );
  return removal && toClears(removal, rows.length);
}

const toClears = (removal: Removal, total: number): Clears => ({
  sentence: describeRemoval(removal, total),
  clears: removal.clears,
  p: removal.p,
  groups: removal.groups,
});

/** The fused p of a case's day with only some of its events: user-days are scored again, roots go when all of their events do. */
export function pWithout(
  detections: readonly Detection[],
  { actor, day }: UserDay,
  rows: readonly Row[],
  fresh: NewEntities,
): PWithout {
  const features = detections[0]!.features;
  const count = eventCounter(features, rows, fresh);
  const solo = soloDay(features, actor, day);
  const judges = detections.map((detection) => {
    const again = detection.rescore?.(actor, day) ?? null;
    const null_ = again && Float64Array.from(detection.ranked[0]!.scores.null).sort();
    const roots = rootsOf(detection, { actor, day });
    return { again, sorted: null_, roots };
  });
  return (kept) => {
    if (!kept.includes(1)) return 1;
    const left = new Set<number>();
    rows.forEach(({ action }, e) => {
      if (kept[e]) left.add(action);
    });
    const own = solo(count(kept));
    return fuseP(
      judges.flatMap(({ again, sorted, roots }) => {
        const score = again?.(own) ?? null;
        const days = again && sorted ? [score === null ? Number.NaN : conformalP(sorted, score)] : [];
        return [...days, ...roots.map((root) => foldedP(root, left))];
      }),
    );
  };
}

/** A ranking's roots of a user-day with their p. */
interface DayRoots {
  readonly actions: readonly number[];
  readonly p: readonly number[];
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

/** Which entities of a user-day were new on it. */
export async function newOf(tenant: Tenant, features: TenantFeatures, { actor, day }: UserDay): Promise<NewEntities> {
  const local = features.calendar.days[day]! * dayMs;
  const us = (ms: number): string => String(Math.round(utcFromLocalMs(tenant.zone, ms) * 1000));
  const sql = newEntities
    .replaceAll("{actor}", String(actor))
    .replaceAll("{from}", us(local))
    .replaceAll("{to}", us(local + dayMs));
  const table = await tenant.db.query(sql);
  const names = texts(table, "name");
  const keys = texts(table, "type").map((type, i) => keyOf(type, names[i]!));
  const only = (flags: Int32Array): Set<string> => new Set(keys.filter((_, i) => flags[i] === 1));
  return { toActor: only(ints(table, "to_actor")), toTenant: only(ints(table, "to_tenant")) };
}
