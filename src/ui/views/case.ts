import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CaseDetail, CaseSummary } from "../../engine/api/cases.ts";
import type { RowQuery } from "../../engine/api/pages.ts";
import type { ChartData } from "../chart-export.ts";
import { type CaseChart, caseChartData } from "../charts/case-data.ts";
import { factFinding, keepButton } from "../evidence.ts";
import { heatFinding, hitsFinding, hoursFinding, reasonsFinding, residualsFinding } from "../findings.ts";
import { count, dayLong, dayShort, oneIn, plural } from "../format.ts";
import { entityAddress, userAddress, userLink } from "../links.ts";
import { pictureIn } from "../local-time.ts";
import type { RowFilter } from "../row-filter.ts";
import type { SessionState } from "../state.ts";
import { tiedAtTop, tiesFinding } from "../ties.ts";
import { View } from "../view.ts";
import { around, normalCompany } from "./case-company.ts";
import { type CaseDraws, caseDraws, type Draw } from "./case-draws.ts";
import { errorLine } from "./case-error.ts";
import { companyOf, opinionsOf } from "./company.ts";

/** One case: its sentence, what adds up to it, its surroundings and its rows. */
class CaseElement extends View {
  static override properties = { filter: { state: true }, other: { state: true }, nodes: { state: true } };
  declare filter: RowFilter | null;
  /** Rows of another day that are shown in place of the case's own. */
  declare other: { readonly query: RowQuery; readonly words: string } | null;
  /** Nodes of the subgraph whose rows are shown. */
  declare nodes: readonly number[];
  #drawn: CaseDetail | null = null;
  #draws: CaseDraws | null = null;
  /** The subgraph, its rows in the zone's time. */
  #picture: CaseDetail["subgraph"] = null;

  constructor() {
    super();
    this.filter = null;
    this.other = null;
    this.nodes = [];
  }

  protected override watched({
    selected,
    detail,
    detailProblem,
    cases,
    clears,
    userSummary,
    areNamesHidden,
    revealed,
  }: SessionState): readonly unknown[] {
    return [selected, detail, detailProblem, cases, clears, userSummary, areNamesHidden, revealed];
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { detail } = this.state;
    if (detail === this.#drawn) return;
    this.#drawn = detail;
    this.filter = null;
    this.other = null;
    this.nodes = [];
    this.#picture = detail?.subgraph ? pictureIn(detail.subgraph, this.zone) : null;
    this.#draws =
      detail &&
      caseDraws(detail, this.#picture, {
        rows: (filter) => this.#toRows(filter),
        day: (query, words) => this.#toDay(query, words),
        nodes: (nodes) => this.#toNodes(nodes),
      });
  }

  protected override updated(): void {
    for (const shape of this.querySelectorAll<SVGElement>(".subgraph .press"))
      shape.setAttribute("aria-pressed", String(shape.dataset.nodes === this.nodes.join(",")));
  }

  #toRows(filter: RowFilter): void {
    this.filter = filter;
    this.other = null;
    void this.updateComplete.then(() =>
      this.querySelector("sg-case-rows")?.scrollIntoView({ block: "nearest", behavior: calm() }),
    );
  }

  /** Shows rows of another day of the user, in place of the case's own. */
  #toDay(query: RowQuery, words: string): void {
    this.other = { query, words };
    void this.updateComplete.then(() =>
      this.querySelector("sg-page-rows")?.scrollIntoView({ block: "nearest", behavior: calm() }),
    );
  }

  /** Shows the rows of actions; an actor or an entity leads to its page. */
  #toNodes(nodes: readonly number[]): void {
    const [one, ...more] = nodes.flatMap((node) => this.state.detail?.subgraph?.nodes[node] ?? []);
    if (one?.kind === "actor") location.hash = userAddress(one.label);
    else if (one?.kind === "entity" && one.entityType !== null && more.length === 0)
      location.hash = entityAddress({ type: one.entityType, name: one.label });
    else this.nodes = nodes.join() === this.nodes.join() ? [] : nodes;
  }

  #reveal(actor: string): TemplateResult | typeof nothing {
    const { areNamesHidden, revealed } = this.state;
    if (!areNamesHidden || revealed.some((one) => one.actor === actor)) return nothing;
    return html`<button class="link" type="button" title="The report will say that this name was shown" @click=${() => this.session.reveal(actor)}>Reveal</button>`;
  }

  protected override render(): TemplateResult {
    const { cases, selected, detail, detailProblem } = this.state;
    const summary: CaseSummary | undefined = detail ?? cases?.find(({ id }) => id === selected);
    if (!summary) return html`<p class="k none">Choose a case from the queue.</p>`;
    return html`<article class="case" aria-busy=${detail || detailProblem ? "false" : "true"}>
      <h1 tabindex="-1">${summary.headline}</h1>
      <p class="facts evident">
        ${userLink(summary.actor)}${this.#reveal(summary.actor)}<span>${dayLong(summary.day)}</span>
        ${detail ? detail.facts.map((fact) => html`<span>${fact}</span>`) : html`<span>${oneIn(summary.p)}</span>`}
        ${this.#tied(summary)}
        ${detail ? keepFact([detail.headline, ...detail.facts].join(" · "), "headline") : nothing}
      </p>
      <sg-verdict .session=${this.session} .one=${summary} .control=${detail?.control ?? false}></sg-verdict>
      ${detail ? this.#clears() : nothing}
      <sg-tray .session=${this.session} .one=${summary}></sg-tray>
      ${
        detail
          ? this.#body(detail)
          : detailProblem
            ? html`<p class="problem" role="alert"><b>${detailProblem.what}</b> ${detailProblem.next}
              <button class="btn small" type="button" @click=${() => selected && this.session.select(selected)}>Try again</button></p>`
            : html`<div class="skeleton" role="status"><span class="hidden">The case is being put together</span></div>`
      }
    </article>`;
  }

  /** Whether its p is the least that history can tell, which it then shares with others. */
  #tied({ p }: CaseSummary): TemplateResult | typeof nothing {
    const cases = this.state.cases ?? [];
    const finding = tiesFinding(cases);
    if (!finding || cases.some((one) => one.p < p) || !cases.some((one) => one.p === p)) return nothing;
    return html`<span title=${finding.means}>tied with ${count(tiedAtTop(cases) - 1)} more</span>`;
  }

  /** What would have to go for the alert to clear. */
  #clears(): TemplateResult {
    const { clears } = this.state;
    if (!clears) return html`<p class="clears k" role="status">Trying which events it rests on…</p>`;
    if (!clears.found) return html`<p class="clears k">It only just stands out: the queue ends at days like it.</p>`;
    return html`<p class="clears evident">${clears.found.sentence} ${keepFact(clears.found.sentence, "what clears it")}</p>`;
  }

  #body(detail: CaseDetail): TemplateResult {
    const draws = this.#draws;
    if (!draws) return html``;
    const chart = (draw: Draw, name: string, data: () => ChartData, finding: string): TemplateResult =>
      html`<sg-chart .draw=${draw} .data=${data} name=${name} .finding=${finding}></sg-chart>`;
    const data = (of: CaseChart) => () => caseChartData(detail)[of];
    const { heat: map } = detail;
    return html`<div class="grid">
      <section>
        <h2>What adds up to it<span class="k">${reasonsFinding(detail) ? `, first of all: ${reasonsFinding(detail)}` : ""}</span></h2>
        ${detail.reasons.length > 0 ? chart(draws.waterfall, `case-${detail.rank}-reasons`, data("waterfall"), `What adds up to it${reasonsFinding(detail) ? `, first of all: ${reasonsFinding(detail)}` : ""}`) : html`<p class="k">No reason was given.</p>`}
        <p class="k key">Bars are parts of −log₁₀ p. <i class="swatch on"></i> unexplained <i class="swatch"></i> speaks for the user</p>
      </section>
      ${detail.subgraph ? html`<section><h2>${detail.subgraph.title}${detail.subgraph.missing.length > 0 ? html`<span class="k">, ${count(detail.subgraph.missing.length)} expected and missing</span>` : nothing}</h2>${chart(draws.subgraph, `case-${detail.rank}-subgraph`, data("subgraph"), detail.subgraph.title)}${around(this.#picture ?? detail.subgraph, this.nodes)}</section>` : html`<section class="stack"><div>${opinionsOf(detail)}</div><div>${companyOf(detail)}</div></section>`}
      <section class="wide">
        <h2>${plural(map.days.length, "day")} of this user${map.hits.length > 0 ? html`<span class="k">, ${hitsFinding(detail)}</span>` : nothing}</h2>
        ${chart(draws.heat, `case-${detail.rank}-days`, data("heat"), heatFinding(detail))}
      </section>
      <section><h2>${hoursFinding(detail)}<span class="k">, this day on a usual one</span></h2>${chart(draws.hours, `case-${detail.rank}-hours`, data("hours"), hoursFinding(detail))}</section>
      <section>
        <h2>${residualsFinding(detail)}<span class="k">, from explained (tick) to observed</span></h2>
        ${detail.residuals.length > 0 ? chart(draws.residuals, `case-${detail.rank}-residuals`, data("residuals"), residualsFinding(detail)) : html`<p class="k">The subspace leaves nothing of this day.</p>`}
        ${errorLine(detail)}
      </section>
      ${detail.subgraph ? html`<section>${opinionsOf(detail)}</section><section>${companyOf(detail)}</section>` : nothing}
      ${normalCompany(detail, this.zone)}
      <section><h2>${dayShort(detail.day)} among the history’s days</h2><sg-standings .session=${this.session} .actor=${detail.actor} .day=${detail.day}></sg-standings></section>
      <section class="evident"><h2>${userLink(detail.actor)}’s window ${this.state.userSummary ? keepFact(this.state.userSummary, "the user’s window") : nothing}</h2><sg-user-summary .text=${this.state.userSummary}></sg-user-summary></section>
      <section class="wide">${this.#rows(detail)}</section>
    </div>`;
  }

  /** The case's rows, or those of another day that were asked for. */
  #rows(detail: CaseDetail): TemplateResult {
    const { other } = this;
    if (other)
      return html`<sg-page-rows .session=${this.session} .query=${other.query} .narrowed=${other.words} @clear=${() => {
        this.other = null;
      }}></sg-page-rows>`;
    return html`<sg-case-rows .rows=${detail.rows} .total=${detail.totalRows} .zone=${this.zone} .filter=${this.filter}
          @clear=${() => {
            this.filter = null;
          }}></sg-case-rows>`;
  }
}

/** Keeps a sentence of the case as evidence. */
const keepFact = (words: string, from: string): TemplateResult => keepButton(from, () => factFinding(words, from));

const calm = (): ScrollBehavior => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

customElements.define("sg-case", CaseElement);
