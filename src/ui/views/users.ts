import { html, nothing, type TemplateResult } from "lit";
import type { CaseSummary } from "../../engine/api/cases.ts";
import type { ChartData } from "../chart-export.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { type StripPoint, strip } from "../charts/strip.ts";
import { count, dayShort, oneIn, plural } from "../format.ts";
import { go } from "../route.ts";
import type { SessionState } from "../state.ts";
import { type User, usersOf } from "../users.ts";
import { View } from "../view.ts";
import { empty } from "./empty.ts";

/** Users of the queue, by their most unusual day. */
class UsersElement extends View {
  static override properties = { filter: { state: true } };
  declare filter: string;
  #drawn: { of: readonly CaseSummary[]; draw: (frame: ChartFrame) => Element } | null = null;

  constructor() {
    super();
    this.filter = "";
  }

  protected override watched({ cases, summary }: SessionState): readonly unknown[] {
    return [cases, summary];
  }

  protected override render(): TemplateResult {
    const { cases, summary } = this.state;
    if (!cases || cases.length === 0)
      return empty("No users to show yet.", "Users are listed by their most unusual day once a queue is made.");
    const all = usersOf(cases);
    const words = this.filter.toLowerCase().trim();
    const shown = words === "" ? all : all.filter(({ actor }) => actor.toLowerCase().includes(words));
    return html`<div class="page users">
      <h1>${plural(all.length, "user")} ${all.length === 1 ? "has" : "have"} a day that history does not explain</h1>
      <p class="facts"><span>of ${plural(summary?.actors ?? all.length, "user")}</span><span>${plural(cases.length, "case")}</span></p>
      <sg-chart .draw=${this.#draw(cases)} .data=${() => caseDays(cases)} name="users"></sg-chart>
      <input type="search" class="filter" placeholder="Filter by name" aria-label="Filter users" @input=${(
        event: Event,
      ) => {
        this.filter = (event.target as HTMLInputElement).value;
      }} />
      <table class="plain userlist">
        <thead><tr><th scope="col">user</th><th scope="col">most unusual</th><th scope="col" class="n">cases</th><th scope="col">what</th></tr></thead>
        <tbody>${shown.map(userRow)}</tbody>
      </table>
      ${shown.length === 0 ? html`<p class="k none">No user matches.</p>` : nothing}
    </div>`;
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

const userRow = ({ actor, cases, worst }: User): TemplateResult => html`<tr>
  <th scope="row" class="name" title=${actor}>${actor}</th>
  <td class="when"><span>${oneIn(worst.p)}</span> <span class="k">${dayShort(worst.day)}</span></td>
  <td class="n">${count(cases.length)}</td>
  <td class="what"><a href="#/queue/${worst.rank}">${worst.headline}</a></td>
</tr>`;

/** The cases that the strip shows, as a table to save. */
const caseDays = (cases: readonly CaseSummary[]): ChartData => ({
  columns: ["user", "day", "p"],
  rows: cases.map(({ actor, day, p }) => [actor, day, p]),
});

customElements.define("sg-users", UsersElement);
