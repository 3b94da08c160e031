import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { Standing } from "../../engine/api/pages.ts";
import type { Engine } from "../../engine/api.ts";
import { distribution, standingFinding } from "../charts/distribution.ts";
import type { ChartFrame } from "../charts/frame.ts";
import type { SessionState } from "../state.ts";
import { Loaded } from "./loaded.ts";

interface Parts {
  readonly of: readonly Standing[];
}

/** Where a user-day lies among the history's by each detector's statistic: a distribution each, with the day marked. */
class StandingsElement extends Loaded<Parts> {
  static override properties: PropertyDeclarations = {
    ...Loaded.properties,
    actor: { attribute: false },
    day: { attribute: false },
  };
  declare actor: string;
  declare day: string;
  #of: readonly Standing[] | undefined = undefined;
  #draws: readonly ((frame: ChartFrame) => Element)[] = [];

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
    this.#draws = (this.#of ?? []).map((one) => (frame) => distribution(one, frame));
  }

  protected override render(): TemplateResult {
    const { of } = this.parts;
    return html`${this.failed()}${(of ?? []).map(
      (one, i) => html`<h3 class="finding">${standingFinding(one)}</h3>
        <sg-chart .draw=${this.#draws[i] ?? null} name="${one.detector}-${this.day}"></sg-chart>`,
    )}${of?.length === 0 ? html`<p class="k">No detector scored this day.</p>` : nothing}`;
  }
}

customElements.define("sg-standings", StandingsElement);
