import { html, nothing, type TemplateResult } from "lit";
import { turn } from "../turns.ts";
import { DeskElement } from "./desk-element.ts";
import { type OutlineLine, outlineOf, statusOf, toldOf } from "./outline-lines.ts";

const lineHeight = 28;
const over = 6;

/** The headings and named cells of the notebook that lies open: the place where one is, and the way to the others. */
export class OutlineElement extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    current: { attribute: false },
    first: { state: true },
    focused: { state: true },
  };
  /** Id of the block where the reader is. */
  declare current: number;
  /** The first line in view. */
  declare first: number;
  /** The line that the Tab key reaches; null: the current one. */
  declare focused: number | null;
  /** Pixels of the list that are in view. */
  #height = 600;
  #measured: HTMLElement | null = null;
  readonly #sized = new ResizeObserver(() => {
    const height = this.#measured?.clientHeight || this.#height;
    if (height === this.#height) return;
    this.#height = height;
    this.requestUpdate();
  });
  #of: unknown = null;
  #lines: readonly OutlineLine[] = [];
  #shown = -1;

  constructor() {
    super();
    this.current = -1;
    this.first = 0;
    this.focused = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sized.disconnect();
    this.#measured = null;
  }

  protected override async scheduleUpdate(): Promise<void> {
    await turn();
    super.scheduleUpdate();
  }

  get #list(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".nb-lines");
  }

  /** The line where the reader is: the last one at or above the current block. */
  #currentLine(): number {
    const draft = this.desk.runner?.draft;
    const place = draft?.placeOf(this.current) ?? -1;
    const isAbove = (at: number) => (draft?.placeOf(this.#lines[at]!.id) ?? 0) <= place;
    let [from, to] = [0, this.#lines.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isAbove(middle)) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  protected override updated(): void {
    const list = this.#list;
    if (!list) return;
    this.#measure(list);
    const rows = this.#lines.length;
    const last = Math.min(rows, this.first + this.#inView() + 2 * over);
    list.querySelector<HTMLElement>(".above")?.style.setProperty("height", `${this.first * lineHeight}px`);
    list.querySelector<HTMLElement>(".below")?.style.setProperty("height", `${(rows - last) * lineHeight}px`);
    const at = this.#currentLine();
    if (at === this.#shown) return;
    this.#shown = at;
    if (!list.contains(document.activeElement)) this.#bringIntoView(at);
  }

  /** The list's height is told by the browser: to ask for it while the page is drawn would lay it out once more. */
  #measure(list: HTMLElement): void {
    if (list === this.#measured) return;
    this.#sized.disconnect();
    this.#measured = list;
    this.#sized.observe(list);
  }

  #inView(): number {
    return Math.ceil(this.#height / lineHeight);
  }

  #bringIntoView(at: number): void {
    const list = this.#list;
    if (!list) return;
    const [top, bottom] = [at * lineHeight, (at + 1) * lineHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + this.#height) list.scrollTop = bottom - this.#height;
  }

  readonly #onScroll = (): void => {
    const first = Math.max(0, Math.floor((this.#list?.scrollTop ?? 0) / lineHeight) - over);
    this.first = first - (first % 2);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const at = this.focused ?? Number((event.target as HTMLElement).dataset.line);
    const last = this.#lines.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#focusLine(Math.max(0, Math.min(last, to)));
  };

  async #focusLine(at: number): Promise<void> {
    this.focused = at;
    this.#bringIntoView(at);
    this.#onScroll();
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-line="${at}"]`)?.focus();
  }

  #go(at: number): void {
    this.focused = null;
    this.dispatchEvent(new CustomEvent("outline-go", { detail: this.#lines[at]?.id, bubbles: true }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { runner } = this.desk;
    if (!runner) return nothing;
    if (this.#of !== runner.entries) this.#lines = outlineOf(runner.entries);
    this.#of = runner.entries;
    if (this.#lines.length === 0) return html`<p class="k">Headings and cells are listed here.</p>`;
    const current = this.#currentLine();
    const reached = Math.min(this.focused ?? Math.max(0, current), this.#lines.length - 1);
    const last = Math.min(this.#lines.length, this.first + this.#inView() + 2 * over);
    const at = Array.from({ length: Math.max(0, last - this.first) }, (_, i) => this.first + i);
    return html`<nav class="nb-lines" aria-label="Outline" @scroll=${this.#onScroll} @keydown=${this.#onKey}>
      <div class="above" aria-hidden="true"></div>
      ${at.map((i) => this.#line(i, { isCurrent: i === current, isReached: i === reached || (i === this.first && !at.includes(reached)) }))}
      <div class="below" aria-hidden="true"></div>
    </nav>`;
  }

  #line(at: number, { isCurrent, isReached }: { isCurrent: boolean; isReached: boolean }): TemplateResult {
    const { id, title, level, isHeading } = this.#lines[at]!;
    const stateOf = (id: number) => this.desk.runner!.stateOf(id);
    const status = statusOf(this.#lines, at, stateOf);
    const told = isHeading ? status : toldOf(stateOf(id), status);
    return html`<button type="button" class="nb-line level-${Math.min(4, level)} ${isHeading ? "heading" : ""}" data-line=${at}
      tabindex=${isReached ? 0 : -1} aria-current=${isCurrent ? "location" : nothing} title=${title} @click=${() => this.#go(at)}
    ><span>${title}</span>${told === "" ? nothing : html`<span class="k ${status}">${told}</span>`}</button>`;
  }
}

customElements.define("sg-outline", OutlineElement);
