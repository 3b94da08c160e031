import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Finding } from "../casework/evidence.ts";
import { type ChartData, chartCsv, chartPng, pictureOf, standaloneSvg } from "./chart-export.ts";
import { type ChartFrame, clip } from "./charts/frame.ts";
import { showTips, takeTitles } from "./charts/tips.ts";
import { drawingOf } from "./drawing.ts";
import { firstRows, keepButton } from "./evidence.ts";
import { download, saveBlob } from "./files.ts";
import { turn } from "./turns.ts";

/** Pixels that a chart is wide where it is kept. */
const keptWidth = 640;

/** Shows what a chart function draws, and draws it again when its width changes. */
export class ChartElement extends LitElement {
  static override properties = {
    draw: { attribute: false },
    data: { attribute: false, hasChanged: () => false },
    name: {},
    finding: {},
  };
  declare draw: ((frame: ChartFrame) => Element) | null;
  /** What the chart is called when it is saved; without a name it has no buttons to save it. */
  declare name: string;
  /** What it shows, in a sentence: its title where it is kept as evidence. Without one that is the beginning of what is spoken of it. */
  declare finding: string;
  /** What it shows, made when it is saved as CSV; without it there is no button for that. */
  declare data: (() => ChartData) | null;
  /** As the browser tells it; 0 until then. */
  #width = 0;
  /** A picture that waits to be put on the page, and of what it is. */
  #drawn: { readonly by: (frame: ChartFrame) => Element; readonly width: number; readonly picture: Element } | null =
    null;
  #stopTips: (() => void) | null = null;
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || Math.abs(width - this.#width) < 2) return;
    this.#width = width;
    setTimeout(() => this.requestUpdate());
  });

  constructor() {
    super();
    this.draw = null;
    this.name = "";
    this.finding = "";
    this.data = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("evident");
    this.#observer.observe(this);
    this.#stopTips = showTips(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#stopTips?.();
  }

  protected override async scheduleUpdate(): Promise<void> {
    await turn();
    this.#prepare();
    await turn();
    super.scheduleUpdate();
  }

  /** Draws the picture, apart from the turn in which it is put on the page; gives null where there is nothing to draw yet. */
  #prepare(): Element | null {
    const { draw: by } = this;
    const width = this.#width;
    if (!by || width === 0) return null;
    if (this.#drawn?.by !== by || this.#drawn.width !== width)
      this.#drawn = { by, width, picture: by({ width, document }) };
    return this.#drawn.picture;
  }

  protected override render(): TemplateResult | typeof nothing {
    const drawn = this.#prepare();
    this.#drawn = null;
    if (!drawn) return nothing;
    takeTitles(drawn);
    const picture = pictureOf(drawn);
    if (this.name === "" || !picture) return html`${drawn}`;
    return html`${drawn}${this.#saves(picture)}`;
  }

  /** The chart with its data; what it says is read from a fresh drawing, since the page may show pseudonyms in place of names. */
  #finding(shown: SVGSVGElement): Finding {
    const drawn = this.draw?.({ width: keptWidth, document });
    const picture = (drawn && pictureOf(drawn)) ?? shown;
    const data = this.data?.();
    return {
      title: this.finding || firstSentence(picture.getAttribute("aria-label") ?? this.name),
      source: `chart ${this.name}`,
      content: {
        kind: "chart",
        drawing: drawingOf(picture),
        table: data ? firstRows({ columns: data.columns, rows: data.rows, total: data.rows.length }) : null,
      },
    };
  }

  #saves(picture: SVGSVGElement): TemplateResult {
    const { name } = this;
    const save = (kind: string, does: () => unknown): TemplateResult =>
      html`<button type="button" aria-label="Save “${name}” as ${kind}" @click=${does}>${kind}</button>`;
    return html`<span class="save">${keepButton(`chart ${name}`, () => this.#finding(picture))}${this.data ? save("CSV", () => this.data && download(`${name}.csv`, chartCsv(this.data()), "text/csv")) : nothing}
      ${save("SVG", () => download(`${name}.svg`, standaloneSvg(picture), "image/svg+xml"))}
      ${save("PNG", async () => saveBlob(`${name}.png`, await chartPng(picture)))}</span>`;
  }
}

/** A text up to the end of its first sentence, or as much as a title holds. */
const firstSentence = (text: string): string => clip(/^.*?[.:;](?= |$)/.exec(text)?.[0].slice(0, -1) ?? text, 160);

customElements.define("sg-chart", ChartElement);
