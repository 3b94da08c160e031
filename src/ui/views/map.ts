import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { PlacedEntities, UserPlace } from "../../engine/api/users.ts";
import type { Engine } from "../../engine/api.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { mapData } from "../charts/page-data.ts";
import { drawnPlaces, groupShape, groupTone, userMap } from "../charts/user-map.ts";
import { FirstScreen } from "../first-screen.ts";
import { count, plural } from "../format.ts";
import { entityAddress, userAddress, userLink } from "../links.ts";
import type { SessionState } from "../state.ts";
import { empty } from "./empty.ts";
import { Loaded } from "./loaded.ts";
import { usersNav } from "./users-nav.ts";

interface Parts {
  readonly places: readonly UserPlace[];
  readonly entities: readonly PlacedEntities[];
}

const listed = 60;

/** The map of users: near are those who do alike; among them, where it is asked for, what they touch; beside it the same as a list. */
class MapElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    filter: { state: true },
    shown: { state: true },
  };
  declare filter: string;
  /** The entity type that is drawn too; empty for none. */
  declare shown: string;
  #drawn: readonly unknown[] = [];
  #draw: ((frame: ChartFrame) => Element) | null = null;
  #groups: readonly string[] = [];
  readonly #screen = new FirstScreen(() => this.requestUpdate(), { first: 10 });

  constructor() {
    super();
    this.filter = "";
    this.shown = "";
  }

  protected override watched({ cases, summary }: SessionState): readonly unknown[] {
    return [cases, summary];
  }

  protected override get subject(): string | null {
    return this.state.cases ? "map" : null;
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    put({ places: await engine.userMap() });
    put({ entities: await engine.entityMap() });
  }

  get #flagged(): ReadonlySet<string> {
    return new Set((this.state.cases ?? []).map(({ actor }) => actor));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { places } = this.parts;
    const entities = this.parts.entities?.find(({ type }) => type === this.shown) ?? null;
    const drawn = [places, entities];
    if (!places || drawn.every((one, i) => one === this.#drawn[i])) return;
    this.#drawn = drawn;
    const sizes = new Map<string, number>();
    for (const { group } of places) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const groups = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    this.#groups = groups;
    const flagged = this.#flagged;
    const onPick = (actor: string) => {
      location.hash = userAddress(actor);
    };
    const onPickEntity = (name: string) => {
      location.hash = entityAddress({ type: this.shown, name });
    };
    this.#draw = (frame) => userMap(places, { flagged, groups, entities, onPick, onPickEntity }, frame);
  }

  /** Which entities stand on the map too. */
  #choice(): TemplateResult | typeof nothing {
    const { entities } = this.parts;
    if (!entities || entities.length === 0) return nothing;
    return html`<label class="mapchoice">Show what they touch
      <select @change=${(event: Event) => {
        this.shown = (event.target as HTMLSelectElement).value;
      }}>
        <option value="">nothing</option>
        ${entities.map(({ type, places }) => html`<option value=${type} ?selected=${type === this.shown}>${type} (${count(places.length)})</option>`)}
      </select></label>`;
  }

  protected override render(): TemplateResult {
    if (!this.state.cases) return empty("No map yet.", "Users are placed by what they do once the profile has run.");
    const { places } = this.parts;
    const flagged = this.#flagged;
    const words = this.filter.toLowerCase().trim();
    const met = (places ?? [])
      .filter(({ actor }) => words === "" || actor.toLowerCase().includes(words))
      .toSorted((a, b) => Number(flagged.has(b.actor)) - Number(flagged.has(a.actor)) || (a.actor < b.actor ? -1 : 1));
    const drawn = places ? drawnPlaces(places, flagged).length : 0;
    return html`<div class="page users usermap-page" aria-busy=${places || this.problem ? "false" : "true"}>
      ${usersNav("Map")}
      <h1>${places ? mapFinding(places, flagged, this.#groups) : "The map of users"}</h1>
      ${this.failed()}
      ${places || this.problem ? nothing : html`<p class="k" role="status">Users are being placed by what they do.</p>`}
      ${
        places && this.#draw
          ? html`<p class="facts"><span>near are those who do alike</span>${drawn < places.length ? html`<span>${count(drawn)} of ${plural(places.length, "user")} drawn, all with cases among them</span>` : nothing}</p>
            ${this.#choice()}
            <sg-chart .draw=${this.#draw} .data=${() => mapData(places)} name="map-of-users"></sg-chart>
            <ul class="groupkey">${this.#groups.map(
              (name, i) =>
                html`<li><svg viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true"><path d=${groupShape(i, 4)} fill=${groupTone(i)} /></svg> ${name}</li>`,
            )}<li><svg viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true"><circle r="4" fill="var(--signal)" /></svg> in the queue</li>${
              this.shown
                ? html`<li><svg viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true"><circle r="4" fill="none" stroke="var(--ink)" stroke-width="1.2" /></svg> ${this.shown}, among the users who touch it</li>`
                : nothing
            }</ul>
            <input type="search" class="filter" placeholder="Find a user" aria-label="Find a user" @input=${(
              event: Event,
            ) => {
              this.filter = (event.target as HTMLInputElement).value;
            }} />
            <table class="plain">
              <thead><tr><th scope="col">user</th><th scope="col">peer group</th><th scope="col">queue</th></tr></thead>
              <tbody>${met
                .slice(0, this.#screen.rows(places, listed))
                .map(
                  ({ actor, group }) =>
                    html`<tr><th scope="row" class="name">${userLink(actor)}</th><td>${group ?? "–"}</td><td>${flagged.has(actor) ? html`<span class="hit">has cases</span>` : "–"}</td></tr>`,
                )}</tbody>
            </table>
            ${met.length > listed ? html`<p class="k">and ${plural(met.length - listed, "user")} more: narrow the search.</p>` : nothing}`
          : nothing
      }
    </div>`;
  }
}

/** What the map says, in a sentence. */
function mapFinding(places: readonly UserPlace[], flagged: ReadonlySet<string>, groups: readonly string[]): string {
  const shown = places.filter(({ actor }) => flagged.has(actor)).length;
  const kinds = groups.length < 2 ? "one group of peers" : `${count(groups.length)} groups of peers`;
  return `${plural(places.length, "user")} in ${kinds}; ${shown === 1 ? "one has" : `${count(shown)} have`} cases`;
}

customElements.define("sg-map", MapElement);
