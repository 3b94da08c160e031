import { standing, type VerdictLog } from "../casework/verdicts.ts";
import { isoDay } from "../features/calendar.ts";
import { type AuditArm, type AuditRow, auditArm, auditTable, drawAtRandom } from "../ranking/audit-table.ts";
import { rankCases } from "../ranking/queue.ts";
import type { AuditSettings, PlantedSpan } from "./api/queue.ts";
import type { Detection } from "./detection.ts";

/** A verdict on a user-day, and whether chance drew it for the control arm. */
export interface AuditVerdict {
  readonly actor: string;
  /** ISO local day. */
  readonly day: string;
  readonly worth: boolean;
  readonly control: boolean;
}

/** The verdicts that count and decide: who is unsure has not audited. */
export const decided = (log: VerdictLog): AuditVerdict[] =>
  standing(log)
    .filter(({ verdict }) => verdict !== "unsure")
    .map(({ actor, day, verdict, control }) => ({ actor, day, worth: verdict === "worth", control }));

const named = (actor: string, day: string): string => `${day} ${actor}`;

/**
 * The paper's table of a queue's rankings: of each one's first `k` user-days, how many were audited and how many were worth it; then the
 * random control arm.
 * @param truth what a demo planted, if it was asked for: it then answers for every user-day in place of verdicts
 */
export function auditRankings(
  detections: readonly Detection[],
  { k, seed }: AuditSettings & { readonly seed: number },
  { verdicts, truth }: { readonly verdicts: readonly AuditVerdict[]; readonly truth: readonly PlantedSpan[] | null },
): AuditRow[] {
  const first = detections[0];
  if (!first) return [];
  const { actors, calendar } = first.features;
  const days = Array.from(calendar.days, isoDay);
  const detectors = detections.flatMap(({ ranked }) => ranked);
  const nameOf = ({ actor, day }: { readonly actor: number; readonly day: number }): string =>
    named(actors[actor]!, days[day]!);
  const given = new Map(verdicts.map(({ actor, day, worth }) => [named(actor, day), worth]));
  const known = (order: readonly string[]): ReadonlyMap<string, boolean> =>
    truth ? new Map(order.map((item) => [item, isPlanted(truth, item)])) : given;
  const arm = (method: string, order: readonly string[]): AuditArm =>
    auditArm(method, { order, k, verdicts: known(order) });
  const arms = [
    { method: "fused", detectors },
    ...detectors.map((one) => ({ method: one.name, detectors: [one] })),
  ].map(({ method, detectors: ranked }) => arm(method, rankCases({ detectors: ranked, budget: k }).map(nameOf)));

  const scored = [
    ...new Set(
      detectors.flatMap(({ scores }) => Array.from(scores.actor, (actor, i) => scores.day[i]! * actors.length + actor)),
    ),
  ].sort((a, b) => a - b);
  const drawn = truth
    ? Array.from(drawAtRandom(scored.length, { k, seed }), (place) =>
        nameOf({ actor: scored[place]! % actors.length, day: Math.floor(scored[place]! / actors.length) }),
      )
    : verdicts.filter(({ control }) => control).map(({ actor, day }) => named(actor, day));
  return auditTable([...arms, arm("random", drawn)]);
}

/** Whether an item, `day actor`, lies in what was planted. */
const isPlanted = (truth: readonly PlantedSpan[], item: string): boolean =>
  truth.some(({ actor, from, to }) => item.slice(11) === actor && item.slice(0, 10) >= from && item.slice(0, 10) <= to);
