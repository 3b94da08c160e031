import type { TenantFeatures } from "../../features/cells.ts";
import type { Reason } from "../scores.ts";
import type { JudgedDays } from "./judged-days.ts";
import type { SubScores } from "./sub-scores.ts";

export function explainDay(
  _i: number,
  _minusLog10P: number,
  _: { features: TenantFeatures; judged: JudgedDays; sub: SubScores; alpha: number },
): Reason[] {
  return [];
}
