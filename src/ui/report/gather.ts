import type { Remote } from "comlink";
import { evidenceOf, noEvidence } from "../../casework/evidence.ts";
import type { CaseDetail, CaseSummary, Clears } from "../../engine/api/cases.ts";
import type { TenantSummary } from "../../engine/api/imports.ts";
import type { Engine } from "../../engine/api.ts";
import type { ReportData } from "./data.ts";

/** Asks the engine for what a report needs; the first `most` cases are told in full, and those with evidence. */
export async function gather(
  engine: Remote<Engine>,
  {
    summary,
    cases,
    starred = new Set(),
    evidence = noEvidence,
    revealed = [],
    notebook = null,
    most = 20,
    when,
  }: {
    summary: TenantSummary;
    cases: readonly CaseSummary[];
    starred?: ReadonlySet<string>;
    evidence?: ReportData["evidence"];
    revealed?: ReportData["revealed"];
    notebook?: string | null;
    most?: number;
    when: Date;
  },
): Promise<ReportData> {
  const details: CaseDetail[] = [];
  const told = new Map<string, { clears: Clears | null; userSummary: string }>();
  for (const { id, actor } of cases.filter((one, i) => i < most || evidenceOf(evidence, one).length > 0)) {
    details.push(await engine.case(id));
    told.set(id, { clears: await engine.clears(id), userSummary: await engine.userSummary(actor) });
  }
  const verdicts = await engine.verdicts();
  return {
    summary,
    facts: await engine.facts(),
    cases,
    details,
    told,
    verdicts,
    evidence,
    starred,
    revealed,
    notebook,
    made: when,
  };
}
