import type { Acts } from "./acts.ts";

const edge = 64;
const blocks = "sg-cell, sg-prose";

/** Moves blocks by their grips with mouse, pen or finger, in a list that scrolls inside `scroller`; Escape leaves all as it was. */
export class BlockDrag {
  readonly #list: HTMLElement;
  readonly #acts: Acts;
  #block: (HTMLElement & { readonly blockId: number }) | null = null;
  #target: { readonly element: HTMLElement; readonly isAfter: boolean } | null = null;
  #y = 0;
  #frame = 0;

  constructor(list: HTMLElement, acts: Acts) {
    this.#list = list;
    this.#acts = acts;
    list.addEventListener("pointerdown", this.#onDown);
  }

  stop(): void {
    this.#list.removeEventListener("pointerdown", this.#onDown);
    this.#end();
  }

  readonly #onDown = (event: PointerEvent): void => {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>(".nb-grip") : null;
    this.#block = grip?.closest(blocks) ?? null;
    if (!grip || !this.#block || event.button !== 0) return;
    grip.setPointerCapture(event.pointerId);
    this.#y = event.clientY;
    this.#list.addEventListener("pointermove", this.#onMove);
    this.#list.addEventListener("pointerup", this.#onUp);
    this.#list.addEventListener("pointercancel", this.#onCancel);
    window.addEventListener("keydown", this.#onKey, true);
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  readonly #onMove = (event: PointerEvent): void => {
    this.#y = event.clientY;
    this.#block?.classList.add("moving");
    this.#aim();
  };

  /** Marks the place where the block would come to stand. */
  #aim(): void {
    const { left, width } = this.#list.getBoundingClientRect();
    const element = document.elementFromPoint(left + width / 2, this.#y)?.closest<HTMLElement>(blocks);
    if (!element) return;
    const { top, height } = element.getBoundingClientRect();
    this.#unmark();
    this.#target = { element, isAfter: this.#y > top + height / 2 };
    element.classList.add(this.#target.isAfter ? "drop-after" : "drop-before");
  }

  readonly #scroll = (): void => {
    const scroller = this.#list.closest("main") ?? document.documentElement;
    const { top, bottom } = scroller.getBoundingClientRect();
    const by = this.#y < top + edge ? -14 : this.#y > bottom - edge ? 14 : 0;
    if (by !== 0 && this.#block?.classList.contains("moving")) {
      scroller.scrollBy(0, by);
      this.#aim();
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  readonly #onUp = (): void => {
    const { block, target } = { block: this.#block, target: this.#target };
    this.#end();
    if (!block || !target || target.element === block) return;
    const from = this.#acts.placeOf(block.blockId);
    const over = this.#acts.placeOf((target.element as HTMLElement & { readonly blockId: number }).blockId);
    const to = over + (target.isAfter ? 1 : 0);
    this.#acts.move(block.blockId, to > from ? to - 1 : to);
  };

  readonly #onCancel = (): void => this.#end();

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#end();
  };

  #unmark(): void {
    this.#target?.element.classList.remove("drop-after", "drop-before");
    this.#target = null;
  }

  #end(): void {
    cancelAnimationFrame(this.#frame);
    this.#unmark();
    this.#block?.classList.remove("moving");
    this.#block = null;
    this.#list.removeEventListener("pointermove", this.#onMove);
    this.#list.removeEventListener("pointerup", this.#onUp);
    this.#list.removeEventListener("pointercancel", this.#onCancel);
    window.removeEventListener("keydown", this.#onKey, true);
  }
}
