import type { Scores } from "../detectors/scores.ts";
import { conformalP, tailEvidence } from "../lib/statistics.ts";
import { allowFor, windowDrift } from "./drift.ts";

/** What judges scores of one kind: a null, and how the scored window as a whole drifted from it. */
export interface Calibration {
  /** The p of a score on a scored day. */
  p(score: number, day: number): number;
}

/**
 * Calibrates by an ascending null and by the scored items themselves: conformal p, (1 + #{null ≥ score})/(1 + n) (Bates et al. 2021), with
 * what the whole window drifted taken out (`windowDrift`). Higher scores never have a higher p on the same day.
 */
export function calibration(
  sortedNull: Float64Array,
  { score, actor, day }: Pick<Scores, "score" | "actor" | "day">,
): Calibration {
  const { of } = tailEvidence(sortedNull);
  const shift = windowDrift({ p: score.map((s) => conformalP(sortedNull, s)), actor, day });
  return { p: (s, on) => allowFor(shift(on), conformalP(sortedNull, s), of(s)) };
}

/** The p of every item by the detector's own null (see `calibration`). */
export function calibrate(scores: Pick<Scores, "score" | "null" | "actor" | "day">): Float64Array {
  const { p } = calibration(Float64Array.from(scores.null).sort(), scores);
  return scores.score.map((score, i) => p(score, scores.day[i]!));
}
