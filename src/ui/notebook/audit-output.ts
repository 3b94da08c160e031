import { html, type TemplateResult } from "lit";
import type { AuditResult } from "../../engine/api/queue.ts";

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The paper's table: each ranking with how many of its first cases were audited, how many were worth it, and the 90 % interval. */
export function auditOutput({ rows, filledBy }: AuditResult): TemplateResult {
  const audited = rows.reduce((sum, { k }) => sum + k, 0);
  if (audited === 0) {
    return html`<p class="k">None of the first cases has a verdict yet: give verdicts in the <a href="#/queue">queue</a>, then run this cell again.</p>`;
  }
  return html`
    <table class="nb-audit">
      <thead><tr><th scope="col">ranking</th><th scope="col">audited (k)</th><th scope="col">worth it (w)</th><th scope="col">precision</th><th scope="col">90 % interval</th></tr></thead>
      <tbody>
        ${rows.map(
          ({ method, k, worth, share, low, high }) =>
            html`<tr><th scope="row">${method}</th><td>${k}</td><td>${worth}</td><td>${k === 0 ? "–" : percent(share)}</td><td>${k === 0 ? "–" : `${percent(low)} – ${percent(high)}`}</td></tr>`,
        )}
      </tbody>
    </table>
    <p class="k">${
      filledBy === "planted"
        ? "Filled from what the demo planted, because its panel was opened: every user-day counts as audited."
        : "Filled from verdicts; the random arm is what chance put into the queue."
    }</p>
  `;
}
