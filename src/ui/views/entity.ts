import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { EntityName, EntityPage, RowQuery } from "../../engine/api/pages.ts";
import type { Engine } from "../../engine/api.ts";
import { dayHeat } from "../charts/day-heat.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { dayHeatData } from "../charts/page-data.ts";
import { clock, count, dayShort, dayTick, plural } from "../format.ts";
import { entityLink, userLink } from "../links.ts";
import { localTime } from "../local-time.ts";
import type { SessionState } from "../state.ts";
import { empty } from "./empty.ts";
import { Loaded } from "./loaded.ts";
import { usersNav } from "./users-nav.ts";

interface Parts {
  readonly page: EntityPage;
}

/** An entity's page: who touches it, when and how, beside what, the cases that name it, and every row. */
class EntityElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    entity: { attribute: false },
    query: { state: true },
    narrowed: { state: true },
  };
  declare entity: EntityName | null;
  declare query: RowQuery | null;
  declare narrowed: string | null;
  #drawn: EntityPage | null = null;
  #draw: ((frame: ChartFrame) => Element) | null = null;

  constructor() {
    super();
    this.entity = null;
    this.query = null;
    this.narrowed = null;
  }

  protected override watched({ cases, summary }: SessionState): readonly unknown[] {
    return [cases, summary];
  }

  protected override get subject(): string | null {
    return this.entity && JSON.stringify(this.entity);
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    if (this.entity) put({ page: await engine.entityPage(this.entity) });
  }

  #narrow(query: RowQuery, words: string): void {
    if (!this.entity) return;
    this.query = { entity: this.entity, ...query };
    this.narrowed = words;
    void this.updateComplete.then(() => this.querySelector("sg-page-rows")?.scrollIntoView({ block: "start" }));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("entity")) {
      this.query = this.entity && { entity: this.entity };
      this.narrowed = null;
    }
    const { page } = this.parts;
    if (!page || page === this.#drawn) return;
    this.#drawn = page;
    const { touched, byDay, users } = page;
    const everybody = `all ${plural(users, "user")}`;
    const isShared = users > 1;
    const cases = new Map(
      (this.state.cases ?? [])
        .filter(({ id }) => page.cases.includes(id))
        .map((one): [string, number] => [`${one.actor} ${one.day}`, one.rank]),
    );
    const heat = {
      days: touched.days,
      rows: [...(isShared ? [everybody] : []), ...touched.names],
      counts: isShared ? [...byDay, ...touched.counts] : touched.counts,
      marked: [],
      isHit: (actor: string, day: string) => cases.has(`${actor} ${day}`),
      label: `Events by user and day, ${plural(touched.names.length, "user")}.`,
    };
    this.#draw = (frame) =>
      dayHeat(heat, frame, {
        of: "all",
        to: (actor, day) =>
          actor === everybody
            ? this.#narrow({ day }, dayShort(day))
            : this.#narrow({ actor, day }, `${actor} on ${dayShort(day)}`),
      });
  }

  protected override render(): TemplateResult {
    const { entity } = this;
    if (!entity || !this.session.engine)
      return empty("No such entity here.", "Addresses of entities hold until the page is loaded anew.", {
        href: "#/queue",
        label: "To the queue",
      });
    const { page } = this.parts;
    return html`<article class="page person" aria-busy=${page || this.problem ? "false" : "true"}>
      ${usersNav(null)}
      <h1 tabindex="-1"><span class="kind">${entity.type}</span> ${entity.name}</h1>
      ${page ? nothing : this.problem ? nothing : html`<p class="k" role="status">The page is being put together.</p>`}
      ${this.failed()}
      ${page ? this.#body(page) : nothing}
    </article>`;
  }

  #body(page: EntityPage): TemplateResult {
    const cases = (this.state.cases ?? []).filter(({ id }) => page.cases.includes(id));
    const draw = this.#draw;
    const { zone } = this;
    const when = (iso: string): string => `${dayTick(localTime(iso, zone))} ${clock(localTime(iso, zone)).slice(0, 5)}`;
    return html`
      <p class="facts">
        <span>${plural(page.events, "event")} by ${plural(page.users, "user")}</span>
        <span>first ${when(page.first)}, last ${when(page.last)} (${zone})</span>
        <span>${cases.length > 0 ? `named in ${plural(cases.length, "case")}` : "in no case"}</span>
      </p>
      <div class="grid">
        ${
          cases.length > 0
            ? html`<section class="wide"><h2>${plural(cases.length, "case")} of the queue ${cases.length === 1 ? "names" : "name"} it</h2>
              <ul class="links">${cases.map(
                ({ rank, headline, actor, day }) =>
                  html`<li><a href="#/queue/${rank}">${headline}</a> <span class="k">${userLink(actor)} · ${dayShort(day)}</span></li>`,
              )}</ul></section>`
            : nothing
        }
        <section class="wide"><h2>${this.#finding(page)}</h2>
          ${draw ? html`<sg-chart .draw=${draw} .data=${() => dayHeatData({ days: page.touched.days, rows: page.touched.names, counts: page.touched.counts }, "user")} name="entity-days"></sg-chart>` : nothing}
          <p class="k key"><i class="swatch"></i> events, more are darker <i class="swatch on"></i> on a day of the queue</p></section>
        <section><h2>${page.users > page.actors.length ? `The ${page.actors.length} users who touch it most` : "Who touches it"}</h2>
          <div class="scroller tall" tabindex="0" role="region" aria-label="Who touches it"><table class="plain seen">
            <thead><tr><th scope="col">user</th><th scope="col" class="n">events</th><th scope="col">first</th><th scope="col">last</th></tr></thead>
            <tbody>${page.actors.map(
              ({ value, events, first, last }) => html`<tr><th scope="row">${userLink(value)}</th>
                <td class="n"><button type="button" class="link" @click=${() => this.#narrow({ actor: value }, value)}>${count(events)}</button></td>
                <td class="when" title=${first}>${dayTick(first)}</td><td class="when" title=${last}>${dayTick(last)}</td></tr>`,
            )}</tbody></table></div></section>
        <section class="stack">
          <div><h2>How it is related</h2><table class="plain">
            <thead><tr><th scope="col">relationship</th><th scope="col">role</th><th scope="col" class="n">events</th><th scope="col" class="n">users</th></tr></thead>
            <tbody>${page.relationships.map(
              ({ name, role, events, users }) =>
                html`<tr><th scope="row">${name}</th><td>${role || "–"}</td><td class="n">${count(events)}</td><td class="n">${count(users)}</td></tr>`,
            )}</tbody></table></div>
          <div><h2>What is done to it</h2><table class="plain">
            <thead><tr><th scope="col">type</th><th scope="col" class="n">events</th></tr></thead>
            <tbody>${page.types.map(
              ({ name, events }) =>
                html`<tr><th scope="row">${name}</th><td class="n"><button type="button" class="link" @click=${() => this.#narrow({ type: name }, name)}>${count(events)}</button></td></tr>`,
            )}</tbody></table></div>
          ${
            page.beside.length > 0
              ? html`<div><h2>Named beside it</h2><table class="plain seen">
                <thead><tr><th scope="col">entity</th><th scope="col">type</th><th scope="col" class="n">events</th></tr></thead>
                <tbody>${page.beside.map(
                  ({ type, name, events }) =>
                    html`<tr><th scope="row">${entityLink({ type, name })}</th><td>${type}</td><td class="n">${count(events)}</td></tr>`,
                )}</tbody></table></div>`
              : nothing
          }
        </section>
        <section class="wide"><sg-page-rows .session=${this.session} .query=${this.query} .narrowed=${this.narrowed} @clear=${() => {
          this.query = { entity: { type: page.type, name: page.name } };
          this.narrowed = null;
        }}></sg-page-rows></section>
      </div>`;
  }

  #finding({ users, actors, events, touched, byDay }: EntityPage): string {
    const days = byDay.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
    const top = actors[0];
    const when = `on ${count(days)} of ${plural(touched.days.length, "day")}`;
    if (users === 1) return `Touched by ${top?.value ?? "one user"} alone, ${when}`;
    return top && top.events > events / 2
      ? `${top.value} has ${Math.round((100 * top.events) / events)} % of its events; it is touched ${when}`
      : `${plural(users, "user")} touch it, ${when}`;
  }
}

customElements.define("sg-entity", EntityElement);
