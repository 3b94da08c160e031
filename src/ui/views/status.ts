import { html, nothing, type TemplateResult } from "lit";
import { duration, progressText, rateText } from "../format.ts";
import { icon } from "../icons.ts";
import type { SessionState, Work } from "../state.ts";
import { View } from "../view.ts";

/** What runs, how far it is and how to stop it; or what failed and what to do next. */
class StatusElement extends View {
  protected override watched({ work, problem, cancelled }: SessionState): readonly unknown[] {
    return [work, problem, cancelled];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { work, problem, cancelled } = this.state;
    if (work) return this.#running(work);
    if (problem)
      return html`<div class="status failed" role="alert">
        <p><b>${problem.where ? `${problem.where}: ` : ""}${problem.what}</b> ${problem.next}</p>
        <button class="tool" type="button" aria-label="Dismiss" @click=${() => this.session.update({ problem: null })}>${icon("close")}</button>
      </div>`;
    if (cancelled)
      return html`<div class="status" role="status">
        <p><b>${cancelled}: cancelled.</b> What was loaded before is still here.</p>
        <button class="tool" type="button" aria-label="Dismiss" @click=${() => this.session.update({ cancelled: null })}>${icon("close")}</button>
      </div>`;
    return nothing;
  }

  #running({ title, progress, startedAt, stageAt, cancelling }: Work): TemplateResult {
    const now = performance.now();
    const known = progress !== null && progress.total > 0;
    const details = progress
      ? [progress.stage, progressText(progress), rateText(progress, now - stageAt)].filter((part) => part !== "")
      : [];
    return html`<div class="status running">
      <progress
        aria-label=${title}
        max=${known ? progress.total : nothing}
        value=${known ? Math.min(progress.done, progress.total) : nothing}
      ></progress>
      <p>
        <b role="status">${cancelling ? "Stopping…" : title}</b>
        <span class="k">${details.join(" · ")}</span>
        <span class="k elapsed">${now - startedAt > 1500 ? duration(Math.floor((now - startedAt) / 1000) * 1000) : ""}</span>
      </p>
      <button class="btn small" type="button" ?disabled=${cancelling} @click=${() => this.session.cancel()}>
        Cancel <kbd>Esc</kbd>
      </button>
    </div>`;
  }
}

customElements.define("sg-status", StatusElement);
