import { html, nothing, type TemplateResult } from "lit";
import { count, dayRange, plural } from "../format.ts";
import type { Session } from "../session.ts";

/** That the log runs out before the days which were scored, with fuller days to score instead. */
export function thinNote(session: Session): TemplateResult | typeof nothing {
  const { steps, work } = session.state;
  const [thin] = steps.flatMap(({ result }) => result?.thin ?? []);
  if (!thin) return nothing;
  const { events, usual, from, to } = thin;
  return html`<div class="thin k" role="note">
    <p>The log runs out: the scored days hold ${plural(events, "event")}, where ${count(usual)} are usual.</p>
    <button class="btn small" type="button" ?disabled=${work !== null} @click=${() => session.scoreDays({ from, to })}>Score ${dayRange(from, to)} instead</button>
  </div>`;
}
