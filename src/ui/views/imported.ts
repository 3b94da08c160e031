import { html, nothing, type TemplateResult } from "lit";
import type { TenantSummary } from "../../engine/api/imports.ts";
import type { FileReport, RowCounts } from "../../ingest/report.ts";
import { count, dayRange, lineNumber, plural } from "../format.ts";
import type { RowSource } from "../row-source.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";
import { stepList } from "./findings.ts";
import { backToKept } from "./kept.ts";
import { keptLine } from "./kept-line.ts";
import "./models.ts";
import { thinNote } from "./thin.ts";

/** What came of every row, the doctors' findings, the rejects, and the investigation as it runs. */
class ImportedElement extends View {
  #rejects: { readonly of: TenantSummary; readonly source: RowSource } | null = null;

  protected override watched({
    summary,
    steps,
    cases,
    work,
    planted,
    keeping,
    isPersistent,
  }: SessionState): readonly unknown[] {
    return [summary, steps, cases, work === null, planted, keeping, isPersistent];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { summary, steps, cases, work, planted } = this.state;
    if (!summary) return nothing;
    return html`<div class="page imported">
      <h1>${summary.name}</h1>
      <p class="facts">
        <span>${plural(summary.events, "event")}</span><span>${plural(summary.actors, "user")}</span>
        <span>${plural(summary.types, "event type")}</span><span>${plural(summary.actions, "action")}</span>
        <span>${dayRange(summary.firstDay, summary.lastDay)}, ${summary.zone}</span>
      </p>
      ${keptLine(this.state)}
      ${sum(summary.rows)}
      <section>
        <h2>The investigation</h2>
        ${stepList(steps)}
        ${thinNote(this.session)}
        ${
          cases
            ? html`<p><a class="btn primary" href="#/queue">Open the queue of ${count(cases.length)}</a>
                <button class="btn" type="button" ?disabled=${work !== null} title="Swaps ids of users on this tenant, and counts who is found" @click=${() => this.session.tellCaught()}>What would I have caught?</button></p>`
            : work
              ? nothing
              : html`<button class="btn primary" type="button" ?disabled=${summary.events === 0} @click=${() => this.session.runInvestigation()}>Run the investigation</button>`
        }
        ${backToKept(this.session)}
      </section>
      ${summary.events > 0 && !work ? html`<sg-models .session=${this.session}></sg-models>` : nothing}
      ${summary.events > 0 && !this.state.demo ? html`<sg-passphrase .session=${this.session}></sg-passphrase>` : nothing}
      ${summary.doctor.length > 0 ? html`<section><h2>What the doctors found</h2><ul class="says">${summary.doctor.map((text) => html`<li>${text}</li>`)}</ul></section>` : nothing}
      <section><h2>Files</h2>${files(summary.files)}</section>
      ${summary.rows.rejected > 0 ? this.#rejected(summary) : nothing}
      ${
        planted.length > 0
          ? html`<details class="planted" @toggle=${this.#reveal}><summary>What was planted in this demo (${planted.length})</summary>
        <ul class="says">${planted.map((one) => html`<li><b>${one.actor}</b>, ${dayRange(one.from, one.to)}: ${one.story} <span class="k">${one.kind}</span></li>`)}</ul></details>`
          : nothing
      }
    </div>`;
  }

  readonly #reveal = (event: Event): void => {
    if ((event.target as HTMLDetailsElement).open) void this.session.revealPlanted();
  };

  #rejected(summary: TenantSummary): TemplateResult {
    if (this.#rejects?.of !== summary) {
      const session = this.session;
      const source: RowSource = {
        count: summary.rows.rejected,
        window: async (offset, limit) =>
          ((await session.engine?.rejects(offset, limit)) ?? []).map((row) => [
            row.file,
            lineNumber(row.line),
            row.reason,
            row.raw,
          ]),
      };
      this.#rejects = { of: summary, source };
    }
    return html`<section>
      <h2>${plural(summary.rows.rejected, "rejected row")}</h2>
      <p class="k above-table">Kept whole, with the reason; nothing else was left out.</p>
      <sg-table label="Rejected rows" .source=${this.#rejects.source} .columns=${rejectColumns}></sg-table>
    </section>`;
  }
}

const rejectColumns = [
  { name: "file", type: "text" },
  { name: "line", type: "number" },
  { name: "reason", type: "text" },
  { name: "raw", type: "text" },
] as const;

/** `in = typed + rejected + duplicate`, as an equation, and the same as one bar; a sum that fails is said loudly. */
export function sum({ in: all, typed, rejected, duplicate }: RowCounts): TemplateResult {
  const term = (n: number, label: string, kind: string): TemplateResult =>
    html`<span class="term ${kind} ${n === 0 ? "nil" : ""}"><b data-count=${kind}>${count(n)}</b> <span>${label}</span></span>`;
  const off = all - typed - rejected - duplicate;
  return html`<div class="sum">
    ${term(all, "rows in", "in")}<i>=</i>${term(typed, "typed", "typed")}<i>+</i>${term(rejected, "rejected", "rejected")}<i>+</i>${term(duplicate, "duplicate", "duplicate")}
    ${off === 0 ? nothing : html`<p class="problem" role="alert"><b>The counts differ by ${count(Math.abs(off))}.</b> This is a fault of the tool: please report it.</p>`}
  </div>`;
}

const files = (reports: readonly FileReport[]): TemplateResult =>
  html`<div class="scroller" tabindex="0" role="region" aria-label="Files"><table class="plain numbers">
    <thead><tr><th scope="col">file</th><th scope="col">read as</th>${["in", "typed", "rejected", "duplicate"].map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead>
    <tbody>${reports.map(
      ({ name, vendor, format, rows, notes, problem }) => html`<tr>
        <td class="name" title=${name}>${name}</td>
        <td class="as">${vendor ?? "table"} <span class="k">${format}</span>${problem ? html`<p class="problem"><b>${problem.what}</b> ${problem.next}</p>` : nothing}
          ${notes.map((note) => html`<p class="k">${note}</p>`)}</td>
        <td class="n">${count(rows.in)}</td><td class="n">${count(rows.typed)}</td>
        <td class="n ${rows.rejected > 0 ? "hit" : ""}">${count(rows.rejected)}</td><td class="n">${count(rows.duplicate)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;

customElements.define("sg-imported", ImportedElement);
