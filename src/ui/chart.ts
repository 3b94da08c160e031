import { html, LitElement, nothing, type TemplateResult } from "lit";
import { standaloneSvg } from "./chart-export.ts";
import type { ChartFrame } from "./charts/frame.ts";
import { showTips, takeTitles } from "./charts/tips.ts";
import { download } from "./files.ts";

/** Shows what a chart function draws, and draws it again when its width changes. */
export class ChartElement extends LitElement {
  static override properties = { draw: { attribute: false }, name: {} };
  declare draw: ((frame: ChartFrame) => Element) | null;
  /** What the chart is called when it is saved; without a name it has no button to save it. */
  declare name: string;
  #width = 0;
  #stopTips: (() => void) | null = null;
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || Math.abs(width - this.#width) < 2) return;
    this.#width = width;
    requestAnimationFrame(() => this.requestUpdate());
  });

  constructor() {
    super();
    this.draw = null;
    this.name = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.#stopTips = showTips(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#stopTips?.();
  }

  protected override render(): TemplateResult | typeof nothing {
    const width = this.#width || Math.floor(this.clientWidth);
    if (!this.draw || width === 0) return nothing;
    this.#width = width;
    const drawn = this.draw({ width, document });
    takeTitles(drawn);
    if (this.name === "" || !(drawn instanceof SVGSVGElement)) return html`${drawn}`;
    const save = (): void => download(`${this.name}.svg`, standaloneSvg(drawn), "image/svg+xml");
    return html`${drawn}<button type="button" class="save" aria-label="Save “${this.name}” as SVG" @click=${save}>SVG</button>`;
  }
}

customElements.define("sg-chart", ChartElement);
