import { unitHash } from "../lib/random.ts";

/** Which user-days of the history a null has: those whose user and whose day of the user come in a draw of these shares. */
export interface Drawn {
  readonly users: number;
  readonly days: number;
}

/** Whether a user-day comes in a draw. Draws nest: what comes in a smaller one comes in a larger one too. */
export const isDrawn = ({ users, days }: Drawn, actor: number, day: number): boolean =>
  (users >= 1 || unitHash(actor) < users) && (days >= 1 || unitHash(actor, day) < days);

/** What a detector gives: one entry an item, and the null that calibrates it. Higher is more unusual; NaN never occurs. */
export interface Scores {
  /** `profile`, `subspace` (`subspace:host` where its vectors are of another axis), `graph-nn`, `graph-smr`. */
  readonly detector: string;
  /** Actor codes of the items. */
  readonly actor: Int32Array;
  /** Indices into `Calendar.days`. */
  readonly day: Int32Array;
  /** Action codes; −1 where the item is a user-day. */
  readonly action: Int32Array;
  readonly score: Float64Array;
  /** Scores of the null: the same statistic on history that is taken as normal, each left out of what judges it. */
  readonly null: Float64Array;
  /** Actor and day of each number of the null; the roots of a user-day are there all or not at all. */
  readonly nullActor: Int32Array;
  readonly nullDay: Int32Array;
  readonly drawn: Drawn;
  /** User-days of the history that the detector would have judged too, had they been drawn; none where all were. */
  readonly undrawn?: { readonly actor: Int32Array; readonly day: Int32Array };
  /** How much the detector's evidence counts in fusion, beside others that count 1. */
  readonly weight: number;
  /** Items that could not be scored, counted by reason in words. */
  readonly unscored: readonly { readonly reason: string; readonly count: number }[];
  /** `cpu` or the GPU adapter that computed it. */
  readonly backend: string;
}

/** The null of a detector's scores. */
export type NullScores = Pick<Scores, "null" | "nullActor" | "nullDay" | "drawn">;

/** One reason of a case, in words and numbers. */
export interface Reason {
  /** A short clause: `41 DataTool.Query; usual 3 (0–9)`. */
  readonly label: string;
  /** Contribution in −log₁₀ p units; reasons of one detector add up to its −log₁₀ p. Negative speaks for the user. */
  readonly value: number;
  readonly detector: string;
  /** Which events show it: those of this day that meet every given condition. */
  readonly where?: {
    readonly type?: string;
    readonly hour?: number;
    readonly attribute?: string;
    readonly entity?: string;
  };
  /** Full sentence for headline use, empty where it says nothing there: `Looked up 41 customers between 02:10 and 03:02; usually 3.` */
  readonly sentence: string;
}
