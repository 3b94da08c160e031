import type { TenantFeatures } from "../../features/cells.ts";
import type { JudgedDays } from "./judged-days.ts";
import type { PeerGroups } from "./peer-groups.ts";
import type { SubScores } from "./sub-scores.ts";

/** All that a day is scored by again. */
export interface Fitted {
  readonly features: TenantFeatures;
  readonly judged: JudgedDays;
  readonly sub: SubScores;
  readonly peers: PeerGroups;
  readonly alpha: number;
}
