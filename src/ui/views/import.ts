import { html, nothing, type TemplateResult } from "lit";
import type { FilePlan } from "../../engine/api/imports.ts";
import type { Mapping } from "../../ingest/mapping.ts";
import { bytes, count, plural } from "../format.ts";
import { prefersToKeep, setPrefersToKeep } from "../keep-choice.ts";
import { sameShape } from "../mapping-files.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";
import { empty } from "./empty.ts";
import { stepList } from "./findings.ts";
import { backToKept } from "./kept.ts";

/** Before the import: what each file was recognised as and how it will be read. After it: what came of every row. */
class ImportElement extends View {
  static override properties = { chosen: { state: true } };
  declare chosen: string | null;

  constructor() {
    super();
    this.chosen = null;
  }

  protected override watched({ plans, mappings, summary, work, stopped }: SessionState): readonly unknown[] {
    return [plans, mappings, summary, work === null, stopped];
  }

  protected override render(): TemplateResult {
    const { plans, summary, work } = this.state;
    if (summary) return html`<sg-imported .session=${this.session}></sg-imported>`;
    if (plans.length === 0)
      return work
        ? html`<div class="page opening">
            <h1>${work.title}…</h1>
            <p class="lead">When every row is read, the counts stand here and the investigation asks:</p>
            ${stepList([])}
          </div>`
        : html`${empty(
            "No files yet.",
            "Drop a tenant’s exported logs anywhere on this window, or choose them from the start.",
          )}<sg-recent class="page" .session=${this.session}></sg-recent>`;
    const chosen = plans.find(({ name }) => name === this.chosen) ?? plans[0];
    return html`<div class="import">
      <aside class="files" aria-label="Files">
        <header><h1>${plural(plans.length, "file")}</h1><span class="k">${bytes(plans.reduce((sum, p) => sum + p.bytes, 0))}</span></header>
        <ul>${plans.map((plan) => this.#file(plan, plan === chosen))}</ul>
      </aside>
      <div class="plan">${chosen ? this.#plan(chosen) : nothing}</div>
      ${this.#bar()}
    </div>`;
  }

  #ready(plan: FilePlan): boolean {
    return this.state.mappings[plan.name] !== undefined;
  }

  #file(plan: FilePlan, current: boolean): TemplateResult {
    const says = this.#ready(plan)
      ? (plan.vendor ?? "recognised by its columns")
      : (plan.problem?.what ?? "no mapping");
    return html`<li>
      <button type="button" class="file ${this.#ready(plan) ? "" : "bad"}" aria-current=${current ? "true" : nothing} @click=${() => {
        this.chosen = plan.name;
      }}>
        <span class="file-name" title=${plan.name}>${plan.name}</span>
        <span class="k file-size">${bytes(plan.bytes)}</span>
        <span class="file-says">${says}</span>
      </button>
    </li>`;
  }

  #plan(plan: FilePlan): TemplateResult {
    return html`
      <h2 class="plan-name">${plan.name}</h2>
      <p class="facts"><span>${plan.vendor ?? (plan.mapping ? "Recognised by its columns" : "Not recognised")}</span><span>${plan.format}</span><span>${bytes(plan.bytes)}</span>${plan.columns.length > 0 ? html`<span>${plural(plan.columns.length, "column")}</span>` : nothing}</p>
      ${plan.problem ? html`<p class="problem" role="note"><b>${plan.problem.what}</b> ${plan.problem.next}</p>` : nothing}
      ${plan.notes.length > 0 ? html`<ul class="says">${plan.notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
      ${
        plan.columns.length > 0
          ? html`<section><h3>How its columns become events</h3>
        <sg-mapping .plan=${plan} .mapping=${this.state.mappings[plan.name] ?? plan.mapping}
          @mapping=${(event: CustomEvent<Mapping>) => this.session.setMapping(event.detail, plan.name)}></sg-mapping>${this.#alike(plan)}</section>
        <section><h3>First records, as read</h3>${preview(plan)}</section>`
          : nothing
      }
    `;
  }

  /** Offers a file's mapping to the others that have the same columns and another mapping. */
  #alike(plan: FilePlan): TemplateResult | typeof nothing {
    const { plans, mappings } = this.state;
    const mapping = mappings[plan.name];
    const others = sameShape(plan, plans).filter(
      ({ name }) => JSON.stringify(mappings[name]) !== JSON.stringify(mapping),
    );
    if (!mapping || others.length === 0) return nothing;
    return html`<button type="button" class="btn small" @click=${() => this.session.setMapping(mapping, ...others.map(({ name }) => name))}>
      Use it for the ${count(others.length)} other ${others.length === 1 ? "file" : "files"} with these columns
    </button>`;
  }

  #bar(): TemplateResult {
    const { plans, work, stopped } = this.state;
    const ready = plans.filter((plan) => this.#ready(plan)).length;
    const isBarred = ready === 0 || work !== null;
    return html`<footer class="import-bar">
      ${
        stopped
          ? html`<button class="btn primary large" type="button" ?disabled=${isBarred} @click=${() => this.session.goOn()}>Go on at row ${count(stopped.rows)}</button>
              <span class="k">the import of ${stopped.file} into ${stopped.tenantName} stopped there, at ${Math.floor(100 * stopped.share)} %</span>`
          : nothing
      }
      <button class="btn large ${stopped ? "" : "primary"}" type="button" ?disabled=${isBarred} @click=${() => this.session.importAll()}>
        Import ${plural(ready, "file")}${stopped ? " as a new tenant" : ""}
      </button>
      ${stopped ? nothing : html`<span class="k">${ready < plans.length ? `${plural(plans.length - ready, "file")} can’t be read as events yet` : "then the standard investigation runs"}</span>`}
      <label class="keep-choice"><input type="checkbox" .checked=${prefersToKeep()} @change=${this.#choose} />
        <span>Keep this tenant on this machine <span class="k">in this browser’s private storage, until you delete it</span></span></label>
      ${backToKept(this.session)}
    </footer>`;
  }

  readonly #choose = (event: Event): void => setPrefersToKeep((event.target as HTMLInputElement).checked);
}

/** The first records of a file, columns × texts; long texts are cut, and whole in the title. */
function preview({ name, columns, preview: records }: FilePlan): TemplateResult {
  const shown = columns.slice(0, 40);
  return html`<div class="scroller" tabindex="0" role="region" aria-label="First records of ${name}">
    <table class="plain preview">
      <thead><tr>${shown.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${records
        .slice(0, 8)
        .map(
          (record) =>
            html`<tr>${shown.map((_, i) => html`<td title=${record[i] ?? ""}>${(record[i] ?? "").slice(0, 120)}</td>`)}</tr>`,
        )}</tbody>
    </table>
  </div>${columns.length > shown.length ? html`<p class="k">${count(columns.length - shown.length)} more columns are not shown.</p>` : nothing}`;
}

customElements.define("sg-import", ImportElement);
