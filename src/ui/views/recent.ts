import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { RecentTenant } from "../../tenant/tenants.ts";
import { bytes, count, plural } from "../format.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";
import { lockedName, unlockForm } from "./unlock.ts";

/** `5 Oct 2025, 21:14`, in the reader's time. */
const openedAt = (opened: string): string =>
  new Date(opened).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** The tenants that are kept on this machine: open one as it was left, or delete it. */
class RecentElement extends View {
  static override properties: PropertyDeclarations = {
    ...View.properties,
    tenants: { state: true },
    deleting: { state: true },
    unlocking: { state: true },
  };
  declare tenants: readonly RecentTenant[];
  /** Id of the tenant whose deletion waits for a yes. */
  declare deleting: string | null;
  /** Id of the tenant whose passphrase is asked for. */
  declare unlocking: string | null;

  constructor() {
    super();
    this.tenants = [];
    this.deleting = null;
    this.unlocking = null;
  }

  protected override watched({ work, keeping }: SessionState): readonly unknown[] {
    return [work === null, keeping?.is, keeping?.id];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  protected override willUpdate(changed: Parameters<View["update"]>[0]): void {
    super.willUpdate(changed);
    if (!changed.has("tenants") && !changed.has("deleting") && !changed.has("unlocking")) void this.#look();
  }

  async #look(): Promise<void> {
    const tenants = await this.session.recentTenants().catch(() => []);
    if (JSON.stringify(tenants) !== JSON.stringify(this.tenants)) this.tenants = tenants;
  }

  async #ask(id: string | null): Promise<void> {
    this.deleting = id;
    await this.updateComplete;
    this.querySelector<HTMLElement>(id === null ? ".recent-delete" : ".recent-yes")?.focus();
  }

  async #delete(id: string): Promise<void> {
    await this.session.deleteTenant(id);
    await this.#look();
    this.deleting = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.tenants.length === 0) return nothing;
    return html`<section class="recent" aria-label="On this machine">
      <h2>On this machine</h2>
      <ul>${this.tenants.map((tenant) => this.#tenant(tenant))}</ul>
      <p class="k">In this browser’s private storage: another browser or a private window doesn’t see them.</p>
    </section>`;
  }

  async #askPassphrase(id: string | null): Promise<void> {
    const before = this.unlocking;
    this.unlocking = id;
    await this.updateComplete;
    this.querySelector<HTMLElement>(id === null ? `[data-id="${before}"]` : "input[name=passphrase]")?.focus();
  }

  /** A locked tenant tells nothing, not even its name. */
  #locked(tenant: RecentTenant): TemplateResult {
    const { id, isOpen } = tenant;
    const name = lockedName(id);
    const isBusy = this.state.work !== null;
    const isHere = this.state.keeping?.id === id;
    const open = isHere ? "open here" : isOpen ? "open in another tab" : "";
    return html`<li>
      <button class="link recent-name" type="button" data-id=${id} ?disabled=${isBusy} aria-expanded=${this.unlocking === id} @click=${() => (isHere ? this.session.openRecent(tenant) : this.#askPassphrase(id))}>${name}</button>
      <span class="k recent-facts">${[`passphrase of ${openedAt(tenant.lockedSince ?? "")}`, open].filter((part) => part !== "").join(" · ")}</span>
      <button class="btn small recent-delete" type="button" ?disabled=${isBusy} aria-label="Delete ${name}…" @click=${() => this.#ask(id)}>Delete…</button>
      ${this.unlocking === id ? this.#unlock(tenant) : nothing}
    </li>`;
  }

  #unlock(tenant: RecentTenant): TemplateResult {
    return unlockForm({
      isBusy: this.state.work !== null,
      words: "Unlock and open",
      submit: (passphrase) => this.session.openRecent(tenant, passphrase),
      leave: () => void this.#askPassphrase(null),
    });
  }

  #tenant(tenant: RecentTenant): TemplateResult {
    const { id, name } = tenant;
    if (this.deleting === id) return this.#question(tenant);
    if (tenant.lockedSince !== null) return this.#locked(tenant);
    const isBusy = this.state.work !== null;
    return html`<li>
      <button class="link recent-name" type="button" title=${name} ?disabled=${isBusy} @click=${() => this.session.openRecent(tenant)}>${name}</button>
      <span class="k recent-facts">${this.#facts(tenant)}</span>
      <button class="btn small recent-delete" type="button" ?disabled=${isBusy} aria-label="Delete ${name}…" @click=${() => this.#ask(id)}>Delete…</button>
      ${this.#stopped(tenant)}
    </li>`;
  }

  #facts({ id, rows, bytes: size, opened, isOpen }: RecentTenant): string {
    const isHere = this.state.keeping?.id === id;
    const open = isHere ? "open here" : isOpen ? "open in another tab" : opened ? `opened ${openedAt(opened)}` : "";
    return [plural(rows, "row"), bytes(size), open].filter((part) => part !== "").join(" · ");
  }

  #stopped({ stopped, isOpen }: RecentTenant): TemplateResult | typeof nothing {
    if (!stopped || isOpen) return nothing;
    return html`<span class="recent-stopped">The import of ${stopped.file} stopped at row ${count(stopped.rows)}
      (${Math.floor(100 * stopped.share)} %): drop the file again, and it goes on from there.</span>`;
  }

  #question({ id, name, models, lockedSince }: RecentTenant): TemplateResult {
    const more = lockedSince
      ? ", models and notebook"
      : models > 0
        ? `, its notebook and ${plural(models, "model")}`
        : " and its notebook";
    return html`<li class="recent-question">
      <p>Delete <b>${name || lockedName(id)}</b> from this machine, with its verdicts${more}? The files that you imported stay where they are.</p>
      <span class="recent-actions">
        <button class="btn small recent-yes" type="button" @click=${() => this.#delete(id)}>Delete it</button>
        <button class="btn small" type="button" @click=${() => this.#ask(null)}>Keep it</button>
      </span>
    </li>`;
  }
}

customElements.define("sg-recent", RecentElement);
