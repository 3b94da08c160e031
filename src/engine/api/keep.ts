import type { EvidenceLog } from "../../casework/evidence.ts";
import type { VerdictLog } from "../../casework/verdicts.ts";
import type { Mapping } from "../../ingest/mapping.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { TenantSummary } from "./imports.ts";
import type { Liked } from "./queue.ts";

/** How the open tenant stands on this machine's disk. */
export interface KeptState {
  /** Its folder's id; null while it is in memory alone. */
  readonly id: string | null;
  /** `read`: another tab writes it. `failed`: nothing is written from `problem` on. */
  readonly is: "memory" | "writing" | "kept" | "read" | "failed";
  /** Rows of the logs that are on disk, and bytes. */
  readonly rows: number;
  readonly bytes: number;
  readonly problem: { readonly what: string; readonly next: string } | null;
}

/** A notebook as it lies on the desk. */
export interface KeptNotebook {
  readonly fileName: string;
  readonly text: string;
}

/** An import that stopped before its file was read to the end. */
export interface StoppedImport {
  /** The stored tenant. */
  readonly tenant: string;
  readonly tenantName: string;
  readonly file: string;
  /** Rows that were read, and the share of the file's bytes. */
  readonly rows: number;
  readonly share: number;
}

/** A stored tenant, opened. */
export interface OpenedTenant {
  readonly summary: TenantSummary;
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly verdicts: VerdictLog;
  readonly evidence: EvidenceLog;
  /** Ids of starred cases. */
  readonly starred: readonly string[];
  /** The cases that more like them were looked for. */
  readonly liked: readonly Liked[];
  readonly notebook: KeptNotebook | null;
  /** What is missing, in words. */
  readonly lacks: readonly string[];
}

/** The open tenant on this machine's disk. */
export interface KeepCalls {
  /** Keeps on disk what is imported from now on; `onState` is told how that stands. */
  keep(onState: (state: KeptState) => void): Promise<void>;
  /** Opens a stored tenant in an engine that has none yet. @throws UserError, Cancelled */
  openStored(
    id: string,
    onProgress: OnProgress,
    onState: (state: KeptState) => void,
    passphrase?: string,
  ): Promise<OpenedTenant>;
  /** Among the files that were looked at last, one whose import stopped; null where there is none. */
  stoppedImport(): Promise<StoppedImport | null>;
  /** Keeps the evidence as it stands with the tenant. */
  keepEvidence(evidence: EvidenceLog): Promise<void>;
  /** Keeps the notebook as it lies on the desk with the tenant. */
  keepNotebook(notebook: KeptNotebook): Promise<void>;
  /** Resolves when all that waits to be written is on disk, or can't be. */
  settle(): Promise<void>;
  /** One text for all that the canonical tables hold: equal tenants have equal texts. */
  tenantHash(): Promise<string>;
  /** Takes the open tenant off the disk, and keeps nothing of it any more. */
  discard(): Promise<void>;
}
