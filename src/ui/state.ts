import type { Bundle, BundleHead, Replay } from "../casework/bundle.ts";
import { type EvidenceLog, noEvidence } from "../casework/evidence.ts";
import type { VerdictLog } from "../casework/verdicts.ts";
import type { CaseDetail, CaseSummary, Clears } from "../engine/api/cases.ts";
import type { DetectorResult } from "../engine/api/detectors.ts";
import type { FilePlan, TenantSummary } from "../engine/api/imports.ts";
import type { KeptState, StoppedImport } from "../engine/api/keep.ts";
import type { Liked } from "../engine/api/queue.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type { Progress } from "../lib/job.ts";
import type { Moves } from "./moves.ts";
import type { Problem } from "./problem.ts";
import type { Planted, ProofState, StepReport } from "./services.ts";

/** A step of the investigation, as the page lists it. */
export interface Step {
  readonly name: string;
  readonly progress: Progress | null;
  readonly result: DetectorResult | null;
  readonly done: boolean;
}

/** What is running: its name, how far it is, and since when (milliseconds of `performance.now`). */
export interface Work {
  readonly title: string;
  readonly progress: Progress | null;
  readonly startedAt: number;
  readonly stageAt: number;
  readonly cancelling: boolean;
}

/** Something done to a case that can be taken back; of the evidence, what it was before. */
export type DeskAct =
  | { readonly kind: "verdict" }
  | { readonly kind: "star" | "like"; readonly id: string }
  | { readonly kind: "evidence"; readonly before: EvidenceLog };

/** All that the views show. */
export interface SessionState {
  readonly files: readonly File[];
  readonly plans: readonly FilePlan[];
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly summary: TenantSummary | null;
  readonly steps: readonly Step[];
  /** Null until an investigation is through. */
  readonly cases: readonly CaseSummary[] | null;
  readonly investigatedIn: number;
  readonly selected: string | null;
  readonly detail: CaseDetail | null;
  readonly detailProblem: Problem | null;
  /** What clears the selected case (null: nothing need be said); null while it is looked for. */
  readonly clears: { readonly found: Clears | null } | null;
  /** The selected case's user over the window, in a paragraph; null while it is written. */
  readonly userSummary: string | null;
  /** Null before the first tenant's first verdict. */
  readonly verdicts: VerdictLog | null;
  readonly starred: ReadonlySet<string>;
  readonly evidence: EvidenceLog;
  /** What was done to cases, the last last; each can be taken back. */
  readonly acts: readonly DeskAct[];
  readonly liked: readonly Liked[];
  /** What moved when the queue was ranked anew last. */
  readonly moves: Moves | null;
  /** What was just done, in a few words; shown for a while. */
  readonly said: string | null;
  readonly work: Work | null;
  readonly problem: Problem | null;
  /** Title of the job that was cancelled last. */
  readonly cancelled: string | null;
  readonly proof: ProofState | null;
  readonly demo: boolean;
  /** Name of the tenant that is open behind files which are only looked at. */
  readonly kept: string | null;
  readonly planted: readonly Planted[];
  /** Whether names are hidden behind pseudonyms. */
  readonly areNamesHidden: boolean;
  /** Names that were shown again while the others were hidden, and when (ISO 8601): the report says so. */
  readonly revealed: readonly { readonly actor: string; readonly when: string }[];
  /** The bundle whose run is repeated next. */
  readonly replaying: Bundle | null;
  /** How the open run compares with the one that it repeated. */
  readonly replayed: { readonly head: BundleHead; readonly result: Replay } | null;
  /** How the open tenant stands on this machine's disk; null where it is not to be kept. */
  readonly keeping: KeptState | null;
  /** Whether what is kept of it lies locked under a passphrase. */
  readonly isLocked: boolean;
  /** Whether the browser promises not to delete what is kept; null until it was asked. */
  readonly isPersistent: boolean | null;
  /** Among the files that are looked at, one whose import into a stored tenant stopped. */
  readonly stopped: StoppedImport | null;
  /** What is missing of the stored tenant that is open, in words. */
  readonly lacks: readonly string[];
  /** Loads the newer build that the browser has fetched; null while there is none. */
  readonly newerBuild: (() => void) | null;
}

export const emptyState: SessionState = {
  files: [],
  plans: [],
  mappings: {},
  summary: null,
  steps: [],
  cases: null,
  investigatedIn: 0,
  selected: null,
  detail: null,
  detailProblem: null,
  clears: null,
  userSummary: null,
  verdicts: null,
  starred: new Set(),
  evidence: noEvidence,
  acts: [],
  liked: [],
  moves: null,
  said: null,
  work: null,
  problem: null,
  cancelled: null,
  proof: null,
  demo: false,
  kept: null,
  planted: [],
  areNamesHidden: false,
  revealed: [],
  replaying: null,
  replayed: null,
  keeping: null,
  isLocked: false,
  isPersistent: null,
  stopped: null,
  lacks: [],
  newerBuild: null,
};

/** The steps with what one of them now says; a step that was not heard of before comes last. */
export function withStep(steps: readonly Step[], { step, progress, result, done }: StepReport): readonly Step[] {
  const known = steps.find(({ name }) => name === step);
  const next: Step = {
    name: step,
    progress: progress ?? known?.progress ?? null,
    result: result ?? known?.result ?? null,
    done: done ?? known?.done ?? false,
  };
  return known ? steps.map((old) => (old === known ? next : old)) : [...steps, next];
}
