import { html, nothing, type TemplateResult } from "lit";
import { duration, notScored, plural } from "../format.ts";
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

/** What the standard investigation asks, in its order. */
const questions: Readonly<Record<string, string>> = {
  profile: "Is each day like its user, like the tenant, or like somebody else?",
  subspace: "Does it lie in the directions of the user’s own month?",
  graph: "Do actions have around them what such actions always have?",
  queue: "What is to be read first?",
};

/** The steps of an investigation, one line each, with what they found; those still to come with what they will ask. */
export function stepList(steps: readonly Step[]): TemplateResult {
  const waiting = Object.entries(questions).filter(([name]) => !steps.some((step) => step.name === name));
  return html`<ol class="steps">${steps.map(heard)}${waiting.map(
    ([name, question]) =>
      html`<li class="waiting"><span class="step-name">${name}</span><span class="step-says">${question}</span></li>`,
  )}</ol>`;
}

function heard({ name, result, done, progress }: Step): TemplateResult {
  const percent = progress && progress.total > 0 ? `, ${Math.floor((100 * progress.done) / progress.total)} %` : "";
  const says = result
    ? result.finding
    : done
      ? name === "queue"
        ? "What is to be read first is ranked."
        : "Done."
      : progress
        ? `${progress.stage}${percent}`
        : "Starting";
  const unscored = (result?.unscored ?? []).map(notScored);
  return html`<li class=${done ? "done" : "running"}>
    <span class="step-name">${name}</span>
    <span class="step-says">${says}${unscored.length > 0 ? html`<span class="k unscored">${unscored.join(" · ")}</span>` : nothing}</span>
    <span class="k step-cost">${result ? `${plural(result.items, "item")} · ${result.backend} · ${duration(result.milliseconds)}` : ""}</span>
  </li>`;
}

customElements.define("sg-findings", FindingsElement);
