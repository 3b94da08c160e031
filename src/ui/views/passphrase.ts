import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { FolderLock } from "../../engine/api/vault.ts";
import { shortestPassphrase } from "../../tenant/vault/keys.ts";
import { plural } from "../format.ts";
import type { Problem } from "../problem.ts";
import type { Session } from "../session.ts";

type Wanted = "set" | "change" | "remove";

/** What a passphrase of so many characters is worth, in words. */
export function lengthHint(length: number): string {
  if (length === 0)
    return `At least ${shortestPassphrase} characters; five or six words that nobody would put together are better.`;
  if (length < shortestPassphrase)
    return `${plural(length, "character")}: ${shortestPassphrase - length} more at the least.`;
  if (length < 20) return `${length} characters: a program that guesses may find it. Longer is better.`;
  return `${length} characters: long enough, if it is no quotation.`;
}

/** The open tenant's passphrase: set, change, remove. */
class PassphraseElement extends LitElement {
  static override properties: PropertyDeclarations = {
    session: { attribute: false },
    lock: { state: true },
    wanted: { state: true },
    length: { state: true },
    isShown: { state: true },
    problem: { state: true },
    said: { state: true },
  };
  declare session: Session;
  declare lock: FolderLock | null;
  declare wanted: Wanted | null;
  declare length: number;
  declare isShown: boolean;
  declare problem: Problem | null;
  declare said: string;

  constructor() {
    super();
    this.lock = null;
    this.wanted = null;
    this.length = 0;
    this.isShown = false;
    this.problem = null;
    this.said = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  async #look(): Promise<void> {
    this.lock = (await this.session.engine?.folderLock().catch(() => null)) ?? null;
  }

  async #open(wanted: Wanted | null): Promise<void> {
    const before = this.wanted;
    Object.assign(this, { wanted, length: 0, isShown: false, problem: null, said: "" });
    await this.updateComplete;
    const back = this.querySelector<HTMLElement>(`button[data-wants="${before}"]`) ?? this.querySelector("button");
    (wanted ? this.querySelector("input") : back)?.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    void this.#open(null);
  };

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const field = (name: string) => this.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? null;
    const [current, next, again] = [field("current"), field("next"), field("again")];
    if (next !== again) {
      this.problem = { what: "The two are not the same.", where: "", next: "Type the new passphrase once more." };
      this.querySelector<HTMLElement>('input[name="again"]')?.focus();
      return;
    }
    const { wanted } = this;
    this.problem = await this.session.setPassphrase({ current, next });
    await this.#look();
    if (this.problem) return this.querySelector<HTMLElement>("input")?.focus();
    const isDone = this.lock?.isLocked === (wanted !== "remove");
    await this.#open(null);
    if (isDone)
      this.said = {
        set: "Locked.",
        change: "Changed: the old passphrase opens nothing any more.",
        remove: "Removed: the files lie open again.",
      }[wanted!];
  };

  protected override render(): TemplateResult | typeof nothing {
    const { lock, wanted } = this;
    if (!lock) return nothing;
    const { isLocked, canChange } = lock;
    return html`<section class="passphrase" aria-label="Passphrase">
      <h2>Passphrase</h2>
      <p class="k">${
        isLocked
          ? "What is kept of this tenant lies locked on this machine: logs, models, verdicts and notebook. Whoever opens it needs the passphrase."
          : "What is kept of this tenant lies open on this machine’s disk. A passphrase locks it: logs, models, verdicts and notebook."
      }</p>
      <p role="status" class="passphrase-said">${this.said}</p>
      ${wanted ? this.#form(wanted) : canChange ? this.#choices(isLocked) : html`<p class="k">It can’t be changed here: another tab has this tenant open, or this browser gives no place on disk.</p>`}
    </section>`;
  }

  #choices(isLocked: boolean): TemplateResult {
    const choice = (wanted: Wanted, words: string) =>
      html`<button class="btn small" type="button" data-wants=${wanted} @click=${() => this.#open(wanted)}>${words}</button>`;
    return html`<p class="models-actions">${
      isLocked
        ? [choice("change", "Change the passphrase…"), choice("remove", "Remove it…")]
        : choice("set", "Set a passphrase…")
    }</p>`;
  }

  #form(wanted: Wanted): TemplateResult {
    const words = { set: "Lock the tenant", change: "Change it", remove: "Remove the passphrase" }[wanted];
    const { problem } = this;
    return html`<form class="passphrase-form settings-form" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${wanted === "set" ? nothing : this.#field("current", "Passphrase now", "current-password")}
      ${
        wanted === "remove"
          ? nothing
          : html`${this.#field("next", wanted === "set" ? "Passphrase" : "New passphrase", "new-password")}
            <p class="k" id="passphrase-hint" aria-live="polite">${lengthHint(this.length)}</p>
            ${this.#field("again", "Once more", "new-password")}
            <p><b>Nobody can look it up or reset it.</b> Whoever forgets it has to import the logs again; verdicts and models are lost.</p>`
      }
      <label class="passphrase-show"><input type="checkbox" .checked=${this.isShown} @change=${() => {
        this.isShown = !this.isShown;
      }} /> Show what is typed</label>
      ${problem ? html`<p class="problem" role="alert"><b>${problem.what}</b> ${problem.next}</p>` : nothing}
      <p class="models-actions">
        <button class="btn small primary" type="submit">${words}</button>
        <button class="btn small" type="button" @click=${() => this.#open(null)}>Leave it as it is</button>
      </p>
    </form>`;
  }

  #field(name: "current" | "next" | "again", label: string, autocomplete: string): TemplateResult {
    const isNext = name === "next";
    return html`<div class="setting"><label for="passphrase-${name}">${label}</label>
      <div><input id="passphrase-${name}" name=${name} type=${this.isShown ? "text" : "password"} autocomplete=${autocomplete} autocapitalize="off"
        spellcheck="false" required minlength=${isNext ? shortestPassphrase : nothing} aria-describedby=${isNext ? "passphrase-hint" : nothing}
        @input=${(event: Event) => {
          if (isNext) this.length = (event.target as HTMLInputElement).value.length;
        }} /></div></div>`;
  }
}

customElements.define("sg-passphrase", PassphraseElement);
