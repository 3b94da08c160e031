import { randomInt, seededRandom } from "../lib/random.ts";
import { actorCount, type RankedCase, type UserDay } from "./queue.ts";
import type { RankedDetector } from "./user-days.ts";

/**
 * Draws user-days evenly from all that any detector scored, by the seed alone: no ranking changes the draw, so its verdicts give the base rate
 * (METHODS, 7).
 */
export function drawControl(
  detectors: readonly RankedDetector[],
  { count, seed }: { readonly count: number; readonly seed: number },
): UserDay[] {
  if (count <= 0) return [];
  const actors = actorCount(detectors);
  const keys = Float64Array.from(
    new Set(detectors.flatMap(({ scores }) => Array.from(scores.actor, (actor, i) => scores.day[i]! * actors + actor))),
  ).sort();
  const random = seededRandom(seed);
  const drawn = Math.min(count, keys.length);
  for (let i = 0; i < drawn; i++) {
    const j = i + randomInt(random, keys.length - i);
    [keys[i], keys[j]] = [keys[j]!, keys[i]!];
  }
  return Array.from(keys.subarray(0, drawn), (key) => ({ actor: key % actors, day: Math.floor(key / actors) }));
}

/** A case of the queue, and for which of its arms it is there; it can be there for both. */
export interface ArmedCase {
  readonly one: RankedCase;
  readonly ranked: boolean;
  readonly control: boolean;
}

/**
 * Puts the control arm's cases among the first ones at places that the seed says, `budget` cases in all: what only the control arm brings
 * takes the place of the last ranked ones.
 * @param cases as `rankCases` gives them, the control arm's behind the first `budget`
 */
export function weaveControl(
  cases: readonly RankedCase[],
  control: readonly UserDay[],
  { budget, seed }: { readonly budget: number; readonly seed: number },
): ArmedCase[] {
  const isDrawn = ({ actor, day }: UserDay): boolean => control.some((one) => one.actor === actor && one.day === day);
  const ahead = Math.max(0, Math.min(budget, cases.length) - control.length);
  const armed = (one: RankedCase, ranked: boolean): ArmedCase => ({ one, ranked, control: isDrawn(one) });
  const drawn = cases.slice(ahead).filter(isDrawn);
  const room = Math.min(budget, cases.length) - ahead - drawn.length;
  const filling = cases
    .slice(ahead, budget)
    .filter((one) => !isDrawn(one))
    .slice(0, Math.max(0, room));
  const woven = [...cases.slice(0, ahead), ...filling].map((one) => armed(one, true));
  const random = seededRandom(seed + 1);
  for (const one of drawn) woven.splice(randomInt(random, woven.length + 1), 0, armed(one, false));
  return woven;
}
