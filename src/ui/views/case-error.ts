import { html, nothing, type TemplateResult } from "lit";
import type { CaseDetail } from "../../engine/api/cases.ts";
import { errorFinding, errorMeaning } from "../findings.ts";

/** How large what the subspace leaves of a case's day is; opened, what the numbers mean. */
export const errorLine = ({ dayError }: CaseDetail): TemplateResult | typeof nothing =>
  dayError
    ? html`<details class="k"><summary title=${errorMeaning(dayError)}>${errorFinding(dayError)}</summary>${errorMeaning(dayError)}</details>`
    : nothing;
