import { html, nothing, type TemplateResult } from "lit";
import type { CaseDetail } from "../../engine/api/cases.ts";
import { offsetText } from "../charts/subgraph-words.ts";
import { clock, lineNumber, plural } from "../format.ts";
import { missingList, nearestNormals } from "./nearest.ts";

/** What stands under the picture of a case's subgraph: what is missing, the signs, and the rows of the nodes that were picked; their times as they stand in the picture. */
export function around(picture: NonNullable<CaseDetail["subgraph"]>, picked: readonly number[]): TemplateResult {
  const nodes = picked.flatMap((node) => picture.nodes[node] ?? []);
  return html`
    ${picture.missing.length > 0 ? html`<ul class="missing">${picture.missing.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}
    <p class="k key"><i class="sign root"></i> root <i class="sign"></i> action <i class="sign actor"></i> user <i class="sign entity"></i> entity${
      picture.omitted > 0 ? ` · ${plural(picture.omitted, "action")} not drawn` : ""
    }</p>
    ${nodes.slice(0, 12).map(
      (node) => html`<div class="node" role="status">
        <p><b>${node.label}</b> <span class="k">${node.offset === null || node.kind === "root" ? "" : `${offsetText(node.offset)}, `}${plural(node.events, "event")}</span></p>
        <ul>${node.rows.slice(0, 8).map((row) => html`<li class="m">${clock(row.time)} ${row.type} <span class="k">${row.file} : ${lineNumber(row.line)}</span></li>`)}</ul>
      </div>`,
    )}`;
}

/** The nearest normal days and actions of a case, and what was expected and is missing. */
export function normalCompany(detail: CaseDetail, zone: string): TemplateResult {
  const days = nearestNormals(detail, "day", zone);
  const roots = nearestNormals(detail, "root", zone);
  return html`<section class="stack">
      <div><h2>The most similar normal days</h2>${days.length > 0 ? days : html`<p class="k">There is no day before to compare it with.</p>`}</div>
    </section>
    <section class="stack">
      ${roots.length > 0 ? html`<div><h2>The nearest normal actions<span class="k">, by what is within 2 hours of them</span></h2>${roots}</div>` : nothing}
      <div><h2>Expected and missing</h2>${detail.missing.length > 0 ? missingList(detail) : html`<p class="k">All that this user nearly always does is there.</p>`}</div>
    </section>`;
}
