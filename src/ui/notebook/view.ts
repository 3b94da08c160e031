import { html, nothing, type TemplateResult } from "lit";
import "./blocks.ts";
import "./cell.ts";
import "./files/bar.ts";
import "./find.ts";
import "./outline.ts";
import "./outline-sheet.ts";
import "./prose.ts";
import "../styles/notebook.css";
import "../styles/notebook-tools.css";
import "../styles/notebook-cell.css";
import "../styles/notebook-prose.css";
import "../styles/notebook-media.css";
import type { Match } from "../../notebook/find.ts";
import type { NotebookRunner } from "../../notebook/runner.ts";
import { isTyping } from "../keys.ts";
import { Acts, type Stage } from "./acts.ts";
import type { BlockElement } from "./block.ts";
import type { BlocksElement } from "./blocks.ts";
import { CommandKeys, keyOf } from "./commands.ts";
import { DeskElement } from "./desk-element.ts";
import type { OutlineSheetElement } from "./outline-sheet.ts";
import { titleHeading } from "./title.ts";
import { toolbar } from "./toolbar.ts";

/** The notebook: an outline, a toolbar, and the blocks top to bottom. */
export class NotebookElement extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    isFinding: { state: true },
    current: { state: true },
    said: { state: true },
  };
  declare isFinding: boolean;
  /** Id of the block where the reader is. */
  declare current: number;
  /** What was said last to whoever can't see what changed. */
  declare said: string;
  #acts!: Acts;
  readonly #keys = new CommandKeys();
  /** The block that is about to get the focus: keys that come sooner are meant for it. */
  #going: number | null = null;
  /** How far down the page was read last, and of which notebook. */
  #read: { readonly top: number; readonly runner: NotebookRunner | null } = { top: 0, runner: null };
  #focusSoon: Parameters<Stage["focus"]> | null = null;

  constructor() {
    super();
    this.isFinding = false;
    this.current = -1;
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#acts ??= new Acts(this.desk, {
      focus: (id, part = "block") => {
        this.#focusSoon = [id, part];
        this.#going = id;
        this.requestUpdate();
      },
      say: (text) => {
        this.said = text;
      },
    });
    this.addEventListener("keydown", this.#onBlockKey);
    this.addEventListener("focusin", this.#onFocus);
    document.addEventListener("keydown", this.#onPageKey);
    this.closest("main")?.addEventListener("scroll", this.#readOn, { passive: true });
    const { top, runner } = this.#read;
    if (top > 0 && this.desk.runner === runner) void this.#goBack(top);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.#onBlockKey);
    this.removeEventListener("focusin", this.#onFocus);
    document.removeEventListener("keydown", this.#onPageKey);
    document.querySelector("main")?.removeEventListener("scroll", this.#readOn);
  }

  protected override updated(): void {
    const soon = this.#focusSoon;
    this.#focusSoon = null;
    if (soon) void this.#focus(...soon);
  }

  /** Shows what was read when the place was left. */
  async #goBack(top: number): Promise<void> {
    await this.updateComplete;
    requestAnimationFrame(() => this.closest("main")?.scrollTo(0, top));
  }

  /** What a person can do to the notebook that lies open; null until there is one on the page. */
  get acts(): Acts | null {
    return this.desk.runner && this.isConnected ? this.#acts : null;
  }

  /** Opens the panel that finds and replaces. */
  find(): void {
    this.#openFind();
  }

  async #bringIntoView(id: number): Promise<BlockElement | null> {
    return (await this.querySelector<BlocksElement>("sg-blocks")?.bring(id)) ?? null;
  }

  async #focus(...[id, part]: Parameters<Stage["focus"]>): Promise<void> {
    const block = await this.#bringIntoView(id);
    if (this.#going !== null && this.#going !== id) return;
    this.#going = null;
    if (part === "editor") block?.enter();
    else if (part === "template") block?.enter("all");
    else block?.frame?.focus({ preventScroll: true });
  }

  async #showMatch({ id, from, to }: Match): Promise<void> {
    this.current = id;
    for (const prose of this.querySelectorAll<BlockElement & { leave(): void }>("sg-prose"))
      if (prose.blockId !== id) prose.leave();
    const block = await this.#bringIntoView(id);
    block?.reveal(from, to);
  }

  #openFind(): void {
    this.isFinding = true;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("sg-find")?.focus());
  }

  readonly #closeFind = (event: CustomEvent<Match | null>): void => {
    this.isFinding = false;
    const match = event.detail;
    if (match) void this.#bringIntoView(match.id).then((block) => block?.enter(match));
    else this.#acts.go(this.current, 0);
  };

  readonly #onFocus = (event: FocusEvent): void => {
    const block = (event.target as Element).closest<BlockElement>("sg-cell, sg-prose");
    if (block) this.current = block.blockId;
  };

  /** The block that stands a third down the window is the one that is read. */
  readonly #readOn = (): void => {
    this.#read = { top: this.closest("main")?.scrollTop ?? 0, runner: this.desk.runner };
    const list = this.querySelector(".nb-list");
    if (!list || this.isFinding || list.contains(document.activeElement)) return;
    const { left, width } = list.getBoundingClientRect();
    const block = document.elementFromPoint(left + width / 2, window.innerHeight / 3)?.closest("sg-cell, sg-prose");
    if (block) this.current = (block as BlockElement).blockId;
  };

  /** Keys of a block that has the focus itself, outside its editor; Alt+Enter inside it too. */
  readonly #onBlockKey = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    const block = target.closest<BlockElement>("sg-cell, sg-prose");
    if (!block || event.defaultPrevented) return;
    const isOutside = target === block.frame;
    if (!isOutside && keyOf(event) !== "Alt+Enter") return;
    const id = this.#going ?? block.blockId;
    if (isOutside && keyOf(event) === "Enter") void this.#focus(id, "editor");
    else {
      const command = this.#keys.take(event);
      if (!command) return;
      if (command !== "started") command.run(this.#acts, id);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** Run all, wherever the focus is; undo, redo and find, where it is outside a field. */
  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const key = keyOf(event);
    if (key === "Mod+Shift+Enter") this.#acts.runAll();
    else if (isTyping(event)) return;
    else if (key === "Mod+Z") this.#acts.undo();
    else if (key === "Mod+Shift+Z" || key === "Mod+Y") this.#acts.redo();
    else if (key === "Mod+F") this.#openFind();
    else return;
    event.preventDefault();
  };

  protected override render(): TemplateResult {
    const { runner } = this.desk;
    if (!runner) {
      return html`<div class="empty"><h1>Nothing is open</h1><p>Import files or open the demo tenant; the standard investigation then runs here, cell by cell, and every cell can be changed.</p><p><a class="btn primary" href="#/">Start</a></p><p>Any notebook can be read and written before that.</p><sg-notebook-files .desk=${this.desk}></sg-notebook-files></div>`;
    }
    return html`
      <div class="nb-page" @outline-go=${this.#onOutline} @find-go=${(event: CustomEvent<Match>) => this.#showMatch(event.detail)} @find-close=${this.#closeFind}>
        <aside class="nb-outline"><sg-outline .desk=${this.desk} .current=${this.current}></sg-outline></aside>
        <div class="nb-doc">
          <header class="nb-head">
            ${titleHeading(runner.title, (title) => this.#acts.retitle(title))}
            <sg-notebook-files .desk=${this.desk}></sg-notebook-files>
          </header>
          <div class="nb-sticky">
            ${toolbar(runner, this.#acts, {
              isFinding: this.isFinding,
              find: () => this.#openFind(),
              outline: () => this.querySelector<OutlineSheetElement>("sg-outline-sheet")?.show(),
            })}
            ${this.isFinding ? html`<sg-find .desk=${this.desk} .acts=${this.#acts}></sg-find>` : nothing}
          </div>
          <p class="nb-said" role="status">${this.said}</p>
          <sg-blocks .desk=${this.desk} .acts=${this.#acts} .runner=${runner} .order=${runner.draft.order} @blocks-built=${this.#readOn}></sg-blocks>
        </div>
      </div>
      <sg-outline-sheet .desk=${this.desk} .current=${this.current} @outline-go=${this.#onOutline}></sg-outline-sheet>
    `;
  }

  readonly #onOutline = (event: CustomEvent<number>): void => {
    void this.#focus(event.detail, "block");
  };
}

customElements.define("sg-notebook", NotebookElement);
