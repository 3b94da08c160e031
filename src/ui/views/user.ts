import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { CaseSummary } from "../../engine/api/cases.ts";
import type { RowQuery, UserPage } from "../../engine/api/pages.ts";
import type { UserProfile } from "../../engine/api/users.ts";
import type { Engine } from "../../engine/api.ts";
import { isBeyond } from "../charts/profile-range.ts";
import { weekFinding } from "../charts/week-clock.ts";
import { count, dayRange, dayShort, plural } from "../format.ts";
import type { SessionState } from "../state.ts";
import { empty } from "./empty.ts";
import { Loaded } from "./loaded.ts";
import { type PageChart, type UserCharts, userCharts } from "./user-charts.ts";
import {
  calendarDays,
  freshTable,
  heatFinding,
  nearestUsers,
  profileRanges,
  profileTable,
  scoredDays,
  scoredFinding,
  traitTables,
} from "./user-parts.ts";
import { usersNav } from "./users-nav.ts";

interface Parts {
  readonly page: UserPage;
  /** Null where no profile cell has run. */
  readonly profile: UserProfile | null;
  readonly summary: string;
}

/** A user's page: what was scored, what a usual day is like, who does alike, what is new, and every row. */
class UserElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    actor: { attribute: false },
    query: { state: true },
    narrowed: { state: true },
  };
  declare actor: string | null;
  declare query: RowQuery | null;
  declare narrowed: string | null;
  #drawn: Partial<Parts> = {};
  #charts: UserCharts | null = null;

  constructor() {
    super();
    this.actor = null;
    this.query = null;
    this.narrowed = null;
  }

  protected override watched({ cases, summary, areNamesHidden, revealed }: SessionState): readonly unknown[] {
    return [cases, summary, areNamesHidden, revealed];
  }

  protected override get subject(): string | null {
    return this.actor;
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    const actor = this.actor ?? "";
    const page = await engine.userPage(actor);
    put({ page });
    put({ profile: await engine.profileOf(actor).catch(() => null) });
    if (page.scored.length > 0) put({ summary: await engine.userSummary(actor) });
  }

  get #cases(): readonly CaseSummary[] {
    return (this.state.cases ?? []).filter(({ actor }) => actor === this.actor);
  }

  readonly #narrow = (query: RowQuery, words: string): void => {
    this.query = query;
    this.narrowed = words;
    void this.updateComplete.then(() =>
      this.querySelector("sg-page-rows")?.scrollIntoView({
        block: "start",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      }),
    );
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("actor")) {
      this.query = this.actor === null ? null : { actor: this.actor };
      this.narrowed = null;
    }
    const { page, profile } = this.parts;
    if (page && (page !== this.#drawn.page || profile !== this.#drawn.profile))
      this.#charts = userCharts(page, profile ?? null, this.#cases, this.#narrow);
    this.#drawn = this.parts;
  }

  protected override render(): TemplateResult {
    const { actor, parts } = this;
    if (actor === null || !this.session.engine)
      return empty("No such user here.", "Addresses of users hold until the page is loaded anew.", {
        href: "#/users",
        label: "All users",
      });
    const { page } = parts;
    return html`<article class="page person" aria-busy=${page || this.problem ? "false" : "true"}>
      ${usersNav(null)}
      <h1 tabindex="-1">${actor}</h1>
      ${page ? this.#facts(page) : this.problem ? nothing : html`<p class="k" role="status">The page is being put together.</p>`}
      ${this.failed()}
      ${page ? this.#body(page) : nothing}
    </article>`;
  }

  #reveal(actor: string): TemplateResult | typeof nothing {
    const { areNamesHidden, revealed } = this.state;
    if (!areNamesHidden || revealed.some((one) => one.actor === actor)) return nothing;
    return html`<button class="link" type="button" title="The report will say that this name was shown" @click=${() => this.session.reveal(actor)}>Reveal</button>`;
  }

  #facts({ actor, events, types, window }: UserPage): TemplateResult {
    const cases = this.#cases;
    const { profile } = this.parts;
    return html`<p class="facts">${this.#reveal(actor)}
      <span>${plural(events, "event")}, ${dayRange(types.days[0] ?? null, types.days.at(-1) ?? null)}</span>
      ${profile?.group ? html`<span>${profile.group} · ${plural(profile.peers, "user")}</span>` : nothing}
      <span>${cases.length > 0 ? plural(cases.length, "case") : "no case"} in the queue</span>
      ${window ? html`<span>scored ${dayRange(window.from, window.to)}</span>` : nothing}
    </p>`;
  }

  #body(page: UserPage): TemplateResult {
    const charts = this.#charts;
    if (!charts) return html``;
    const { profile, summary } = this.parts;
    const [worst] = page.scored.toSorted((a, b) => a.p - b.p);
    const cases = this.#cases;
    const active = calendarDays(page, cases).filter(({ events }) => events > 0).length;
    return html`
      ${page.scored.length > 0 ? html`<sg-user-summary class="lead-in" .text=${summary ?? null}></sg-user-summary>` : nothing}
      <div class="grid">
        ${
          page.scored.length > 0
            ? html`<section class="wide"><h2>${scoredFinding(page)}</h2>${scoredDays(page, cases, this.#narrow)}</section>`
            : nothing
        }
        <section><h2>Active on ${count(active)} of ${plural(page.types.days.length, "day")}<span class="k">, ${cases.length > 0 ? `${plural(cases.length, "day")} in the queue` : "none in the queue"}</span></h2>
          ${chart(charts.calendar, "calendar")}
          <p class="k key"><i class="swatch"></i> events, more are darker <i class="swatch ring"></i> scored <i class="swatch on"></i> in the queue</p></section>
        <section><h2>${weekFinding(page.week)}</h2>${chart(charts.week, "week")}
          <p class="k key">Hours around, Monday inside, Sunday outside. <i class="swatch"></i> events <i class="swatch on"></i> new hours</p></section>
        <section class="wide"><h2>${heatFinding(charts.beyond)}</h2>${chart(charts.heat, "days")}</section>
        ${profile ? this.#profile(profile, page, charts.profile) : nothing}
        ${
          worst
            ? html`<section><h2>${dayShort(worst.day)} among the history’s days</h2><sg-standings .session=${this.session} .actor=${page.actor} .day=${worst.day}></sg-standings></section>`
            : nothing
        }
        <section class="wide"><h2>What they come with<span class="k">, and when it was first and last seen (${this.zone})</span></h2><div class="traits">${traitTables(page, this.zone, this.#narrow)}</div></section>
        ${
          page.fresh.length > 0
            ? html`<section class="wide"><h2>${plural(page.freshTotal, "entity", "entities")} touched for the first time in the scored days${
                page.freshTotal > page.fresh.length
                  ? html`<span class="k">, the ${page.fresh.length} most touched</span>`
                  : nothing
              }</h2>${freshTable(page, this.zone, this.#narrow)}</section>`
            : nothing
        }
        <section class="wide"><sg-page-rows .session=${this.session} .query=${this.query} .narrowed=${this.narrowed} @clear=${() => {
          this.query = { actor: page.actor };
          this.narrowed = null;
        }}></sg-page-rows></section>
      </div>`;
  }

  #profile(profile: UserProfile, page: UserPage, own: PageChart): TemplateResult {
    const ranges = profileRanges(profile, page);
    const beyond = ranges.filter(isBeyond).length;
    return html`<section class="stack">
      <div><h2>${
        ranges.length === 0
          ? "No history to make a profile of"
          : beyond > 0
            ? `${count(beyond)} of ${plural(ranges.length, "usual kind")} of event went beyond every day before`
            : "No usual kind of event went beyond the days before"
      }</h2>
      ${ranges.length > 0 ? html`${chart(own, "profile")}<p class="k key">Band: up to the 95th of 100 history days; tick: median; line: the most. Dot: the most of a scored day, <i class="swatch on"></i> beyond all.</p>` : nothing}${profile.features.length > 0 ? profileTable(profile) : nothing}</div>
      ${page.nearest.length > 0 ? html`<div><h2>Who does alike<span class="k">, by the mix of events before the scored days</span></h2>${nearestUsers(page)}</div>` : nothing}
    </section>`;
  }
}

const chart = ({ draw, data }: PageChart, name: string): TemplateResult =>
  html`<sg-chart .draw=${draw} .data=${data} name="user-${name}"></sg-chart>`;

customElements.define("sg-user", UserElement);
