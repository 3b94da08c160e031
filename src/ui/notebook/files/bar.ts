import { html, nothing, type TemplateResult } from "lit";
import "../../styles/notebook-files.css";
import { once } from "../../../lib/once.ts";
import { problemOf } from "../../problem.ts";
import { DeskElement } from "../desk-element.ts";
import { chooseFile } from "./pickers.ts";
import { blankNotebook, shippedNotebooks } from "./shipped.ts";

interface Item {
  readonly title: string;
  readonly about?: string;
  run(): unknown;
}

const moment = once(() => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }));
const shown = (iso: string): string => moment().format(new Date(iso));

/** A failure in one line. */
function words(error: unknown): string {
  const { what, where, next } = problemOf(error);
  return [where ? `${where}: ${what}` : what, next].filter((part) => part !== "").join(" ");
}

/** The line of a notebook's file: its name, whether it is saved, and the menu that opens others. */
export class NotebookFilesElement extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    isOpen: { state: true },
    problem: { state: true },
  };
  declare isOpen: boolean;
  declare problem: string;

  constructor() {
    super();
    this.isOpen = false;
    this.problem = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey);
    this.addEventListener("focusout", this.#onFocusOut);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey);
    this.removeEventListener("focusout", this.#onFocusOut);
  }

  /** Mod+S saves, Shift+Mod+S saves as. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!this.desk.runner) return;
    void this.act(() => (event.shiftKey ? this.desk.files.saveAs() : this.desk.files.save()));
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.isOpen = false;
  };

  /** Does something with files; what goes wrong is said here. */
  async act(work: () => unknown): Promise<void> {
    this.problem = "";
    try {
      await work();
    } catch (error) {
      this.problem = words(error);
    }
  }

  async #choose(): Promise<void> {
    const chosen = await chooseFile();
    if (chosen) await this.desk.openFile(chosen.file, chosen.handle);
  }

  #groups(): { title: string; items: Item[] }[] {
    const { files } = this.desk;
    const { recent } = files;
    return [
      {
        title: "File",
        items: [
          { title: "New notebook", run: () => files.open(blankNotebook.fileName, blankNotebook.text) },
          { title: "Open a file…", run: () => this.#choose() },
          ...(this.desk.runner ? [{ title: "Save as…", run: () => files.saveAs() }] : []),
        ],
      },
      {
        title: "Ready to run",
        items: shippedNotebooks().map(({ title, fileName, text }) => ({
          title,
          about: fileName,
          run: () => files.open(fileName, text),
        })),
      },
      {
        title: "Recent, kept in this browser",
        items: [
          ...recent.map(({ fileName, text, when, isSaved }) => ({
            title: fileName,
            about: `${isSaved ? "" : "not saved, "}${shown(when)}`,
            run: () => files.open(fileName, text),
          })),
          ...(recent.length > 0 ? [{ title: "Forget these", run: () => files.forgetRecent() }] : []),
        ],
      },
    ].filter(({ items }) => items.length > 0);
  }

  async #toggle(): Promise<void> {
    this.isOpen = !this.isOpen;
    await this.updateComplete;
    if (this.isOpen) this.#items()[0]?.focus();
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  #close(): void {
    this.isOpen = false;
    this.querySelector<HTMLElement>(".nb-menu-button")?.focus();
  }

  #onMenuKey(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(event.target as HTMLElement);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === "Escape") this.#close();
    else if (Object.hasOwn(to, event.key)) items[to[event.key]!]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(item: Item): void {
    this.#close();
    void this.act(() => item.run());
  }

  protected override render(): TemplateResult {
    const { files, runner } = this.desk;
    return html`
      ${
        runner
          ? html`<p class="k nb-file">
              <span class="nb-dot ${files.isSaved ? "" : "unsaved"}" aria-hidden="true"></span>
              <span>${files.fileName} · ${files.isSaved ? "saved" : "changed since it was saved"}</span>
            </p>`
          : nothing
      }
      <div class="nb-file-actions">
        ${runner ? html`<button type="button" class="btn small" @click=${() => this.act(() => files.save())} title="Save to a file (Ctrl or ⌘ + S)">Save</button>` : nothing}
        <div class="nb-menu">
          <button type="button" class="btn small nb-menu-button" aria-haspopup="menu" aria-expanded=${this.isOpen} @click=${this.#toggle}>Notebooks</button>
          ${this.isOpen ? html`<div class="nb-menu-list" role="menu" aria-label="Notebooks" @keydown=${this.#onMenuKey}>${this.#groups().map((group) => this.#group(group))}</div>` : nothing}
        </div>
      </div>
      ${files.restored ? this.#restored(files.restored.when) : nothing}
      ${files.aside ? this.#aside(files.aside) : nothing}
      ${files.notKept ? html`<p class="nb-error" role="alert">What you write is not kept in this browser: save it to a file. ${words(files.notKept)}</p>` : nothing}
      ${this.problem ? html`<p class="nb-error" role="alert">${this.problem}</p>` : nothing}
    `;
  }

  #restored(when: string): TemplateResult {
    const { files } = this.desk;
    return html`<p class="nb-restored" role="status">
      <span>Restored what you wrote on ${shown(when)} (not saved to a file).</span>
      <button type="button" class="link" @click=${() => files.keep()}>Keep</button>
      <button type="button" class="link" @click=${() => files.discard()}>Discard</button>
    </p>`;
  }

  #aside({ fileName, text }: { readonly fileName: string; readonly text: string }): TemplateResult {
    const { files } = this.desk;
    return html`<p class="nb-restored" role="status">
      <span>What you wrote in ${fileName} has no queue cell to rank cases by. It lies under Notebooks; this is the standard investigation.</span>
      <button type="button" class="link" @click=${() => this.act(() => files.open(fileName, text))}>Open ${fileName}</button>
      <button type="button" class="link" @click=${() => files.keep()}>Fine</button>
    </p>`;
  }

  #group({ title, items }: { title: string; items: readonly Item[] }): TemplateResult {
    return html`<div role="group" aria-label=${title}>
      <p class="k" aria-hidden="true">${title}</p>
      ${items.map(
        (item) => html`<button type="button" role="menuitem" tabindex="-1" @click=${() => this.#pick(item)}>
          <span>${item.title}</span>${item.about ? html`<span class="k">${item.about}</span>` : nothing}
        </button>`,
      )}
    </div>`;
  }
}

customElements.define("sg-notebook-files", NotebookFilesElement);
