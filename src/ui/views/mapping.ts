import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { FilePlan } from "../../engine/api/imports.ts";
import type { EntityMapping, Mapping } from "../../ingest/mapping.ts";
import { download } from "../files.ts";
import {
  attributesText,
  parseAttributes,
  parseMapping,
  parseNames,
  parseReference,
  referenceText,
  withEntity,
  withPart,
} from "../mapping-form.ts";

const blank: Mapping = { time: "", actor: "", type: [] };
const formats = [
  "iso",
  "epoch_s",
  "epoch_ms",
  "epoch_us",
  "epoch_ns",
  "filetime",
  "%d/%m/%Y %H:%M",
  "%m/%d/%Y %H:%M:%S",
  "%Y-%m-%d %H:%M:%S",
];
let made = 0;

/** Edits a mapping as a form, with the reason for each suggestion beside it, or as JSON. Fires `mapping` with the new one. */
class MappingElement extends LitElement {
  static override properties = {
    plan: { attribute: false },
    mapping: { attribute: false },
    raw: { state: true },
    wrong: { state: true },
  };
  declare plan: FilePlan;
  declare mapping: Mapping | null;
  declare raw: boolean;
  declare wrong: string;
  readonly #id = `mapping-${++made}`;

  constructor() {
    super();
    this.raw = false;
    this.wrong = "";
    this.mapping = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #emit(mapping: Mapping): void {
    this.wrong = "";
    this.mapping = mapping;
    if (referenceText(mapping.time) === "" || referenceText(mapping.actor) === "" || mapping.type.length === 0) return;
    this.dispatchEvent(new CustomEvent("mapping", { detail: mapping }));
  }

  protected override render(): TemplateResult {
    const mapping = this.mapping ?? blank;
    const tab = (label: string, raw: boolean): TemplateResult =>
      html`<button type="button" aria-pressed=${this.raw === raw} @click=${() => {
        this.raw = raw;
      }}>${label}</button>`;
    return html`
      <div class="segmented" role="group" aria-label="Edit as">${tab("Form", false)}${tab("JSON", true)}</div>
      ${this.raw ? this.#json(mapping) : this.#form(mapping)}
    `;
  }

  #json(mapping: Mapping): TemplateResult {
    return html`<textarea class="m mapping-json" rows="16" spellcheck="false" aria-label="Mapping as JSON"
        .value=${JSON.stringify(mapping, null, 2)}
        @change=${(event: Event) => {
          const read = parseMapping((event.target as HTMLTextAreaElement).value);
          if ("wrong" in read) this.wrong = read.wrong;
          else this.#emit(read.mapping);
        }}></textarea>
      ${this.wrong ? html`<p class="problem" role="alert">${this.wrong}</p>` : html`<p class="k">Applied when you leave the field. <button type="button" class="link" @click=${() => download(`${this.plan.name}.mapping.json`, JSON.stringify(mapping, null, 2), "application/json")}>Save it</button> beside the export: dropped together, it is used again, and the command line takes it too.</p>`}`;
  }

  #form(mapping: Mapping): TemplateResult {
    const set =
      <K extends keyof Mapping>(part: K, parse: (text: string) => Mapping[K]) =>
      (text: string): void =>
        this.#emit(withPart(mapping, part, parse(text)));
    return html`
      <datalist id="${this.#id}-columns">${this.plan.columns.slice(0, 500).map((column) => html`<option value=${column}></option>`)}</datalist>
      <datalist id="${this.#id}-formats">${formats.map((format) => html`<option value=${format}></option>`)}</datalist>
      <datalist id="${this.#id}-zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value=${zone}></option>`)}</datalist>
      <div class="fields">
        ${this.#field("time", "Time", referenceText(mapping.time), "columns", set("time", parseReference))}
        ${this.#field("timeFormat", "Format", referenceText(mapping.timeFormat), "formats", set("timeFormat", parseReference), "iso")}
        ${this.#field(
          "zone",
          "Zone",
          mapping.zone ?? "",
          "zones",
          set("zone", (text) => text.trim()),
          "UTC",
        )}
        ${this.#field("actor", "Who", referenceText(mapping.actor), "columns", set("actor", parseReference))}
        ${this.#field("type", "Did what", referenceText(mapping.type), "columns", set("type", parseNames))}
        ${this.#field("id", "Id", referenceText(mapping.id), "columns", set("id", parseReference), "none: no row counts as a duplicate")}
        ${this.#entities(mapping)}
        ${this.#field("attributes", "Attributes", attributesText(mapping.attributes), "columns", set("attributes", parseAttributes), "country, network, device …")}
        ${this.#field("roots", "Roots", referenceText(mapping.roots), null, set("roots", parseNames), "rare, sensitive verbs")}
        ${this.#field("ignoreActors", "Ignore", referenceText(mapping.ignoreActors), null, set("ignoreActors", parseNames), "nobody")}
      </div>
      <p class="k">A bar separates alternatives: the first that has a value counts; in “did what” they are joined. <code>=text</code> is a constant, <code>actor.email</code> a path.</p>
    `;
  }

  #reason(part: string): TemplateResult | typeof nothing {
    const reasons = this.plan.reasons.filter((reason) => reason.part === part);
    return reasons.length > 0 ? html`<p class="why">${reasons.map(({ text }) => text).join(" ")}</p>` : nothing;
  }

  #field(
    part: string,
    label: string,
    value: string,
    list: string | null,
    set: (text: string) => void,
    placeholder = "",
  ): TemplateResult {
    const id = `${this.#id}-${part}`;
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <div>
        <input id=${id} class="m" list=${list ? `${this.#id}-${list}` : nothing} .value=${value} placeholder=${placeholder} spellcheck="false" autocomplete="off"
          @change=${(event: Event) => set((event.target as HTMLInputElement).value)} />
        ${this.#reason(part)}
      </div>
    </div>`;
  }

  #entities(mapping: Mapping): TemplateResult {
    const entities = mapping.entities ?? [];
    const put = (next: readonly EntityMapping[]): void => this.#emit(withPart(mapping, "entities", next));
    const cell = (
      index: number,
      label: string,
      value: string,
      change: (text: string) => Partial<EntityMapping>,
      columns = false,
    ): TemplateResult =>
      html`<td><input class="m" aria-label="${label} of entity ${index + 1}" .value=${value} list=${columns ? `${this.#id}-columns` : nothing} spellcheck="false"
        @change=${(event: Event) => put(withEntity(entities, index, change((event.target as HTMLInputElement).value)))} /></td>`;
    return html`<div class="field">
      <span class="label">To what</span>
      <div>
        ${
          entities.length === 0
            ? nothing
            : html`<div class="scroller"><table class="entities">
          <thead><tr><th scope="col">column</th><th scope="col">is a</th><th scope="col">and the event</th><th scope="col">role</th><th><span class="hidden">remove</span></th></tr></thead>
          <tbody>${entities.map(
            (entity, i) => html`<tr>
              ${cell(i, "Column", referenceText(entity.column), (text) => ({ column: parseReference(text) }), true)}
              ${cell(i, "Type", entity.type, (type) => ({ type }))}
              ${cell(i, "Relationship", entity.relationship, (relationship) => ({ relationship }))}
              <td><select aria-label="Role of entity ${i + 1}" @change=${(event: Event) => {
                const role = (event.target as HTMLSelectElement).value as "context" | "subject";
                put(withEntity(entities, i, { role }));
              }}>
                ${["context", "subject"].map((role) => html`<option ?selected=${(entity.role ?? "context") === role}>${role}</option>`)}
              </select></td>
              <td><button type="button" class="tool" aria-label="Remove entity ${i + 1}" @click=${() => put(entities.filter((_, at) => at !== i))}>×</button></td>
            </tr>`,
          )}</tbody>
        </table></div>`
        }
        <button type="button" class="btn small" @click=${() => put([...entities, { column: "", type: "object", relationship: "concerns" }])}>Add an entity</button>
        ${this.#reason("entities")}
      </div>
    </div>`;
  }
}

customElements.define("sg-mapping", MappingElement);
