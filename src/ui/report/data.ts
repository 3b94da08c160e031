import type { EvidenceLog } from "../../casework/evidence.ts";
import type { VerdictLog } from "../../casework/verdicts.ts";
import type { CaseDetail, CaseSummary, Clears } from "../../engine/api/cases.ts";
import type { RunFacts } from "../../engine/api/exports.ts";
import type { TenantSummary } from "../../engine/api/imports.ts";

/** All that a report is made from. */
export interface ReportData {
  readonly summary: TenantSummary;
  readonly facts: RunFacts;
  readonly cases: readonly CaseSummary[];
  /** The first cases, and those with evidence, in full. */
  readonly details: readonly CaseDetail[];
  /** What is told beside a case's detail, by its id. */
  readonly told: ReadonlyMap<string, { readonly clears: Clears | null; readonly userSummary: string }>;
  readonly verdicts: VerdictLog;
  readonly evidence: EvidenceLog;
  readonly starred: ReadonlySet<string>;
  /** Names that were shown on screen while the others were hidden, and when. */
  readonly revealed: readonly { readonly actor: string; readonly when: string }[];
  /** Settings as the notebook has them, Markdown; null where the standard ones were used. */
  readonly notebook: string | null;
  readonly made: Date;
}
