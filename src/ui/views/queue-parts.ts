import { html, type TemplateResult } from "lit";
import { detectorName } from "../../casework/detector-name.ts";
import type { CaseSummary, DetectorOpinion } from "../../engine/api/cases.ts";
import { oneIn } from "../format.ts";
import { filterChoices, type QueueFilter } from "../queue-filter.ts";

/** The choices that narrow a queue; a change gives the whole filter anew. */
export function narrowing(
  cases: readonly CaseSummary[],
  filter: QueueFilter,
  change: (filter: QueueFilter) => void,
): TemplateResult {
  const choices = filterChoices(cases);
  const one = (key: "detector" | "type" | "day", title: string): TemplateResult => html`<label><span>${title}</span>
    <select @change=${(event: Event) => change({ ...filter, [key]: (event.target as HTMLSelectElement).value || null })}>
      <option value="" ?selected=${filter[key] === null}>any</option>
      ${choices[key].map((choice) => html`<option value=${choice} ?selected=${filter[key] === choice}>${key === "detector" ? detectorName(choice) : choice}</option>`)}
    </select></label>`;
  return html`${one("detector", "Found by")}${one("type", "About")}${one("day", "Day")}`;
}

/** What the filter is narrowed to, in words. */
export function narrowedTo({ detector, type, day }: QueueFilter): string {
  const parts = [detector && detectorName(detector), type, day].filter((part) => part !== null);
  return parts.length === 0 ? "Narrow by detector, type or day" : `Only ${parts.join(", ")}`;
}

/** A detector's opinion as a dot: full where it finds the item unusual, quiet where it doesn't, hollow where it had no say. */
export function dot({ detector, p, reason }: DetectorOpinion): TemplateResult {
  const name = detectorName(detector);
  const says = p === null ? `${name}: no say${reason ? `, ${reason}` : ""}` : `${name}: ${oneIn(p)}`;
  const kind = p === null ? "mute" : p <= 0.001 ? "on" : p <= 0.02 ? "half" : "off";
  return html`<span class="dot ${kind}" title=${says}><span class="hidden">${says}. </span></span>`;
}
