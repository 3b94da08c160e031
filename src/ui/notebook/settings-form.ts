import { html, nothing, type TemplateResult } from "lit";
import { type Field, readFields, writeField } from "../../notebook/fields.ts";
import "../styles/settings-form.css";

/** Takes a cell's body with one setting changed. */
type Edit = (body: string) => void;

/** A cell's settings as a form; each change is written into its YAML, which keeps its comments. */
export function settingsForm(
  fields: readonly Field[],
  { name, body, edit }: { readonly name: string; readonly body: string; readonly edit: Edit },
): TemplateResult {
  const values = readFields(body);
  if (!values) return html`<p class="k">The text is no list of settings: mend it there first.</p>`;
  return html`<div class="settings-form" role="group" aria-label="Settings of ${name}">
    ${fields.map((field) => {
      const id = `${name}-${field.key}`;
      const set = (value: unknown) => edit(writeField(body, field.key, value));
      return html`<div class="setting">
        ${field.control === "weights" ? html`<span class="label" id=${id}>${field.title}</span>` : html`<label for=${id}>${field.title}</label>`}
        <div>${controlOf(field, { id, value: values[field.key], set })}
          ${field.hint ? html`<span class="k" id="${id}-hint">${field.hint}</span>` : nothing}</div>
      </div>`;
    })}
  </div>`;
}

interface Bound {
  readonly id: string;
  readonly value: unknown;
  set(value: unknown): void;
}

const textOf = (event: Event): string => (event.target as HTMLInputElement).value.trim();

function controlOf(field: Field, { id, value, set }: Bound): TemplateResult {
  const hint = field.hint ? `${id}-hint` : nothing;
  switch (field.control) {
    case "number": {
      const { least, most, step, unit, word } = field;
      const change = (event: Event) => {
        const text = textOf(event);
        set(text === "" || text === word ? (word ?? null) : Number(text));
      };
      return word
        ? html`<input id=${id} aria-describedby=${hint} .value=${String(value ?? word)} inputmode="decimal" size="6" @change=${change} />
            <span class="k">or ${word}</span>`
        : html`<input id=${id} aria-describedby=${hint} type="number" min=${least ?? nothing} max=${most ?? nothing} step=${step ?? "any"} .value=${String(value ?? "")} @change=${change} />
            ${unit ? html`<span class="k">${unit}</span>` : nothing}`;
    }
    case "choice": {
      const change = (event: Event) => set(textOf(event));
      if (!field.isOpen)
        return html`<select id=${id} aria-describedby=${hint} @change=${change}>
          ${field.choices.map((choice) => html`<option ?selected=${choice === value}>${choice}</option>`)}
        </select>`;
      return html`<input id=${id} aria-describedby=${hint} list="${id}-choices" .value=${String(value ?? field.choices[0])} @change=${change} />
        <datalist id="${id}-choices">${field.choices.map((choice) => html`<option value=${choice}></option>`)}</datalist>`;
    }
    case "list": {
      const words = Array.isArray(value) ? value.join(", ") : String(value ?? field.word ?? "");
      const change = (event: Event) => {
        const text = textOf(event);
        if (field.word && (text === "" || text === field.word)) return set(field.word);
        set(
          text
            .split(",")
            .map((part) => part.trim())
            .filter((part) => part !== ""),
        );
      };
      return html`<input id=${id} aria-describedby=${hint} .value=${words} @change=${change} />`;
    }
    case "day":
      return html`<input id=${id} type="date" .value=${value === "last" ? "" : dayText(value)} @change=${(event: Event) => set(textOf(event) || "last")} />
        ${value === "last" || value === undefined ? html`<span class="k">the last seven days with data</span>` : nothing}`;
    case "weights":
      return weightsOf(field, { id, value, set });
  }
}

const dayText = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? "");

/** A slider for each name; what the text doesn't name has the method's own weight. */
function weightsOf(field: Extract<Field, { control: "weights" }>, { id, value, set }: Bound): TemplateResult {
  const weights = (value ?? {}) as Readonly<Record<string, number>>;
  return html`<div class="weights" role="group" aria-labelledby=${id}>
    ${field.names.map(({ name, title }) => {
      const weight = weights[name];
      const change = (event: Event) => set({ ...weights, [name]: Number(textOf(event)) });
      return html`<label><span>${title}</span>
        <input type="range" min="0" max=${field.most} step="0.1" .value=${String(weight ?? 1)} @change=${change} />
        <output>${weight === 0 ? "off" : (weight ?? "standard")}</output></label>`;
    })}
  </div>`;
}
