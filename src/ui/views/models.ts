import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ModelFolder, ModelSummary, StoredTenant } from "../../engine/api/models.ts";
import { saveBlob } from "../files.ts";
import { bytes, count, dayRange, plural } from "../format.ts";
import { madeAt } from "../notebook/model-output.ts";
import { type Problem, problemOf } from "../problem.ts";
import type { Session } from "../session.ts";
import { lockedName, unlockForm } from "./unlock.ts";

/** The open tenant's models: fit, score with, export, import, delete. */
class ModelsElement extends LitElement {
  static override properties = {
    session: { attribute: false },
    folder: { state: true },
    stored: { state: true },
    problem: { state: true },
    isPersistent: { state: true },
    unlocking: { state: true },
  };
  declare session: Session;
  declare folder: ModelFolder | null;
  declare stored: readonly StoredTenant[];
  declare problem: Problem | null;
  declare isPersistent: boolean | null;
  /** Id of the stored tenant whose passphrase is asked for. */
  declare unlocking: string | null;

  constructor() {
    super();
    this.folder = null;
    this.stored = [];
    this.problem = null;
    this.isPersistent = null;
    this.unlocking = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.addEventListener("models", this.#onModels);
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.removeEventListener("models", this.#onModels);
  }

  readonly #onModels = () => void this.#look();

  async #look(): Promise<void> {
    const { engine } = this.session;
    if (!engine) return;
    this.folder = await engine.models();
    this.stored = this.folder.tenant === null ? await engine.storedTenants() : [];
  }

  readonly #do = async (work: (engine: NonNullable<Session["engine"]>) => Promise<unknown>): Promise<void> => {
    const { engine } = this.session;
    if (!engine) return;
    this.problem = null;
    try {
      await work(engine);
    } catch (error) {
      this.problem = problemOf(error);
    }
    await this.#look();
  };

  readonly #fit = async (): Promise<void> => {
    await this.session.fitModel();
    this.isPersistent = await navigator.storage.persist?.().catch(() => false);
    await this.#look();
  };

  #import(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (file) void this.#do((engine) => engine.importModel(file));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { folder, session, problem } = this;
    if (!folder) return nothing;
    const busy = session.state.work !== null;
    return html`<section class="models" aria-label="Models">
      <h2>Models</h2>
      <p class="k">All three detectors, fitted, as one file: a later day’s export is scored with it without fitting again.</p>
      ${this.stored.length > 0 ? this.#tenants() : nothing}
      ${folder.models.length > 0 ? html`<ul class="models-list">${folder.models.map((model) => this.#model(model, folder, busy))}</ul>` : nothing}
      ${folder.isKept ? nothing : html`<p class="k">This browser gives no place on disk: export the models before you close the tab.</p>`}
      ${folder.isWritable ? nothing : html`<p class="k">Another tab has this tenant open: here its models can only be used.</p>`}
      ${this.isPersistent === false ? html`<p class="k">The browser may clear its disk space: export what you want to keep.</p>` : nothing}
      <p class="models-actions">
        <button class="btn small" type="button" ?disabled=${busy || !folder.isWritable} @click=${this.#fit}>Fit and keep a model</button>
        <button class="btn small" type="button" ?disabled=${busy || !folder.isWritable} @click=${() => this.querySelector<HTMLInputElement>("input[type=file]")?.click()}>Import a model…</button>
        <input type="file" hidden aria-label="A model’s file" @change=${this.#import} />
      </p>
      ${problem ? html`<p class="problem" role="alert"><b>${problem.what}</b> ${problem.next}</p>` : nothing}
    </section>`;
  }

  async #ask(id: string | null): Promise<void> {
    const before = this.unlocking;
    this.unlocking = id;
    await this.updateComplete;
    this.querySelector<HTMLElement>(id === null ? `[data-id="${before}"]` : "input[name=passphrase]")?.focus();
  }

  #tenants(): TemplateResult {
    const { unlocking } = this;
    const words = ({ id, name, models, lockedSince }: StoredTenant) =>
      lockedSince === null
        ? html`${name} <span class="k">${plural(models, "model")} · ${id.slice(0, 8)}</span>`
        : `${lockedName(id)}…`;
    return html`<p>If this is an export of a tenant that has models here, say which:</p>
      <p class="models-actions">${this.stored.map(
        (tenant) =>
          html`<button class="btn small" type="button" data-id=${tenant.id} @click=${() => (tenant.lockedSince === null ? this.#do((engine) => engine.useStoredTenant(tenant.id)) : this.#ask(tenant.id))}>${words(tenant)}</button>`,
      )}</p>
      ${
        unlocking === null
          ? nothing
          : unlockForm({
              isBusy: false,
              words: "Unlock its models",
              submit: (passphrase) => this.#do((engine) => engine.useStoredTenant(unlocking, passphrase)),
              leave: () => void this.#ask(null),
            })
      }`;
  }

  #model(model: ModelSummary, { isWritable }: ModelFolder, busy: boolean): TemplateResult {
    const { id, name } = model;
    return html`<li>
      <span><b>${name}</b> ${dayRange(model.from, model.to)} <span class="k">${count(model.events)} events · ${plural(model.users, "user")} · fitted ${madeAt(model)} · ${bytes(model.bytes)}${model.isLoaded ? " · in memory" : ""}</span></span>
      <span class="models-actions">
        <button class="btn small" type="button" ?disabled=${busy} @click=${() => this.session.scoreWith(id)}>Score with it</button>
        <button class="btn small" type="button" @click=${() => this.#do(async (engine) => saveBlob(`${name}.sgmodel`, await engine.exportModel(id)))}>Export</button>
        ${model.isLoaded ? html`<button class="btn small" type="button" ?disabled=${busy} @click=${() => this.#do((engine) => engine.unloadModel(id))}>Unload</button>` : nothing}
        <button class="btn small" type="button" ?disabled=${busy || !isWritable} @click=${() => this.#do((engine) => engine.deleteModel(id))} aria-label="Delete ${name}">Delete</button>
      </span>
    </li>`;
  }
}

customElements.define("sg-models", ModelsElement);
