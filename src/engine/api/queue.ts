import type { Judgement, VerdictLog } from "../../casework/verdicts.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { AuditRow } from "../../ranking/audit-table.ts";
import type { CaseSummary } from "./cases.ts";

/** Which detectors are ranked together, and how many cases can be read. */
export interface QueueSettings {
  readonly detectors: readonly string[];
  readonly budget: number;
  /** Share of the budget that is drawn by chance from all scored user-days, unmarked: its verdicts give the base rate. */
  readonly control: number;
}

/** How the rankings of a queue are compared. */
export interface AuditSettings {
  /** How many of each ranking's first user-days count. */
  readonly k: number;
}

/** What a demo planted: somebody's local days, ISO, both included. */
export interface PlantedSpan {
  readonly actor: string;
  readonly from: string;
  readonly to: string;
}

/** The paper's table, and what filled it. */
export interface AuditResult {
  readonly rows: readonly AuditRow[];
  readonly filledBy: "verdicts" | "planted";
}

/** A verdict as the analyst gives it. */
export interface GivenVerdict {
  readonly verdict: Judgement;
  readonly reason?: string;
  readonly tags?: readonly string[];
}

/** What follows a verdict: the queue, ranked anew where a root was confirmed, and all verdicts. */
export interface Judged {
  readonly cases: readonly CaseSummary[];
  readonly verdicts: VerdictLog;
}

/** What likeness goes by. `roots`: nearness to the case's root, which the detectors rank by; `reasons`: how alike the reasons are, which orders the queue alone. */
export type LikenessBy = "roots" | "reasons";

/** A case that more like it are looked for. */
export interface Liked {
  readonly id: string;
  readonly by: LikenessBy;
}

/** The queue as it follows from a case that more like it are looked for. */
export interface MoreLike {
  readonly cases: readonly CaseSummary[];
  readonly by: LikenessBy;
}

/** The ranked queue, and what the analyst says of its cases. */
export interface QueueCalls {
  /** Ranks what the named detector cells gave. */
  queue(name: string, settings: Partial<QueueSettings>, onProgress: OnProgress): Promise<readonly CaseSummary[]>;
  /** The paper's table of the last queue's rankings, with the random control arm. @throws UserError before any queue has run */
  audit(settings: Partial<AuditSettings>): Promise<AuditResult>;
  /** Tells what the open demo planted: from then on it fills the audit in place of verdicts. */
  reveal(planted: readonly PlantedSpan[]): Promise<void>;
  /**
   * Gives one verdict on cases of the queue. A root that is worth auditing joins the interesting set, and the queue follows; where that is
   * cancelled the verdict stands, and the queue stays as it was ranked.
   */
  verdict(ids: readonly string[], given: GivenVerdict, onProgress: OnProgress): Promise<Judged>;
  /** Takes the verdicts given last, at one stroke, back. */
  undoVerdict(onProgress: OnProgress): Promise<Judged>;
  verdicts(): Promise<VerdictLog>;
  /** Takes over the verdicts of an earlier run on the same logs, in place of those given so far. They rank nothing anew. */
  restoreVerdicts(log: VerdictLog): Promise<VerdictLog>;
  /** Stars or unstars a case: its roots join the interesting set, and the nearest-neighbour ranking follows. @throws Cancelled */
  star(id: string, on: boolean, onProgress: OnProgress): Promise<readonly CaseSummary[]>;
  /** Looks for more like a case, or no longer. @throws UserError where the queue no longer has it; Cancelled */
  moreLike(id: string, on: boolean, onProgress: OnProgress): Promise<MoreLike>;
  /** Known interesting roots, by the log's own id or by action number. */
  like(ids: readonly string[]): Promise<void>;
}
