import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { CaseSummary } from "../../engine/api/cases.ts";
import type { UserColumns } from "../../engine/api/pages.ts";
import type { Engine } from "../../engine/api.ts";
import type { ChartData } from "../chart-export.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { type StripPoint, strip } from "../charts/strip.ts";
import { FirstScreen } from "../first-screen.ts";
import { count, dayShort, oneIn, plural } from "../format.ts";
import { userLink } from "../links.ts";
import { go } from "../route.ts";
import type { SessionState } from "../state.ts";
import { usersFinding, usersOf } from "../users.ts";
import { empty } from "./empty.ts";
import { Loaded } from "./loaded.ts";
import { usersNav } from "./users-nav.ts";

interface Parts {
  readonly users: UserColumns;
}

/** Users shown at first, and more at each press. */
const step = 100;

/** Everybody in the logs, by their most unusual day; the queue's cases as a chart. */
class UsersElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    filter: { state: true },
    limit: { state: true },
  };
  declare filter: string;
  declare limit: number;
  #drawn: { of: readonly CaseSummary[]; draw: (frame: ChartFrame) => Element } | null = null;
  readonly #screen = new FirstScreen(() => this.requestUpdate(), { first: 30 });
  #sorted: { of: UserColumns; order: Int32Array } | null = null;

  constructor() {
    super();
    this.filter = "";
    this.limit = step;
  }

  protected override watched({ cases, summary }: SessionState): readonly unknown[] {
    return [cases, summary];
  }

  protected override get subject(): string | null {
    return this.state.summary ? "users" : null;
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    put({ users: await engine.users() });
  }

  protected override render(): TemplateResult {
    const { cases, summary } = this.state;
    if (!summary)
      return empty("No users to show yet.", "Users are listed by their most unusual day once a tenant is open.");
    const { users } = this.parts;
    return html`<div class="page users" aria-busy=${users || this.problem ? "false" : "true"}>
      ${usersNav("Users")}
      <h1>${cases && cases.length > 0 ? usersFinding(usersOf(cases)) : plural(summary.actors, "user")}</h1>
      <p class="facts"><span>of ${plural(summary.actors, "user")}</span>${cases ? html`<span>${plural(cases.length, "case")} of ${plural(usersOf(cases).length, "user")}</span>` : nothing}</p>
      ${cases && cases.length > 0 ? html`<sg-chart .draw=${this.#draw(cases)} .data=${() => caseDays(cases)} name="users"></sg-chart>` : nothing}
      ${this.failed()}
      <input type="search" class="filter" placeholder="Filter by name or group" aria-label="Filter users" @input=${(
        event: Event,
      ) => {
        this.filter = (event.target as HTMLInputElement).value;
        this.limit = step;
      }} />
      ${users ? this.#list(users, cases ?? []) : html`<p class="k" role="status">Users are being listed.</p>`}
    </div>`;
  }

  /** Users by the p of their most unusual day, those without any last, by name. */
  #order(users: UserColumns): Int32Array {
    if (this.#sorted?.of !== users) {
      const p = users.p.map((own) => (Number.isNaN(own) ? 2 : own));
      const order = Int32Array.from(users.actor.keys()).sort((a, b) => (p[a] ?? 2) - (p[b] ?? 2) || a - b);
      this.#sorted = { of: users, order };
    }
    return this.#sorted.order;
  }

  #list(users: UserColumns, cases: readonly CaseSummary[]): TemplateResult {
    const words = this.filter.toLowerCase().trim();
    const order = this.#order(users);
    const meets = (i: number): boolean =>
      (users.actor[i] ?? "").toLowerCase().includes(words) || groupOf(users, i).toLowerCase().includes(words);
    const met = words === "" ? order : order.filter(meets);
    const drawn = this.#screen.rows(users, Math.min(met.length, this.limit));
    const own = new Map(usersOf(cases).map((user) => [user.actor, user]));
    return html`<table class="plain userlist">
        <thead><tr><th scope="col">user</th><th scope="col">most unusual</th><th scope="col" class="n">cases</th><th scope="col" class="n">events</th><th scope="col" class="n">days</th><th scope="col">what</th></tr></thead>
        <tbody>${Array.from(met.subarray(0, drawn), (i) => userRow(users, i, own.get(users.actor[i] ?? "")))}</tbody>
      </table>
      ${met.length === 0 ? html`<p class="k none">No user matches.</p>` : nothing}
      ${
        met.length > this.limit
          ? html`<p class="more"><button type="button" class="btn small" @click=${() => {
              this.limit += 4 * step;
            }}>Show ${count(Math.min(4 * step, met.length - this.limit))} more</button> <span class="k">${count(this.limit)} of ${plural(met.length, "user")}</span></p>`
          : nothing
      }`;
  }

  #draw(cases: readonly CaseSummary[]): (frame: ChartFrame) => Element {
    if (this.#drawn?.of !== cases) {
      const points = cases.map(({ actor, day, p, rank }) => ({ label: actor, day, p, rank }));
      const onPick = (point: StripPoint): void => go("queue", points.find((own) => own === point)?.rank ?? 1);
      this.#drawn = { of: cases, draw: (frame) => strip(points, frame, { onPick }) };
    }
    return this.#drawn.draw;
  }
}

const groupOf = ({ group, groups }: UserColumns, i: number): string => groups[group[i] ?? -1] ?? "";

/** A day since 1970-01-01 in words; nothing for none. */
const dayOf = (day: number): string => (day < 0 ? "" : dayShort(new Date(day * 86_400_000).toISOString()));

const userRow = (
  users: UserColumns,
  i: number,
  own: ReturnType<typeof usersOf>[number] | undefined,
): TemplateResult => html`<tr>
  <th scope="row" class="name">${userLink(users.actor[i] ?? "")}</th>
  <td class="when"><span>${oneIn(users.p[i] ?? null)}</span> <span class="k">${dayOf(users.worst[i] ?? -1)}</span></td>
  <td class="n">${own ? count(own.cases.length) : "–"}</td>
  <td class="n">${count(users.events[i] ?? 0)}</td>
  <td class="n">${count(users.activeDays[i] ?? 0)}</td>
  <td class="what">${own ? html`<a href="#/queue/${own.worst.rank}">${own.worst.headline}</a>` : html`<span class="k">${groupOf(users, i)}</span>`}</td>
</tr>`;

/** The cases that the strip shows, as a table to save. */
const caseDays = (cases: readonly CaseSummary[]): ChartData => ({
  columns: ["user", "day", "p"],
  rows: cases.map(({ actor, day, p }) => [actor, day, p]),
});

customElements.define("sg-users", UsersElement);
