import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import type { NotebookRunner } from "../../notebook/runner.ts";
import { afterFrame, turn } from "../turns.ts";
import type { Acts } from "./acts.ts";
import type { BlockElement } from "./block.ts";
import type { Desk } from "./desk.ts";
import { BlockDrag } from "./drag.ts";
import { guessedHeight, type Placed, placed, within } from "./placing.ts";

/** Blocks that are built, one in each turn, until it is looked anew what is missing: heights are known by then, and one may have scrolled on. */
const atOnce = 8;
/** How far beyond the window blocks are built, px. */
const margin = 1000;
/** Blocks that may stay built; past it those that are far are taken down, at their height. */
const most = 40;

/** The blocks of the notebook that lies open. Only those near the window are on the page, built one after the other in turns. Dispatches `blocks-built`. */
export class BlocksElement extends LitElement {
  static override properties = {
    desk: { attribute: false },
    acts: { attribute: false },
    runner: { attribute: false },
    order: { attribute: false },
  };
  declare desk: Desk;
  declare acts: Acts;
  declare runner: NotebookRunner;
  /** Ids of the blocks, top to bottom. */
  declare order: readonly number[];
  readonly #built = new Set<number>();
  readonly #heights = new Map<number, number>();
  #placed: readonly Placed[] = [];
  #scroller: Element | null = null;
  #drag: BlockDrag | null = null;
  #isBuilding = false;
  readonly #sized = new ResizeObserver(() => this.#look());

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("nb-list");
    this.#scroller = this.closest("main");
    this.#drag = new BlockDrag(this, this.acts);
    this.#scroller?.addEventListener("scroll", this.#look, { passive: true });
    this.#sized.observe(this);
    if (this.#scroller) this.#sized.observe(this.#scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drag?.stop();
    this.#scroller?.removeEventListener("scroll", this.#look);
    this.#sized.disconnect();
  }

  /** The block's element where it is built. */
  elementOf(id: number): BlockElement | null {
    return this.querySelector<BlockElement>(`[data-block="${id}"]`);
  }

  /** Builds a block wherever it is, and brings it into view. */
  async bring(id: number): Promise<BlockElement | null> {
    await this.#build(id);
    const block = this.elementOf(id);
    await block?.updateComplete;
    block?.frame?.scrollIntoView({ block: "nearest" });
    return block;
  }

  readonly #heightOf = (id: number): number => {
    const known = this.#heights.get(id);
    if (known !== undefined) return known;
    const block = this.runner.draft.blockOf(id);
    const guess = block ? guessedHeight(block) : 0;
    this.#heights.set(id, guess);
    return guess;
  };

  async #build(id: number): Promise<void> {
    this.#built.add(id);
    this.requestUpdate();
    await this.updateComplete;
  }

  /** Builds what comes near the window, until nothing is missing there. */
  readonly #look = (): void => {
    if (!this.#isBuilding) void this.#buildNear();
  };

  async #buildNear(): Promise<void> {
    this.#isBuilding = true;
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
      for (const id of missing.slice(0, atOnce)) {
        await turn();
        await this.#build(id);
        // One block that can't be built leaves the others as they should be.
        await this.elementOf(id)?.updateComplete.catch(reportError);
      }
      await afterFrame();
      this.#takeDown();
    }
    this.#isBuilding = false;
    this.dispatchEvent(new Event("blocks-built"));
  }

  /** Edges of the window, and how far around it blocks are built. */
  #reach(by: number): { readonly top: number; readonly bottom: number } {
    const { top, bottom } = this.#scroller?.getBoundingClientRect() ?? { top: 0, bottom: window.innerHeight };
    return { top: top - by, bottom: bottom + by };
  }

  /** The blocks that are missing in the window, or else around it, by what is known of their heights. */
  #missing(): readonly number[] {
    if (!this.isConnected) return [];
    const gaps = this.#placed.flatMap((one) => (one.kind === "gap" ? [one] : []));
    const tops = [...this.querySelectorAll(".nb-gap")].map((gap) => gap.getBoundingClientRect().top);
    for (const by of [0, margin]) {
      const { top, bottom } = this.#reach(by);
      const found = gaps.flatMap(({ ids, height }, i) => {
        const at = tops[i] ?? 0;
        if (at >= bottom || at + height <= top) return [];
        return within(ids, this.#heightOf, { top: top - at, bottom: bottom - at });
      });
      if (found.length > 0) return found;
    }
    return [];
  }

  #takeDown(): void {
    const blocks = this.querySelectorAll<BlockElement>("[data-block]");
    if (blocks.length <= most) return;
    const { top, bottom } = this.#reach(2 * margin);
    const before = this.#built.size;
    for (const block of blocks) {
      const place = block.getBoundingClientRect();
      const isNear = place.bottom > top && place.top < bottom;
      if (isNear || block.matches(":focus-within, .moving")) continue;
      this.#heights.set(block.blockId, place.height);
      this.#built.delete(block.blockId);
    }
    if (this.#built.size < before) this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runner")) {
      this.#built.clear();
      this.#heights.clear();
    }
    this.#placed = placed(this.order, this.#built, this.#heightOf);
  }

  /** Heights are set on the nodes: the page's policy refuses inline styles in markup. */
  protected override updated(): void {
    const gaps = this.#placed.flatMap((one) => (one.kind === "gap" ? [one.height] : []));
    for (const [i, gap] of this.querySelectorAll<HTMLElement>(".nb-gap").entries())
      gap.style.setProperty("height", `${gaps[i] ?? 0}px`);
    void this.updateComplete.then(this.#look);
  }

  protected override render(): TemplateResult | unknown {
    if (this.order.length === 0)
      return html`<p class="k">An empty notebook. <button type="button" class="link" @click=${() => this.acts.insert(0)}>Add a cell</button></p>`;
    return keyed(
      this.runner,
      repeat(
        this.#placed,
        (one) => (one.kind === "block" ? one.id : `before ${one.ids[0]}`),
        (one) => (one.kind === "block" ? this.#block(one.id) : html`<div class="nb-gap" aria-hidden="true"></div>`),
      ),
    );
  }

  #block(id: number): TemplateResult {
    return this.runner.draft.blockOf(id)?.kind === "cell"
      ? html`<sg-cell data-block=${id} .desk=${this.desk} .acts=${this.acts} .blockId=${id}></sg-cell>`
      : html`<sg-prose data-block=${id} .desk=${this.desk} .acts=${this.acts} .blockId=${id}></sg-prose>`;
  }
}

customElements.define("sg-blocks", BlocksElement);
