import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { tally } from "../../casework/verdicts.ts";
import type { RowQuery, TenantPage } from "../../engine/api/pages.ts";
import type { Engine } from "../../engine/api.ts";
import { alarmFinding, alarmRate } from "../charts/alarms.ts";
import { dayHeat } from "../charts/day-heat.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { alarmData, dayHeatData, historyData, silhouetteData } from "../charts/page-data.ts";
import { posterior, posteriorData, posteriorFinding } from "../charts/posterior.ts";
import { silhouetteFinding, silhouettePlot } from "../charts/silhouette.ts";
import { historyFinding, userHistory } from "../charts/user-history.ts";
import { count, dayRange, dayShort, plural } from "../format.ts";
import { userAddress, userLink } from "../links.ts";
import { go } from "../route.ts";
import type { SessionState } from "../state.ts";
import { empty } from "./empty.ts";
import { Loaded } from "./loaded.ts";
import { usersNav } from "./users-nav.ts";

interface Parts {
  readonly page: TenantPage;
}

type Draw = (frame: ChartFrame) => Element;
const shownTypes = 24;
const mostNamed = 60;

/** The tenant's page: its events by day and type, its peer groups, its alarms, and what the data is too thin for. */
class TenantElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    query: { state: true },
    narrowed: { state: true },
    named: { state: true },
  };
  declare query: RowQuery | null;
  declare narrowed: string | null;
  /** The users behind the picked bar of the history. */
  declare named: { readonly days: number; readonly users: readonly string[] } | null;
  #drawn: TenantPage | null = null;
  #draws: Readonly<Record<"days" | "groups" | "alarms" | "history", Draw>> | null = null;

  constructor() {
    super();
    this.query = null;
    this.narrowed = null;
    this.named = null;
  }

  protected override watched({ cases, summary, verdicts }: SessionState): readonly unknown[] {
    return [cases, summary, verdicts];
  }

  protected override get subject(): string | null {
    return this.state.summary ? "tenant" : null;
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    put({ page: await engine.tenantPage() });
  }

  #narrow(query: RowQuery, words: string): void {
    this.query = query;
    this.narrowed = words;
    void this.updateComplete.then(() => this.querySelector("sg-page-rows")?.scrollIntoView({ block: "start" }));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { page } = this.parts;
    if (!page || page === this.#drawn) return;
    this.#drawn = page;
    const { types, groups, alarms, history } = page;
    const rows = types.names.slice(0, shownTypes);
    const heat = {
      days: types.days,
      rows,
      counts: types.counts.subarray(0, rows.length * types.days.length),
      marked: [],
      isHit: () => false,
      label: `Events of the tenant: ${plural(types.days.length, "day")} by ${plural(rows.length, "type")}.`,
    };
    this.#draws = {
      days: (frame) =>
        dayHeat(heat, frame, {
          of: "all",
          to: (type, day) => this.#narrow({ type, day }, `${type} on ${dayShort(day)}`),
        }),
      groups: (frame) =>
        silhouettePlot(groups, frame, (actor) => {
          location.hash = userAddress(actor);
        }),
      alarms: (frame) => alarmRate(alarms, frame, (day) => this.#narrow({ day }, dayShort(day))),
      history: (frame) => userHistory(history, frame, (days) => void this.#nameUsers(days)),
    };
  }

  protected override render(): TemplateResult {
    const { summary } = this.state;
    if (!summary) return empty("No tenant is open.", "Its events, its users and its alarms are told here once it is.");
    const { page } = this.parts;
    return html`<article class="page person" aria-busy=${page || this.problem ? "false" : "true"}>
      ${usersNav("Tenant")}
      <h1>${summary.name}: ${plural(summary.events, "event")} of ${plural(summary.actors, "user")}</h1>
      <p class="facts"><span>${dayRange(summary.firstDay, summary.lastDay)} ${summary.zone}</span><span>${plural(summary.types, "type")} of event</span><span>${plural(summary.files.length, "file")}</span></p>
      ${this.failed()}
      ${page ? this.#body(page) : this.problem ? nothing : html`<p class="k" role="status">The page is being put together.</p>`}
    </article>`;
  }

  /** Names the users behind a bar of the history, or hides them again. */
  async #nameUsers(days: number): Promise<void> {
    const isOpen = this.named?.days === days;
    this.named = null;
    const users = isOpen ? null : await this.session.engine?.usersWithHistory(days);
    if (users) this.named = { days, users };
  }

  #named(): TemplateResult | typeof nothing {
    if (!this.named) return nothing;
    const { days, users } = this.named;
    return html`<div class="behind" role="status"><p class="k">${plural(users.length, "user")} with ${plural(days, "active day")}${users.length > mostNamed ? `, the first ${mostNamed}` : ""}:</p>
      <ul>${users.slice(0, mostNamed).map((actor) => html`<li>${userLink(actor)}</li>`)}</ul></div>`;
  }

  #body(page: TenantPage): TemplateResult {
    const draws = this.#draws;
    if (!draws) return html``;
    const data = {
      days: () => dayHeatData({ ...page.types, rows: page.types.names }, "type"),
      alarms: () => alarmData(page.alarms),
      history: () => historyData(page.history),
      groups: () => silhouetteData(page.groups),
    };
    const chart = (name: keyof typeof data): TemplateResult =>
      html`<sg-chart .draw=${draws[name]} .data=${data[name]} name="tenant-${name}"></sg-chart>`;
    const { verdicts } = this.state;
    const judged = verdicts ? tally(verdicts) : null;
    return html`<div class="grid">
      <section class="wide"><h2>${daysFinding(page)}</h2>${chart("days")}
        ${page.types.names.length > shownTypes ? html`<p class="k key">The ${shownTypes} most frequent of ${plural(page.types.names.length, "type")}.</p>` : nothing}</section>
      <section><h2>${alarmFinding(page.alarms)}</h2>
        ${page.alarms.length > 0 ? html`${chart("alarms")}<p class="k key"><i class="swatch"></i> 1 in 100 <i class="swatch on"></i> 1 in 1,000; dashed: 1 %</p>` : nothing}</section>
      <section><h2>${page.history.length > 0 ? historyFinding(page.history) : "Nothing has been scored yet"}</h2>
        ${page.history.length > 0 ? chart("history") : nothing}${this.#named()}</section>
      ${
        page.groups.length > 0
          ? html`<section class=${page.groups.length > 1 ? "" : "wide"}><h2>${silhouetteFinding(page.groups, page.silhouette)}</h2>${
              page.silhouette === null ? nothing : chart("groups")
            }</section>`
          : nothing
      }
      <section class="stack">
        ${page.groups.length > 1 ? html`<div><h2>Users by group</h2>${groupTable(page)}</div>` : nothing}
        ${
          judged && judged.ranked.audited > 0
            ? html`<div><h2>${posteriorFinding(judged)}</h2><sg-chart .draw=${(frame: ChartFrame) => posterior(judged, frame, () => go("report"))} .data=${() => posteriorData(judged)} name="precision"></sg-chart></div>`
            : nothing
        }
        ${page.sufficiency.length > 0 ? html`<div><h2>What the data is too thin for</h2><ul class="says">${page.sufficiency.map((text) => html`<li>${text}</li>`)}</ul></div>` : nothing}
      </section>
      ${
        this.query
          ? html`<section class="wide"><sg-page-rows .session=${this.session} .query=${this.query} .narrowed=${this.narrowed} @clear=${() => {
              this.query = null;
            }}></sg-page-rows></section>`
          : nothing
      }
    </div>`;
  }
}

const groupTable = ({ groups }: TenantPage): TemplateResult => html`<table class="plain">
  <thead><tr><th scope="col">what they do more than others</th><th scope="col" class="n">users</th></tr></thead>
  <tbody>${groups.map(({ label, size }) => html`<tr><th scope="row">${label}</th><td class="n">${count(size)}</td></tr>`)}</tbody>
</table>`;

/** What the tenant's days say, in a sentence. */
function daysFinding({ types, users }: TenantPage): string {
  const width = types.days.length;
  const sums = types.days.map((_, d) =>
    types.names.reduce((sum, _name, r) => sum + (types.counts[r * width + d] ?? 0), 0),
  );
  const top = sums.indexOf(Math.max(...sums));
  const middle = [...users].sort((a, b) => a - b)[Math.floor(users.length / 2)] ?? 0;
  return `${plural(width, "day")} with events, some ${count(middle)} users a day; the most events on ${dayShort(types.days[top] ?? "")} (${count(sums[top] ?? 0)})`;
}

customElements.define("sg-tenant", TenantElement);
