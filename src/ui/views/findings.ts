import { html, nothing, type TemplateResult } from "lit";
import { count, duration, plural } from "../format.ts";
import type { SessionState, Step } from "../state.ts";
import { View } from "../view.ts";
import { empty } from "./empty.ts";

/** What each step of the standard investigation found. */
class FindingsElement extends View {
  protected override watched({ steps, summary, work }: SessionState): readonly unknown[] {
    return [steps, summary, work === null];
  }

  protected override render(): TemplateResult {
    const { steps, summary, work } = this.state;
    if (!summary) return empty("No tenant is open.", "The investigation is a notebook over a tenant’s logs.");
    return html`<div class="page">
      <h1>The standard investigation</h1>
      ${steps.length === 0 ? html`<p>It has not been run on this tenant yet.</p>` : stepList(steps)}
      <button class="btn" type="button" ?disabled=${work !== null} @click=${() => this.session.runInvestigation()}>
        ${steps.length === 0 ? "Run it" : "Run it again"}
      </button>
    </div>`;
  }
}

/** The steps of an investigation, one line each, with what they found. */
export const stepList = (steps: readonly Step[]): TemplateResult =>
  html`<ol class="steps">${steps.map(
    ({ name, result, done, progress }) => html`<li class=${done ? "done" : "running"}>
      <span class="step-name">${name}</span>
      <span class="step-says">${
        result
          ? result.finding
          : done
            ? "done"
            : progress
              ? `${progress.stage} ${progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : ""}`
              : "starting"
      }${
        result && result.unscored.length > 0
          ? html`<span class="k unscored">${result.unscored.map(({ reason, count: n }) => `${count(n)} not scored: ${reason}`).join(" · ")}</span>`
          : nothing
      }</span>
      <span class="k step-cost">${result ? `${plural(result.items, "item")} · ${result.backend} · ${duration(result.milliseconds)}` : ""}</span>
    </li>`,
  )}</ol>`;

customElements.define("sg-findings", FindingsElement);
