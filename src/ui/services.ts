import type { Remote } from "comlink";
import type { CaseSummary } from "../engine/api/cases.ts";
import type { DetectorResult } from "../engine/api/detectors.ts";
import type { Engine } from "../engine/api.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type { Job, Progress } from "../lib/job.ts";

/** One insider that the demo's generator planted: told only when the analyst asks. */
export interface Planted {
  readonly kind: string;
  readonly actor: string;
  /** Local days, ISO. */
  readonly from: string;
  readonly to: string;
  readonly story: string;
}

/** What the page can show for "nothing leaves": its policy, what tried to get out, and every request it made. */
export interface ProofState {
  readonly sealed: boolean;
  readonly requestsSinceFirstFile: number;
  readonly policy: readonly string[];
  readonly canaries: readonly {
    readonly name: string;
    readonly to: string;
    readonly refusedBy: string | null;
    readonly outcome: string;
  }[];
  /** What the page's host sends beside the policy; null where it couldn't be asked. */
  readonly host: { readonly hasAllowlist: boolean; readonly hasSandbox: boolean } | null;
  readonly requests: readonly { readonly url: string; readonly when: string }[];
}

/** What one step of an investigation says while it runs and when it is through. */
export interface StepReport {
  readonly step: string;
  readonly progress?: Progress;
  readonly result?: DetectorResult;
  /** Set when the step is through, with or without a result. */
  readonly done?: boolean;
}

/** Runs the standard investigation on an imported tenant and gives its queue. */
export type Investigate = (
  engine: Remote<Engine>,
  report: (step: StepReport) => void,
) => Promise<readonly CaseSummary[]>;

/** What the page gives the interface: engines, the demo tenant, the seal and its proof. */
export interface Services {
  /** A started, opened engine; `close` ends its worker. */
  newEngine(options?: { readonly seed?: number }): Promise<{ engine: Remote<Engine>; close(): void }>;
  /** Generates the demo tenant. @throws Cancelled when the job was stopped */
  demo(job: Job): Promise<{ files: File[]; mappings: Record<string, Mapping>; planted: readonly Planted[] }>;
  /** Takes the page's own origin away; called before the first tenant file is read. */
  seal(): Promise<void>;
  proof(): Promise<ProofState>;
}
