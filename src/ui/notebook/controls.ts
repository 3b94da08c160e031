import { html, nothing, type TemplateResult } from "lit";
import type { InputControl } from "../../notebook/kinds/control.ts";
import { withChosen } from "../../notebook/kinds/input.ts";
import "../styles/notebook-controls.css";

type Chosen = Readonly<Record<string, string | number | null>>;

/** Asks the cell around to write its body anew and run. */
export function rewrite(target: EventTarget | null, to: (body: string) => string): void {
  target?.dispatchEvent(new CustomEvent("sg-rewrite", { bubbles: true, detail: to }));
}

const choose = (event: Event, chosen: Chosen) => rewrite(event.target, (body) => withChosen(body, chosen));
const given = (event: Event): string => (event.target as HTMLInputElement).value;

/** A control that chooses an input cell's value. */
export function controlOutput(name: string, control: InputControl): TemplateResult {
  return html`<div class="nb-control">${partsOf(name, control)}</div>`;
}

function partsOf(name: string, control: InputControl): TemplateResult {
  switch (control.type) {
    case "slider":
      return sliderOf(control);
    case "select":
      return html`<label><span>${control.label}</span>
        <select @change=${(event: Event) => choose(event, { value: given(event) === "" ? null : given(event) })}>
          <option value="" ?selected=${control.value === null}>All</option>
          ${withValue(control.options, control.value).map((option) => html`<option value=${option} ?selected=${option === control.value}>${option}</option>`)}
        </select></label>`;
    case "dates":
      return datesOf(control);
    case "search":
      return html`<label><span>${control.label}</span>
        <input type="search" .value=${control.value} list="nb-suggest-${name}" @change=${(event: Event) => choose(event, { value: given(event) })} spellcheck="false" autocomplete="off" /></label>
        <datalist id="nb-suggest-${name}">${control.suggestions.map((option) => html`<option value=${option}></option>`)}</datalist>`;
  }
}

/** The options, and what is chosen where it is none of them. */
const withValue = (options: readonly string[], value: string | null): readonly string[] =>
  value === null || options.includes(value) ? options : [value, ...options];

function sliderOf(control: Extract<InputControl, { type: "slider" }>): TemplateResult {
  const { label, min, max, step, value } = control;
  const show = (event: Event) => {
    const output = (event.target as HTMLElement).parentElement?.querySelector("output");
    if (output) output.value = given(event);
  };
  return html`<label><span>${label}</span>
    <input type="range" min=${min} max=${max} step=${step} .value=${String(value)} @input=${show} @change=${(event: Event) => choose(event, { value: Number(given(event)) })} />
    <output class="k" .value=${String(value)}></output></label>`;
}

function datesOf({ label, min, max, from, to }: Extract<InputControl, { type: "dates" }>): TemplateResult {
  const day = (key: "from" | "to", words: string, value: string | null) => html`<label><span>${words}</span>
    <input type="date" aria-label="${label}, ${words}" min=${min ?? nothing} max=${max ?? nothing} .value=${value ?? ""} @change=${(event: Event) => choose(event, { [key]: given(event) || null })} /></label>`;
  const clear = (event: Event) => choose(event, { from: null, to: null });
  return html`<span>${label}</span>${day("from", "from", from)}${day("to", "to", to)}
    <button type="button" class="btn" ?disabled=${from === null && to === null} @click=${clear}>All days</button>`;
}
