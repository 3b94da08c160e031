import { html, nothing, type TemplateResult } from "lit";
import type { CaseSummary } from "../../engine/api/cases.ts";
import type { RowQuery, Trait, UserPage } from "../../engine/api/pages.ts";
import type { UserProfile } from "../../engine/api/users.ts";
import type { CalendarDay } from "../charts/calendar.ts";
import type { ProfileRange } from "../charts/profile-range.ts";
import { clock, count, dayShort, dayTick, oneIn, plural } from "../format.ts";
import { entityLink, userLink } from "../links.ts";
import { localTime } from "../local-time.ts";

/** Narrows the rows of a page, and says in words by what. */
export type Narrow = (query: RowQuery, words: string) => void;

/** Fused p of a user-day from which on it is said to stand out. */
export const standsOut = 0.01;

/** A user's days as the calendar shows them. */
export function calendarDays({ types, scored }: UserPage, cases: readonly CaseSummary[]): CalendarDay[] {
  const p = new Map(scored.map((one) => [one.day, one.p]));
  const queued = new Set(cases.map(({ day }) => day));
  return types.days.map((day, d) => {
    let events = 0;
    for (let at = d; at < types.counts.length; at += types.days.length) events += types.counts[at] ?? 0;
    return { day, events, p: p.get(day) ?? null, isCase: queued.has(day) };
  });
}

/** Types of which a day that stands out has more than any day before the scored ones. */
export function beyondHistory({ types, scored, window }: UserPage): Set<string> {
  const found = new Set<string>();
  const width = types.days.length;
  const start = window ? types.days.findIndex((day) => day >= window.from) : width;
  const odd = scored.filter(({ p }) => p <= standsOut).map(({ day }) => types.days.indexOf(day));
  types.names.forEach((name, row) => {
    const own = types.counts.subarray(row * width, (row + 1) * width);
    const most = own.subarray(0, start).reduce((a, b) => Math.max(a, b), 0);
    for (const at of odd) if ((own[at] ?? 0) > most) found.add(`${name} ${types.days[at]}`);
  });
  return found;
}

/** The features of a profile that count events, the most usual first, each with the most of it on a scored day. */
export function profileRanges({ features }: UserProfile, { types, window }: UserPage, shown = 14): ProfileRange[] {
  const width = types.days.length;
  const start = window ? types.days.findIndex((day) => day >= window.from) : width;
  return features
    .filter(({ kind }) => kind === "events")
    .map((feature) => {
      const row = types.names.indexOf(feature.feature);
      let best: ProfileRange["scored"] = null;
      for (let d = start; row >= 0 && d < width; d++) {
        const n = types.counts[row * width + d] ?? 0;
        if (n > (best?.n ?? 0)) best = { n, day: types.days[d] ?? "" };
      }
      return { feature, scored: best };
    })
    .sort((a, b) => b.feature.share - a.feature.share || b.feature.median - a.feature.median)
    .slice(0, shown);
}

const amount = (n: number): string => count(Number(n.toPrecision(3)));

/** Every feature of a profile in numbers. */
export const profileTable = ({ features }: UserProfile): TemplateResult => html`<details class="all-features">
  <summary>All ${plural(features.length, "feature")} of the profile, in numbers a day</summary>
  <div class="scroller tall" tabindex="0" role="region" aria-label="The profile in numbers"><table class="plain seen">
    <thead><tr><th scope="col">feature</th><th scope="col">of</th><th scope="col" class="n">median</th><th scope="col" class="n">deviation</th><th scope="col" class="n">95 %</th><th scope="col" class="n">most</th><th scope="col" class="n">days</th><th scope="col">first</th><th scope="col">last</th></tr></thead>
    <tbody>${features.map(
      ({ feature, kind, median, deviation, p95, max, share, first, last }) => html`<tr>
        <th scope="row" title=${feature}>${feature}</th><td>${kind}</td>
        <td class="n">${amount(median)}</td><td class="n">${amount(deviation)}</td><td class="n">${amount(p95)}</td><td class="n">${amount(max)}</td>
        <td class="n">${Math.round(100 * share)} %</td><td class="when">${first ? dayTick(first) : "–"}</td><td class="when">${last ? dayTick(last) : "–"}</td>
      </tr>`,
    )}</tbody>
  </table></div>
</details>`;

/** The scored days, the most unusual first; those of the queue lead to their case. */
export const scoredDays = (
  { actor, scored }: UserPage,
  cases: readonly CaseSummary[],
  narrow: Narrow,
): TemplateResult => html`<table class="plain scored-days">
  <thead><tr><th scope="col">scored day</th><th scope="col">as unusual as</th><th scope="col">what</th></tr></thead>
  <tbody>${scored
    .toSorted((a, b) => a.p - b.p)
    .map(({ day, p }) => {
      const found = cases.find((one) => one.day === day);
      return html`<tr>
        <th scope="row"><button type="button" class="link" @click=${() => narrow({ actor, day }, dayShort(day))}>${dayShort(day)}</button></th>
        <td class=${p <= 0.001 ? "hit when" : "when"}>${oneIn(p)}</td>
        <td class="what">${found ? html`<a href="#/queue/${found.rank}">${found.headline}</a>` : html`<span class="k">not in the queue</span>`}</td>
      </tr>`;
    })}</tbody>
</table>`;

/** Who has the most similar mix of events. */
export const nearestUsers = ({ nearest }: UserPage): TemplateResult =>
  html`<ul class="resembles">${nearest.slice(0, 8).map(
    ({ actor, likeness }) => html`<li>${userLink(actor)}
    <svg class="gain" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${100 * likeness} height="8" /></svg>
    <span class="k">${Math.round(100 * likeness)} % alike</span></li>`,
  )}</ul>`;

const seenRow = (
  { kind, name }: Trait,
  { value, events, first, last }: Trait["values"][number],
  zone: string,
  pick: () => void,
): TemplateResult => html`<tr>
  <th scope="row">${kind === "entity" ? entityLink({ type: name, name: value }) : html`<span title=${value}>${value}</span>`}</th>
  <td class="n"><button type="button" class="link" @click=${pick}>${count(events)}</button></td>
  ${[first, last].map((time) => html`<td class="when" title="${time} (UTC)">${dayTick(localTime(time, zone))}</td>`)}
</tr>`;

/** Attributes and entities of a user, with when each was first and last seen. */
export const traitTables = ({ actor, traits }: UserPage, zone: string, narrow: Narrow): TemplateResult[] =>
  traits.map(
    (trait) => html`<section class="trait">
      <h3>${trait.name}<span class="k">, ${trait.distinct > trait.values.length ? `${trait.values.length} of ${count(trait.distinct)}` : plural(trait.distinct, "value")}</span></h3>
      <table class="plain seen">
        <thead><tr><th scope="col">${trait.kind}</th><th scope="col" class="n">events</th><th scope="col">first</th><th scope="col">last</th></tr></thead>
        <tbody>${trait.values.map((one) =>
          seenRow(trait, one, zone, () =>
            narrow(
              trait.kind === "entity"
                ? { actor, entity: { type: trait.name, name: one.value } }
                : { actor, attribute: { name: trait.name, value: one.value } },
              `${trait.name} ${one.value}`,
            ),
          ),
        )}</tbody>
      </table>
    </section>`,
  );

/** Entities that a user touched for the first time in the scored days. */
export const freshTable = (
  { actor, fresh }: UserPage,
  zone: string,
  narrow: Narrow,
): TemplateResult | typeof nothing =>
  fresh.length === 0
    ? nothing
    : html`<div class="scroller fresh" tabindex="0" role="region" aria-label="Newly touched"><table class="plain seen">
        <thead><tr><th scope="col">entity</th><th scope="col">type</th><th scope="col" class="n">events</th><th scope="col">first (${zone})</th><th scope="col">new to</th></tr></thead>
        <tbody>${fresh.map(
          ({ type, name, events, first, toTenant }) => html`<tr>
            <th scope="row">${entityLink({ type, name })}</th><td>${type}</td>
            <td class="n"><button type="button" class="link" @click=${() => narrow({ actor, entity: { type, name } }, `${type} ${name}`)}>${count(events)}</button></td>
            <td class="when" title="${first} (UTC)">${dayTick(localTime(first, zone))} ${clock(localTime(first, zone)).slice(0, 5)}</td>
            <td>${toTenant ? "everybody" : "this user"}</td>
          </tr>`,
        )}</tbody>
      </table></div>`;

/** How many scored days stand out, in a sentence. */
export function scoredFinding({ scored }: UserPage): string {
  const odd = scored.filter(({ p }) => p <= standsOut).length;
  return odd === 0
    ? `None of ${plural(scored.length, "scored day")} stands out`
    : `${count(odd)} of ${plural(scored.length, "scored day")} ${odd === 1 ? "stands" : "stand"} out`;
}

/** What the days that stand out have more of than any day before. */
export function heatFinding(beyond: ReadonlySet<string>): string {
  const types = [...new Set([...beyond].map((key) => key.slice(0, -11)))];
  if (types.length === 0) return "No type of event is beyond this user’s own days before";
  return `More ${types.slice(0, 2).join(" and ")}${types.length > 2 ? ` and ${count(types.length - 2)} more` : ""} than on any day before`;
}
