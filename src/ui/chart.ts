import { LitElement } from "lit";
import type { ChartFrame } from "./charts/frame.ts";

/** Shows what a chart function draws, and draws it again when its width changes. */
export class ChartElement extends LitElement {
  static override properties = { draw: { attribute: false } };
  declare draw: ((frame: ChartFrame) => Element) | null;
  #width = 0;
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || Math.abs(width - this.#width) < 2) return;
    this.#width = width;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.draw = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override updated(): void {
    const width = this.#width || Math.floor(this.clientWidth);
    if (!this.draw || width === 0) return;
    this.#width = width;
    this.replaceChildren(this.draw({ width, document }));
  }
}

customElements.define("sg-chart", ChartElement);
