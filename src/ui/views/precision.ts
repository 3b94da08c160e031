import { html, nothing, type TemplateResult } from "lit";
import { type CaseKey, strayVerdicts, tally, type VerdictLog, verdictOn } from "../../casework/verdicts.ts";
import { dayShort, plural } from "../format.ts";
import { shareWords, verdictWords } from "../verdict-words.ts";

type Shown = TemplateResult | typeof nothing;

/** How many cases were judged, the precision so far and, where chance drew any of them, the base rate. */
export function precisionLine(log: VerdictLog | null, cases: readonly CaseKey[]): Shown {
  if (!log || log.given.length === 0) return nothing;
  const { ranked, control } = tally(log);
  const judged = cases.filter((one) => verdictOn(log, one)).length;
  return html`<p class="precision k" role="status" title="Share of the judged cases that were worth auditing, with its 90 % credible interval">
    <span><b>${judged} of ${cases.length}</b> judged</span>
    ${ranked.audited > 0 ? html`<span>worth it <b>${shareWords(ranked)}</b></span>` : nothing}
    ${control.audited > 0 ? html`<span>by chance ${shareWords(control)}</span>` : nothing}
  </p>`;
}

/** The verdict on a row of the queue. */
export function verdictMark(log: VerdictLog | null, one: CaseKey): Shown {
  const verdict = log && verdictOn(log, one)?.verdict;
  return verdict
    ? html`<span class="judged ${verdict === "worth" ? "worth" : ""}"><span aria-hidden="true"> · </span>${verdictWords[verdict]}</span>`
    : nothing;
}

/** Verdicts on days that the queue doesn't have any more: kept, and listed. */
export function strayList(log: VerdictLog | null, cases: readonly CaseKey[]): Shown {
  const strays = log ? strayVerdicts(log, cases) : [];
  if (strays.length === 0) return nothing;
  return html`<details class="strays">
    <summary>${plural(strays.length, "verdict")} on ${strays.length === 1 ? "a day" : "days"} that this queue no longer has</summary>
    <ul>${strays.map(
      ({ actor, day, verdict, headline }) =>
        html`<li title=${headline}><span class="actor">${actor}</span> <span class="k">${dayShort(day)} · ${verdictWords[verdict]}</span></li>`,
    )}</ul>
  </details>`;
}
