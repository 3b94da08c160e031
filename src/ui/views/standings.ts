import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { HistoryDays, Standing } from "../../engine/api/pages.ts";
import type { Engine } from "../../engine/api.ts";
import { type Bin, distribution, standingFinding } from "../charts/distribution.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { standingData } from "../charts/page-data.ts";
import { dayShort, plural } from "../format.ts";
import { userLink } from "../links.ts";
import { problemOf } from "../problem.ts";
import type { SessionState } from "../state.ts";
import { Loaded } from "./loaded.ts";

interface Behind {
  readonly detector: string;
  readonly bin: Bin;
  readonly found: HistoryDays;
}

interface Parts {
  readonly of: readonly Standing[];
}

/** Where a user-day lies among the history's by each detector's statistic: a distribution each, with the day marked. */
class StandingsElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    actor: { attribute: false },
    day: { attribute: false },
    behind: { state: true },
    rowsOf: { state: true },
  };
  declare actor: string;
  declare day: string;
  /** The bar that was picked, and the user-days behind it. */
  declare behind: Behind | null;
  /** The user-day among them whose rows are shown. */
  declare rowsOf: { readonly actor: string; readonly day: string } | null;
  #of: readonly Standing[] | undefined = undefined;
  #draws: readonly ((frame: ChartFrame) => Element)[] = [];

  constructor() {
    super();
    this.behind = null;
    this.rowsOf = null;
  }

  protected override watched({ cases }: SessionState): readonly unknown[] {
    return [cases];
  }

  protected override get subject(): string {
    return `${this.day} ${this.actor}`;
  }

  protected override async load(engine: Remote<Engine>, put: (part: Partial<Parts>) => void): Promise<void> {
    put({ of: await engine.standings(this.actor, this.day) });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.parts.of === this.#of) return;
    this.#of = this.parts.of;
    this.behind = null;
    this.rowsOf = null;
    this.#draws = (this.#of ?? []).map(
      (one) => (frame) => distribution(one, frame, (bin) => void this.#show(one.detector, bin)),
    );
  }

  /** Shows the user-days behind a bar, or hides them again. */
  async #show(detector: string, bin: Bin): Promise<void> {
    const { engine } = this.session;
    this.rowsOf = null;
    const isOpen = this.behind?.detector === detector && this.behind.bin.from === bin.from;
    this.behind = null;
    if (isOpen || !engine) return;
    try {
      this.behind = { detector, bin, found: await engine.historyDays(detector, bin.from, bin.to) };
    } catch (error) {
      this.session.update({ problem: problemOf(error) });
    }
  }

  /** The user-days behind the picked bar, each leading to its user and its rows. */
  #behind(detector: string): TemplateResult | typeof nothing {
    const { behind, rowsOf } = this;
    if (behind?.detector !== detector) return nothing;
    const { found } = behind;
    return html`<div class="behind" role="status">
      <p class="k">${plural(found.total, "user-day")} of history behind this bar${found.total > found.days.length ? `, the ${found.days.length} most unusual` : ""}:
        <button type="button" class="link" @click=${() => {
          this.behind = null;
        }}>close</button></p>
      <ul>${found.days.map(
        ({ actor, day }) =>
          html`<li>${userLink(actor)} <button type="button" class="link" aria-pressed=${rowsOf?.actor === actor && rowsOf.day === day} aria-label="Rows of ${actor} on ${dayShort(day)}" @click=${() => {
            this.rowsOf = { actor, day };
          }}>${dayShort(day)}</button></li>`,
      )}</ul>
      ${
        rowsOf
          ? html`<sg-page-rows .session=${this.session} .query=${rowsOf} .narrowed=${`${rowsOf.actor}, ${dayShort(rowsOf.day)}`} @clear=${() => {
              this.rowsOf = null;
            }}></sg-page-rows>`
          : nothing
      }
    </div>`;
  }

  protected override render(): TemplateResult {
    const { of } = this.parts;
    return html`${this.failed()}${(of ?? []).map(
      (one, i) => html`<h3 class="finding">${standingFinding(one)}</h3>
        <sg-chart .draw=${this.#draws[i] ?? null} .data=${() => standingData(one)} name="${one.detector}-${this.day}"></sg-chart>${this.#behind(one.detector)}`,
    )}${of?.length === 0 ? html`<p class="k">No detector scored this day.</p>` : nothing}`;
  }
}

customElements.define("sg-standings", StandingsElement);
