import { html, type TemplateResult } from "lit";
import { type CaseKey, standing, type VerdictLog } from "../../casework/verdicts.ts";
import { dayShort, plural } from "../format.ts";
import { userLink } from "../links.ts";
import { verdictWords } from "../verdict-words.ts";

/** The verdicts that count, the last first; each leads to its case, and so to its rows. */
export function judgedList(
  log: VerdictLog,
  cases: readonly (CaseKey & { readonly rank: number })[],
  { isOpen, toggle }: { readonly isOpen: boolean; readonly toggle: (isOpen: boolean) => void },
): TemplateResult {
  const all = standing(log).toReversed();
  const rankOf = ({ actor, day }: CaseKey): number | undefined =>
    cases.find((one) => one.actor === actor && one.day === day)?.rank;
  return html`<details class="verdicts" ?open=${isOpen} @toggle=${(event: Event) => toggle((event.target as HTMLDetailsElement).open)}>
    <summary>${plural(all.length, "verdict")} behind it</summary>
    <table class="plain judged-list">
      <thead><tr><th scope="col">user</th><th scope="col">day</th><th scope="col">verdict</th><th scope="col">case</th></tr></thead>
      <tbody>${all.map((one) => {
        const rank = rankOf(one);
        return html`<tr>
          <th scope="row">${userLink(one.actor)}</th><td>${dayShort(one.day)}</td>
          <td>${verdictWords[one.verdict]}${one.control ? html` <span class="k">drawn by chance</span>` : ""}</td>
          <td class="what">${rank === undefined ? html`${one.headline} <span class="k">no longer in the queue</span>` : html`<a href="#/queue/${rank}">${one.headline}</a>`}</td>
        </tr>`;
      })}</tbody>
    </table>
  </details>`;
}
