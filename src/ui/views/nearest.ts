import { html, nothing, type TemplateResult } from "lit";
import type { CaseDetail, NearestNormal } from "../../engine/api/cases.ts";
import { factFinding, keepButton } from "../evidence.ts";
import { clock, dayShort } from "../format.ts";
import { userLink } from "../links.ts";
import { localTime } from "../local-time.ts";

function whenOf({ kind, when }: NearestNormal, zone: string): string {
  if (kind === "day") return `day, ${dayShort(when)}`;
  const local = localTime(when, zone);
  return `action, ${dayShort(local)} ${clock(local).slice(0, 5)} ${zone}`;
}

/** `Their own day, Tue 23 Sep`, `agent-7’s action, Tue 23 Sep 14:02 Europe/Berlin`. */
export const nearestTitle = (one: NearestNormal, zone: string): string =>
  `${one.whose === "own" ? "Their own" : `${one.actor}’s`} ${whenOf(one, zone)}`;

/** The nearest normal days or actions of a case, each with what differs. */
export const nearestNormals = (detail: CaseDetail, kind: NearestNormal["kind"], zone: string): TemplateResult[] =>
  detail.nearest
    .filter((one) => one.kind === kind)
    .map(
      (one) => html`<div class="nearest">
        <h3>${one.whose === "own" ? "Their own" : html`${userLink(one.actor)}’s`} ${whenOf(one, zone)} <span class="k">${one.likeness}</span></h3>
        ${
          one.differences.length === 0
            ? html`<p class="k">Nothing of note differs.</p>`
            : html`<table class="plain">
              <thead><tr><th scope="col">what differs</th><th scope="col" class="n">here</th><th scope="col" class="n">there</th></tr></thead>
              <tbody>${one.differences.map(
                ({ label, here, there }) =>
                  html`<tr><th scope="row" title=${label}>${label}</th><td class="n here">${here}</td><td class="n">${there}</td></tr>`,
              )}</tbody>
            </table>`
        }
      </div>`,
    );

/** What was expected of the day and is missing. */
export const missingList = ({ missing }: CaseDetail): TemplateResult | typeof nothing =>
  missing.length === 0
    ? nothing
    : html`<ul class="missing">${missing.map((text) => html`<li class="evident">${text} ${keepButton(text, () => factFinding(text, "expected and missing"))}</li>`)}</ul>`;
