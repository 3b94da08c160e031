import { html, nothing, type TemplateResult } from "lit";
import type { Judgement } from "../../casework/verdicts.ts";
import type { CaseSummary } from "../../engine/api/cases.ts";
import type { Liked } from "../../engine/api/queue.ts";
import { dayShort, plural } from "../format.ts";
import { type Moves, movesWords } from "../moves.ts";
import { tiesFinding } from "../ties.ts";

type Shown = TemplateResult | typeof nothing;

/** What can be said of the marked cases at one stroke. */
export function bulkBar(marked: number, judge: (verdict: Judgement) => void, clear: () => void): Shown {
  if (marked === 0) return nothing;
  return html`<div class="bulk" role="group" aria-label="Marked cases">
    <b>${plural(marked, "case")} marked</b>
    <button class="btn small" type="button" @click=${() => judge("worth")}>Worth it</button>
    <button class="btn small" type="button" @click=${() => judge("not worth")}>Not</button>
    <button class="btn small" type="button" @click=${() => judge("unsure")}>Unsure</button>
    <button class="link" type="button" @click=${clear}>Clear</button>
  </div>`;
}

/** Which cases more like them are looked for, what likeness goes by, and what moved. */
export function likedLine(
  {
    cases,
    liked,
    moves,
  }: { readonly cases: readonly CaseSummary[]; readonly liked: readonly Liked[]; readonly moves: Moves | null },
  stop: (id: string) => void,
): Shown {
  if (liked.length === 0)
    return moves ? html`<p class="liked k" role="status">Ranked anew: ${movesWords(moves)}.</p>` : nothing;
  const isByReasons = liked.some(({ by }) => by === "reasons");
  return html`<div class="liked k" role="status">
    <p>More like ${liked.map(({ id }, i) => {
      const of = cases.find((one) => one.id === id);
      const words = of ? `${of.actor}, ${dayShort(of.day)}` : "a case that is no longer here";
      return html`${i > 0 ? ", " : ""}<b>${words}</b> <button class="link" type="button" aria-label="No longer like ${words}" @click=${() => stop(id)}>stop</button>`;
    })}: ${moves ? movesWords(moves) : "nothing moved"}.</p>
    <p>${
      isByReasons
        ? "No action of that day is a root, so nearness can’t rank: cases with like reasons come first, and each p stays as it was."
        : "Its root joined the interesting ones, and nearness to them counts in each p."
    }</p>
  </div>`;
}

/** Why several cases at the top have the same p, and what orders them. */
export function tiesLine(cases: readonly CaseSummary[], liked: readonly Liked[]): Shown {
  const finding = liked.some(({ by }) => by === "reasons") ? null : tiesFinding(cases);
  return finding
    ? html`<details class="ties k"><summary>${finding.tie}</summary><p>${finding.means}</p></details>`
    : nothing;
}
