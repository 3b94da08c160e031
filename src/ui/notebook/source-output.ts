import { html, nothing, type TemplateResult } from "lit";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import { count } from "../format.ts";
import { rewrite } from "./controls.ts";

type Source = Extract<CellResult, { kind: "source" }>;

/** What the tenant was imported from, what became of it, and what to do where the notebook means something else. */
export function sourceOutput(source: Source, table: TemplateResult): TemplateResult {
  const { missing, differences, tables, asImported } = source;
  const take = (event: Event) => rewrite(event.target, () => asImported);
  return html`
    ${missing.length > 0 ? html`<p class="nb-finding">${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not imported. <a href="#/import">Import</a> ${missing.length === 1 ? "it" : "them"}, then run this cell again.</p>` : nothing}
    ${differences.map((difference) => html`<p class="nb-finding">${difference}</p>`)}
    ${
      differences.length > 0
        ? html`<p class="k">To follow the notebook, <a href="#/import">import</a> the files again with its mapping. To follow the import, <button type="button" class="link" @click=${take}>write the imported mapping into this cell</button>.</p>`
        : nothing
    }
    ${table}
    <p class="k">${tables.map(({ name, rows }) => `${name} ${count(rows)}`).join(" · ")}</p>
  `;
}
