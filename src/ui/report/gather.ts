import type { Remote } from "comlink";
import type { CaseDetail, CaseSummary, Clears } from "../../engine/api/cases.ts";
import type { TenantSummary } from "../../engine/api/imports.ts";
import type { Engine } from "../../engine/api.ts";
import type { ReportData } from "./data.ts";

/** Asks the engine for what a report needs; the first `most` cases are told in full. */
export async function gather(
  engine: Remote<Engine>,
  {
    summary,
    cases,
    starred = new Set(),
    revealed = [],
    notebook = null,
    most = 20,
    when,
  }: {
    summary: TenantSummary;
    cases: readonly CaseSummary[];
    starred?: ReadonlySet<string>;
    revealed?: ReportData["revealed"];
    notebook?: string | null;
    most?: number;
    when: Date;
  },
): Promise<ReportData> {
  const details: CaseDetail[] = [];
  const told = new Map<string, { clears: Clears | null; userSummary: string }>();
  for (const { id, actor } of cases.slice(0, most)) {
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
    starred,
    revealed,
    notebook,
    made: when,
  };
}
