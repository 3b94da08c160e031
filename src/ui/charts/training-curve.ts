import * as Plot from "@observablehq/plot";
import { count } from "../format.ts";
import { type ChartFrame, figure, ink } from "./frame.ts";

/** One step of a training: its loss (null before the first), and the objective where it was measured. */
export interface TrainingStep {
  readonly step: number;
  readonly loss: number | null;
  readonly objective: number | null;
}

/** What a learning curve says, in a sentence. */
export function trainingFinding(steps: readonly TrainingStep[]): string {
  const losses = steps.flatMap(({ step, loss }) => (loss === null ? [] : [{ step, loss }]));
  const [first, last] = [losses[0], losses.at(-1)];
  if (!first || !last) return "No step was taken";
  const best = steps.reduce<TrainingStep | null>(
    (top, one) => (one.objective !== null && (top?.objective ?? Number.NEGATIVE_INFINITY) < one.objective ? one : top),
    null,
  );
  const from = `from ${first.loss.toPrecision(2)} to ${last.loss.toPrecision(2)} in ${count(last.step)} steps`;
  if (last.loss > 0.9 * first.loss) return `The loss went ${from}: it has hardly learnt`;
  return `The loss fell ${from}${best ? `; the objective was best at step ${count(best.step)} (${(best.objective ?? 0).toPrecision(3)})` : ""}`;
}

/** Loss by step, smoothed (line) over each (dots), and below it the objective where it was measured. */
export function trainingCurve(steps: readonly TrainingStep[], frame: ChartFrame): SVGSVGElement {
  const measured = steps.filter(({ objective }) => objective !== null);
  const panels = [
    ...steps.flatMap(({ step, loss }) => (loss === null ? [] : [{ step, value: loss, panel: "loss" }])),
    ...measured.map(({ step, objective }) => ({ step, value: objective ?? 0, panel: "objective" })),
  ];
  return figure(frame, `${trainingFinding(steps)}.`, {
    height: measured.length > 0 ? 260 : 150,
    marginLeft: 44,
    marginRight: 70,
    marginTop: 12,
    marginBottom: 36,
    x: { label: "step →", tickFormat: count, ticks: Math.max(3, Math.floor(frame.width / 100)), tickSize: 3 },
    y: { label: null, ticks: 4, tickSize: 0 },
    fy: { label: null, domain: measured.length > 0 ? ["loss", "objective"] : ["loss"] },
    marks: [
      Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.dot(panels, { fy: "panel", x: "step", y: "value", r: 1.6, fill: ink.usual, fillOpacity: 0.6 }),
      Plot.lineY(
        panels.filter(({ panel }) => panel === "loss"),
        Plot.windowY(
          { k: Math.max(1, Math.round(steps.length / 20)) },
          { fy: "panel", x: "step", y: "value", stroke: ink.usualInk, strokeWidth: 1.6 },
        ),
      ),
      Plot.lineY(
        panels.filter(({ panel }) => panel === "objective"),
        { fy: "panel", x: "step", y: "value", stroke: ink.usualInk, strokeWidth: 1.6 },
      ),
    ],
  });
}
