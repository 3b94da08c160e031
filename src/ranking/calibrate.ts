import type { Scores } from "../detectors/scores.ts";
import { conformalP } from "../lib/statistics.ts";

/** Conformal p of every item against the detector's own null: (1 + #{null ≥ score})/(1 + n) (Bates et al. 2021). */
export function calibrate(scores: Pick<Scores, "score" | "null">): Float64Array {
  const sorted = Float64Array.from(scores.null).sort();
  return scores.score.map((score) => conformalP(sorted, score));
}
