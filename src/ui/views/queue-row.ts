import { html, nothing, type TemplateResult } from "lit";
import type { VerdictLog } from "../../casework/verdicts.ts";
import type { CaseSummary } from "../../engine/api/cases.ts";
import { dayShort, plural } from "../format.ts";
import { icon } from "../icons.ts";
import { userAddress } from "../links.ts";
import { verdictMark } from "./precision.ts";
import { dot } from "./queue-parts.ts";

/** One case as the queue lists it, and what can be done with it there. */
export function queueRow(
  one: CaseSummary,
  of: {
    readonly isCurrent: boolean;
    readonly isMarked: boolean;
    readonly isStarred: boolean;
    /** Whether a case further up says the same of the same user. */
    readonly isRepeated: boolean;
    readonly pieces: number;
    /** Places it moved up when the queue was ranked anew, null where it is new; undefined where it stayed. */
    readonly moved: number | null | undefined;
    readonly verdicts: VerdictLog | null;
    readonly open: () => void;
    readonly mark: () => void;
  },
): TemplateResult {
  return html`<li class=${of.isMarked ? "marked" : ""}>
    <input class="mark" type="checkbox" aria-label="Mark case ${one.rank}" .checked=${of.isMarked} @change=${of.mark} />
    <button type="button" class="row" data-rank=${one.rank} aria-current=${of.isCurrent ? "true" : nothing} @click=${of.open}>
      <span class="place"><span class="rank">${one.rank}</span>${movedMark(of.moved)}</span>
      <span class="headline ${of.isRepeated ? "repeated" : ""}">${one.headline}</span>
      <span class="dots">${one.opinions.map(dot)}</span>
      <span class="who"><span class="actor" title=${one.actor}>${one.actor}</span><span> · ${dayShort(one.day)}</span>${
        of.pieces > 0 ? html`<span class="pieces"> · ${plural(of.pieces, "piece")} kept</span>` : nothing
      }${verdictMark(of.verdicts, one)}${
        of.isStarred ? html`<span class="starred">${icon("star")}<span class="hidden">starred</span></span>` : nothing
      }</span>
    </button>
    <a class="to-user" href=${userAddress(one.actor)} title="The page of ${one.actor}" aria-label="The page of ${one.actor}">${icon("users")}</a>
  </li>`;
}

/** Where a case stood before the queue was ranked anew. */
function movedMark(moved: number | null | undefined): TemplateResult | typeof nothing {
  if (moved === undefined) return nothing;
  if (moved === null) return html`<span class="moved up">new</span>`;
  const words = `moved ${moved > 0 ? "up" : "down"} ${Math.abs(moved)}`;
  return html`<span class="moved ${moved > 0 ? "up" : ""}" title=${words}><span aria-hidden="true">${moved > 0 ? "↑" : "↓"}${Math.abs(moved)}</span><span class="hidden"> ${words}</span></span>`;
}
