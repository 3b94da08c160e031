import { html, type TemplateResult } from "lit";
import { detectorName } from "../../casework/detector-name.ts";
import type { DetectorResult } from "../../engine/api/detectors.ts";
import type { ModelResult, ModelSummary } from "../../engine/api/models.ts";
import { bytes, dayRange, notScored, plural } from "../format.ts";

/** `3 March 2025, 14:05`: when a model was fitted, in the reader's time. */
export const madeAt = ({ made }: ModelSummary): string =>
  new Date(made).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });

/** Which model, when it was made, on what. */
export const modelFacts = (model: ModelSummary): TemplateResult =>
  html`<p class="nb-model">
    <b>${model.name}</b>, fitted ${madeAt(model)} on ${dayRange(model.from, model.to)} (${model.zone}):
    ${plural(model.events, "event")} of ${plural(model.users, "user")}, ${plural(model.files.length, "file")}.
    <span class="k">${model.id} · ${bytes(model.bytes)}</span>
  </p>
  <details><summary class="k">Files</summary><ul class="k">${model.files.map(
    ({ name, rows, sha256 }) => html`<li>${name}, ${plural(rows, "row")} <code>${sha256.slice(0, 16)}</code></li>`,
  )}</ul></details>`;

/** What else is known of a finding: how it was found, what it was too thin for, and what was not scored. */
export const knownOf = ({ facts, unscored }: Pick<DetectorResult, "facts" | "unscored">): TemplateResult => html`
  ${facts.map((fact) => html`<p class="k">${fact}</p>`)}
  ${unscored.map((left) => html`<p class="k">${notScored(left)}</p>`)}
`;

/** What a model said of an export's days: the model, each detector's finding, and what it can't judge. */
export const judgedOutput = (
  { model, from, to, notes, results }: ModelResult,
  tableOf: (result: DetectorResult) => TemplateResult,
): TemplateResult => html`
  ${modelFacts(model)}
  <p>Scored: ${dayRange(from, to)}.</p>
  ${results.map(
    (result) => html`<p class="nb-finding">${result.finding} <span class="k">${detectorName(result.detector)}</span></p>
      ${knownOf(result)}
      <details><summary class="k">Scores of ${detectorName(result.detector)}</summary>${tableOf(result)}</details>`,
  )}
  ${notes.map((note) => html`<p class="k">${note}</p>`)}
`;
