import { html, type TemplateResult } from "lit";
import { count, plural } from "../format.ts";
import { icon } from "../icons.ts";
import type { QueueFilter } from "../queue-filter.ts";
import type { SessionState } from "../state.ts";
import { precisionLine } from "./precision.ts";
import { tiesLine } from "./queue-lines.ts";
import { narrowedTo, narrowing } from "./queue-parts.ts";

/** What stands over the list of cases: how many there are, what the verdicts say so far, and what narrows the list. */
export function queueHead(
  { cases, starred, verdicts, liked }: Pick<SessionState, "cases" | "starred" | "verdicts" | "liked">,
  {
    filter,
    shown,
    isNarrowing,
    change,
    open,
  }: {
    readonly filter: QueueFilter;
    /** Cases that the filter lets through. */
    readonly shown: number;
    /** Whether the choices of the filter are open. */
    readonly isNarrowing: boolean;
    readonly change: (filter: QueueFilter) => void;
    readonly open: (isNarrowing: boolean) => void;
  },
): TemplateResult {
  const all = cases ?? [];
  const { words, starredOnly } = filter;
  return html`<div class="budget">
    <h2>${shown === all.length ? plural(all.length, "case") : `${count(shown)} of ${plural(all.length, "case")}`}</h2>
    <button type="button" class="btn small star-filter" aria-pressed=${starredOnly} ?disabled=${starred.size === 0 && !starredOnly} @click=${() =>
      change({ ...filter, starredOnly: !starredOnly })}>${icon("star")} ${count(starred.size)}</button>
    ${precisionLine(verdicts, all)}
    ${tiesLine(all, liked)}
    <input type="search" placeholder="Filter by user, day or words" aria-label="Filter the queue" .value=${words} @input=${(
      event: Event,
    ) => change({ ...filter, words: (event.target as HTMLInputElement).value })} />
    <details class="narrow" ?open=${isNarrowing} @toggle=${(event: Event) => open((event.target as HTMLDetailsElement).open)}>
      <summary>${narrowedTo(filter)}</summary>
      ${narrowing(all, filter, change)}
    </details>
  </div>`;
}
