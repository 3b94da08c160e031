import type { Remote } from "comlink";
import { evidenceOf, noEvidence } from "../../casework/evidence.ts";
import type { CaseDetail, CaseSummary, Clears } from "../../engine/api/cases.ts";
import type { TenantSummary } from "../../engine/api/imports.ts";
import type { Engine } from "../../engine/api.ts";
import { Cancelled } from "../../lib/errors.ts";
import { type Job, quietJob } from "../../lib/job.ts";
import type { ReportData } from "./data.ts";

/** Asks the engine for what a report needs; the first `most` cases are told in full, and those with evidence. @throws Cancelled between two cases */
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
    job = quietJob(),
  }: {
    summary: TenantSummary;
    cases: readonly CaseSummary[];
    starred?: ReadonlySet<string>;
    evidence?: ReportData["evidence"];
    revealed?: ReportData["revealed"];
    notebook?: string | null;
    most?: number;
    when: Date;
    job?: Job;
  },
): Promise<ReportData> {
  const details: CaseDetail[] = [];
  const told = new Map<string, { clears: Clears | null; userSummary: string }>();
  const full = cases.filter((one, i) => i < most || evidenceOf(evidence, one).length > 0);
  for (const { id, actor } of full) {
    if (job.signal.aborted) throw new Cancelled();
    job.report({ stage: "Telling the cases", done: details.length, total: full.length, unit: "cases" });
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
