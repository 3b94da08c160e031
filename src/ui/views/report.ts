import { html, nothing, type TemplateResult } from "lit";
import { standing, tally } from "../../casework/verdicts.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { posterior, posteriorData, posteriorFinding } from "../charts/posterior.ts";
import { download, saveBlob } from "../files.ts";
import { bytes, count, plural } from "../format.ts";
import { problemOf } from "../problem.ts";
import { buildReport } from "../report/build.ts";
import type { ReportData } from "../report/data.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";
import { empty } from "./empty.ts";
import { judgedList } from "./judged.ts";

/** A report, and what it was made from. */
interface Made {
  readonly data: ReportData;
  readonly report: Blob;
}

/** Makes the report: one HTML file without script that opens anywhere, and the tables beside it. */
class ReportElement extends View {
  static override properties = { made: { state: true }, busy: { state: true }, isListed: { state: true } };
  declare made: Made | null;
  declare busy: boolean;
  /** Whether the verdicts behind the precision are listed. */
  declare isListed: boolean;

  constructor() {
    super();
    this.made = null;
    this.busy = false;
    this.isListed = false;
  }

  protected override watched({
    cases,
    summary,
    starred,
    work,
    verdicts,
    evidence,
    replayed,
  }: SessionState): readonly unknown[] {
    return [cases, summary, starred, work === null, verdicts, evidence, replayed];
  }

  /** Makes the report and saves what `save` makes of it. */
  async #make(save: (made: Made) => void | Promise<void>): Promise<void> {
    this.busy = true;
    try {
      const data = await this.session.reportData();
      if (!data) return;
      this.made = { data, report: await buildReport(document, data) };
      await save(this.made);
    } catch (error) {
      this.session.update({ problem: problemOf(error) });
    } finally {
      this.busy = false;
    }
  }

  #report(): Promise<void> {
    return this.#make(({ data, report }) => saveBlob(fileName(data.summary.name, "report.html"), report));
  }

  #bundle(): Promise<void> {
    return this.#make(async ({ data, report }) => {
      const bytes = await this.session.bundle(data, report);
      if (bytes) saveBlob(fileName(data.summary.name, "run.shadowgraph.zip"), new Blob([bytes]));
    });
  }

  async #csv(name: "scores" | "cases"): Promise<void> {
    const { engine } = this.session;
    if (!engine) return;
    const text = name === "scores" ? await this.session.scoresCsv() : await engine.casesCsv({ isForSpreadsheet: true });
    if (text !== null) download(fileName(this.state.summary?.name ?? "tenant", `${name}.csv`), text, "text/csv");
  }

  /** What the report would hold now. */
  #whatGoesIn(cases: number): TemplateResult {
    const { verdicts, starred, evidence } = this.state;
    const judged = verdicts ? standing(verdicts).length : 0;
    const parts = [
      plural(cases, "case"),
      plural(judged, "verdict"),
      `${count(starred.size)} starred`,
      plural(evidence.items.length, "piece of evidence", "pieces of evidence"),
      ...(this.session.notebookText() === null ? [] : [this.session.notebookName()]),
    ];
    return html`<p class="facts">${parts.map((part) => html`<span>${part}</span>`)}</p>`;
  }

  /** What the verdicts say of the queue's precision so far. */
  #verdicts(): TemplateResult | typeof nothing {
    const { verdicts, cases } = this.state;
    const judged = verdicts ? tally(verdicts) : null;
    if (!verdicts || !judged || judged.ranked.audited === 0) return nothing;
    const list = (isOpen: boolean): void => {
      this.isListed = isOpen;
    };
    return html`<section class="posterior"><h2>${posteriorFinding(judged)}</h2>
      <sg-chart .draw=${(frame: ChartFrame) => posterior(judged, frame, () => list(true))} .data=${() => posteriorData(judged)} name="precision"></sg-chart>
      ${judgedList(verdicts, cases ?? [], { isOpen: this.isListed, toggle: list })}</section>`;
  }

  protected override render(): TemplateResult {
    const { cases, summary, work } = this.state;
    const isBusy = this.busy || work !== null;
    if (!cases || !summary) return empty("Nothing to report yet.", "The report is made from the queue.");
    return html`<div class="page report">
      <h1>Report</h1>
      <p class="lead">One HTML file that opens offline anywhere. It holds the cases with their pictures and rows, the counts, the
        hashes of the inputs, versions and seed. There is no script in it, and it fetches nothing.</p>
      ${this.#whatGoesIn(cases.length)}
      <div class="actions">
        <button class="btn primary large" type="button" ?disabled=${isBusy} @click=${this.#report}>${this.busy ? "Putting it together…" : "Download the report"}</button>
        <button class="btn large" type="button" ?disabled=${isBusy} @click=${this.#bundle}>Case bundle</button>
        <button class="btn large" type="button" @click=${() => this.#csv("cases")}>cases.csv</button>
        <button class="btn large" type="button" @click=${() => this.#csv("scores")}>scores.csv</button>
      </div>
      <p class="k">The case bundle holds the report, the notebook, the mappings, verdicts and every score, but no logs. Dropped on this page with the
        same logs, it runs again and says whether the numbers are the same.</p>
      ${this.#verdicts()}
      ${this.state.replayed ? comparison(this.state.replayed) : nothing}
      ${this.made ? contents(this.made) : nothing}
    </div>`;
  }
}

const fileName = (tenant: string, what: string): string =>
  `${
    tenant
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase() || "tenant"
  }-${what}`;

/** How the open run compares with the bundle's. */
function comparison({ head, result }: NonNullable<SessionState["replayed"]>): TemplateResult {
  const { rows, different, only, largest, examples } = result;
  const isSame = different === 0 && only === 0;
  return html`<section class="contents replay">
    <h2>${isSame ? `The run of ${head.made.slice(0, 10)} gave the same numbers` : `The run of ${head.made.slice(0, 10)} gave other numbers`}</h2>
    <p>${
      isSame
        ? `All ${plural(rows, "score")} are equal to the last digit.`
        : `Of ${plural(rows, "score")}, ${count(different)} differ (by ${(100 * largest).toPrecision(2)} % at the most), and ${count(only)} are in one of the runs only.`
    }</p>
    ${examples.length > 0 ? html`<ul class="hashes">${examples.map((item) => html`<li><code>${item}</code></li>`)}</ul>` : nothing}
    <p class="k">Bundle of version ${head.version} · seed ${head.seed} · ${head.backend}. Its verdicts were taken over.</p>
  </section>`;
}

/** What went into the report that was made. */
const contents = ({ data, report }: Made): TemplateResult => html`<section class="contents">
  <h2>In the file<span class="k">, ${bytes(report.size)}</span></h2>
  <ol>${data.details.map(({ rank, headline, actor }) => html`<li value=${rank}>${headline} <span class="k">${actor}</span></li>`)}</ol>
  <h2>Inputs</h2>
  <ul class="hashes">${data.facts.files.map(({ name, sha256 }) => html`<li><span>${name}</span> <code>${sha256}</code></li>`)}</ul>
  <p class="k">Version ${data.facts.version} · seed ${data.facts.seed} · ${data.facts.backend} · ${plural(data.cases.length, "case")} listed</p>
</section>`;

customElements.define("sg-report", ReportElement);
