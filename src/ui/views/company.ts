import { html, nothing, type TemplateResult } from "lit";
import { detectorName } from "../../casework/detector-name.ts";
import type { CaseDetail, DetectorOpinion } from "../../engine/api/cases.ts";
import { typeFor } from "../../lib/plural.ts";
import { factFinding, keepButton } from "../evidence.ts";
import { count, oneIn } from "../format.ts";
import { userLink } from "../links.ts";

/** What each detector makes of a case, and how far they agree. */
export function opinionsOf({ opinions, p, agreement }: CaseDetail): TemplateResult {
  const line = ({ detector, p: own, rank, of, reason }: DetectorOpinion): TemplateResult => html`<tr>
    <th scope="row" title=${detector}>${detectorName(detector)}</th>
    <td class=${own !== null && own <= 0.001 ? "hit" : ""}>${own === null ? html`<span class="k">${reason ?? "no say"}</span>` : oneIn(own)}</td>
    <td>${rank === null ? "–" : `${count(rank)} of ${count(of)}`}</td>
  </tr>`;
  return html`<h2>What each detector thinks</h2>
    <p class="agreement evident">${agreement} ${keepButton("what the detectors think", () => factFinding(agreement, "what the detectors think"))}</p>
    <table class="plain opinions">
      <thead><tr><th scope="col">detector</th><th scope="col">as unusual as</th><th scope="col">rank</th></tr></thead>
      <tbody>${opinions.map(line)}</tbody>
      <tfoot><tr><th scope="row">together</th><td>${oneIn(p)}</td><td></td></tr></tfoot>
    </table>`;
}

/** Whom a case's day resembles, and what the user's peers do. */
export function companyOf({ resembles, peers }: CaseDetail): TemplateResult {
  const closer = resembles.filter(({ gain }) => gain > 0.005).slice(0, 5);
  const most = Math.max(0.01, ...closer.map(({ gain }) => gain));
  return html`<h2>Whom the day resembles</h2>
    ${
      closer.length > 0
        ? html`<ul class="resembles">${closer.map(
            ({ actor, gain }) => html`<li>${userLink(actor)}
              <svg class="gain" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * Math.max(0, gain)) / most} height="8" /></svg>
              <span class="k">${count(Number(Math.exp(gain).toPrecision(2)))} times</span></li>`,
          )}</ul><p class="k">How many times likelier each value of the day is under their profile than under this user’s own; bars are its logarithm.</p>`
        : html`<p class="k">Nobody more than themself.</p>`
    }
    ${peers ? html`<p class="peers">${count(peers.own)} ${typeFor(peers.own, peers.type)}; the median of ${peers.group} is ${count(peers.median)} a day.</p>` : nothing}`;
}
