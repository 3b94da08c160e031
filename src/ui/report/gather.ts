import type { Remote } from "comlink";
import type { CaseDetail, CaseSummary, Engine, TenantSummary } from "../../engine/api.ts";
import type { ReportData } from "./data.ts";

/** Asks the engine for what a report needs; the first `most` cases are told in full. */
export async function gather(
  engine: Remote<Engine>,
  {
    summary,
    cases,
    starred = new Set(),
    notebook = null,
    most = 20,
    when,
  }: {
    summary: TenantSummary;
    cases: readonly CaseSummary[];
    starred?: ReadonlySet<string>;
    notebook?: string | null;
    most?: number;
    when: Date;
  },
): Promise<ReportData> {
  const details: CaseDetail[] = [];
  for (const { id } of cases.slice(0, most)) details.push(await engine.case(id));
  return { summary, facts: await engine.facts(), cases, details, starred, notebook, made: when };
}
