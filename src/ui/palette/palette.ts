import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import "../styles/palette.css";
import { type Action, offeredActions } from "./actions.ts";
import { type Found, findActions } from "./find.ts";
import type { Match } from "./fuzzy.ts";

/** The most lines that are shown; a longer list says how many more there are. */
const most = 60;

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** Every action of the page by name: Mod+K opens it, letters narrow it, arrows and Enter do the rest. */
export class PaletteElement extends LitElement {
  static override properties = { query: { state: true }, at: { state: true } };
  declare query: string;
  declare at: number;
  /** What the page can always do; it comes first. */
  pageActions: () => readonly Action[] = () => [];
  /** Told what an action failed with. */
  onFailure: (error: unknown) => void = () => {};
  #actions: readonly Action[] = [];
  #lines: readonly Found[] = [];
  #before: Element | null = null;

  constructor() {
    super();
    this.query = "";
    this.at = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey, { capture: true });
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  /** Opens it, with what can be done now. */
  show(): void {
    if (this.#dialog?.open) return;
    this.#before = deepFocus();
    this.#actions = [...this.pageActions(), ...offeredActions()];
    this.query = "";
    this.at = 0;
    this.#find();
    this.requestUpdate();
    this.#dialog?.showModal();
    this.querySelector("input")?.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const isMod = isMac() ? event.metaKey : event.ctrlKey;
    if (!isMod || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#dialog?.open) this.#dialog.close();
    else if (!document.querySelector("dialog[open]")) this.show();
  };

  #find(): void {
    this.#lines = findActions(this.query, this.#actions);
  }

  #type(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
    this.#find();
  }

  #move(event: KeyboardEvent): void {
    const last = Math.min(most, this.#lines.length) - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: this.at >= last ? 0 : this.at + 1,
      ArrowUp: this.at <= 0 ? last : this.at - 1,
      PageDown: Math.min(last, this.at + 8),
      PageUp: Math.max(0, this.at - 8),
    };
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#do(this.#lines[this.at]);
    } else if (Object.hasOwn(to, event.key)) {
      event.preventDefault();
      this.at = Math.max(0, to[event.key]!);
    }
  }

  /** Closes before it acts, so that the action finds the focus where it was. */
  #do(line: Found | undefined): void {
    if (!line) return;
    this.#dialog?.close();
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
    void Promise.resolve()
      .then(() => line.action.run())
      .catch(this.onFailure);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("at") || changed.has("query"))
      this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const shown = this.#lines.slice(0, most);
    const more = this.#lines.length - shown.length;
    return html`<dialog class="panel palette" aria-label="Do something" @click=${this.#onBackdrop}>
      <input type="text" role="combobox" aria-label="Find an action" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
        aria-activedescendant=${shown.length > 0 ? `palette-${this.at}` : ""} placeholder="What do you want to do?" autocomplete="off"
        spellcheck="false" .value=${this.query} @input=${this.#type} @keydown=${this.#move} />
      <ul id="palette-list" role="listbox" aria-label="Actions">${shown.map((line, i) => this.#line(line, i))}</ul>
      <p class="k palette-said" role="status">${said(shown.length, more, this.query)}</p>
    </dialog>`;
  }

  #line(line: Found, i: number): TemplateResult {
    const { title, group, keys = [] } = line.action;
    return html`<li id="palette-${i}" role="option" aria-selected=${i === this.at} @click=${() => this.#do(line)} @pointermove=${() => {
      this.at = i;
    }}>
      <span class="palette-group">${group}</span>
      <span class="palette-title">${emphasised(title, line.match)}</span>
      <span class="palette-keys">${keys.map((key) => html`<kbd>${key}</kbd>`)}</span>
    </li>`;
  }

  #onBackdrop(event: Event): void {
    if (event.target === this.#dialog) this.#dialog?.close();
  }
}

function said(shown: number, more: number, query: string): string {
  if (shown === 0) return `Nothing is called “${query}”.`;
  return more > 0 ? `${more} more: type to narrow them` : "";
}

/** What has the focus, within shadow roots too. */
function deepFocus(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

/** The title with what matched in bold. */
function emphasised(title: string, { ranges }: Match): unknown[] {
  const parts: unknown[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(title.slice(at, from), html`<b>${title.slice(from, to)}</b>`);
    at = to;
  }
  return [...parts, title.slice(at)];
}

customElements.define("sg-palette", PaletteElement);
