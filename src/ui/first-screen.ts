import { afterFrame } from "./turns.ts";

/** How much of a long list is drawn: what the first screen shows at once, the others when that is on the screen. */
export class FirstScreen {
  readonly #redraw: () => void;
  readonly #first: number;
  #of: unknown = null;
  #isWhole = true;

  /** @param redraw draws the list anew */
  constructor(redraw: () => void, { first }: { readonly first: number }) {
    this.#redraw = redraw;
    this.#first = first;
  }

  /** How many of the `wanted` rows are drawn now; another list, told by what it is made `of`, begins anew. */
  rows(of: unknown, wanted: number): number {
    if (of !== this.#of) this.#begin(of, wanted);
    return this.#isWhole ? wanted : Math.min(this.#first, wanted);
  }

  #begin(of: unknown, wanted: number): void {
    this.#of = of;
    this.#isWhole = wanted <= this.#first;
    if (this.#isWhole) return;
    void afterFrame().then(() => {
      if (this.#of !== of) return;
      this.#isWhole = true;
      this.#redraw();
    });
  }
}
