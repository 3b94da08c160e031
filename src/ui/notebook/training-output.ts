import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TableInfo } from "../../engine/api/tables.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { trainingData } from "../charts/page-data.ts";
import { type TrainingStep, trainingCurve, trainingFinding } from "../charts/training-curve.ts";
import type { Session } from "../session.ts";

/** Points of a curve that are drawn at the most. */
const mostPoints = 5000;
const columns = ["step", "loss", "objective"];

/** Whether a table is what a training gives. */
export const isTraining = (table: TableInfo): boolean =>
  table.columns.map(({ name }) => name).join() === columns.join() && table.rows > 0;

const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The learning curve of a training. */
class TrainingElement extends LitElement {
  static override properties = { session: { attribute: false }, table: { attribute: false }, steps: { state: true } };
  declare session: Session;
  declare table: TableInfo;
  declare steps: readonly TrainingStep[];
  #draw: ((frame: ChartFrame) => Element) | null = null;

  constructor() {
    super();
    this.steps = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("table")) void this.#load(this.table);
    if (!changed.has("steps")) return;
    const { steps } = this;
    this.#draw = (frame) => trainingCurve(steps, frame);
  }

  async #load(table: TableInfo): Promise<void> {
    const read = await this.session.engine?.window(table.name, 0, mostPoints).catch(() => null);
    if (this.table !== table || !read) return;
    this.steps = read.rows.map(([step, loss, objective]) => ({
      step: number(step ?? null) ?? 0,
      loss: number(loss ?? null),
      objective: number(objective ?? null),
    }));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.steps.length === 0) return nothing;
    return html`<figure class="nb-chart"><figcaption>${trainingFinding(this.steps)}</figcaption><sg-chart .draw=${this.#draw} .data=${() => trainingData(this.steps)} name=${this.table.name}></sg-chart></figure>`;
  }
}

customElements.define("sg-training", TrainingElement);
