import type { CaseDetail, CaseSummary, RunFacts, TenantSummary } from "../../engine/api.ts";

/** All that a report is made from. */
export interface ReportData {
  readonly summary: TenantSummary;
  readonly facts: RunFacts;
  readonly cases: readonly CaseSummary[];
  /** The first cases, in full. */
  readonly details: readonly CaseDetail[];
  readonly starred: ReadonlySet<string>;
  /** Settings as the notebook has them, Markdown; null where the standard ones were used. */
  readonly notebook: string | null;
  readonly made: Date;
}
