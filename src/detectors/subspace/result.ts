import type { NullScores, Scores } from "../scores.ts";
import type { FalseAlarms } from "./alarms.ts";
import type { ErrorScale } from "./scale.ts";

/** What the subspace says of each scored user-day, in the order of `Scores`. */
export interface SubspaceDays {
  /** Days of history. */
  readonly history: Int32Array;
  readonly rank: Int32Array;
  /** Squared prediction error, in squared transformed units. */
  readonly spe: Float64Array;
  /** Squared length of the day. */
  readonly size: Float64Array;
  /** Median of the history days' own errors, each by the others. */
  readonly median: Float64Array;
  /** What the day's scaled error is divided by. */
  readonly usual: Float64Array;
  /** Share of energy that the components hold. */
  readonly energy: Float64Array;
  /** Jackson–Mudholkar limit of the error at 99 %, for reference. */
  readonly limit: Float64Array;
}

export interface SubspaceResult {
  readonly scores: Scores;
  readonly perUserDay: SubspaceDays;
  /** How the tenant's errors grow with the size of a day. */
  readonly scale: ErrorScale;
  /** What a nominal false-alarm rate comes to on the history. */
  readonly alarms: FalseAlarms;
}

/** What calibrates a run, so that a stored model can score new days by it. */
export interface SubspaceCalibration {
  readonly scale: ErrorScale;
  readonly alarms: FalseAlarms;
  readonly null: NullScores;
}
