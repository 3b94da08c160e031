import * as Plot from "@observablehq/plot";
import type { CaseDetail } from "../../engine/api/cases.ts";
import { count } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable } from "./frame.ts";

type Residual = CaseDetail["residuals"][number];

/** Pixels for the axis and its name. */
const foot = 36;

/** What the subspace leaves unexplained: for each type a bar from what it explains (tick) to what was observed (end), square-root scale. */
export function residuals(
  all: readonly Residual[],
  frame: ChartFrame,
  onPick?: (residual: Residual) => void,
): SVGSVGElement {
  const data = all.slice(0, 8);
  const rowHeight = 25;
  const height = data.length * rowHeight + foot;
  const labelWidth = Math.min(190, frame.width * 0.4);
  const y = (_: Residual, i: number): number => i * rowHeight + 12;
  const value = (n: number): string => (n >= 10 ? count(Math.round(n)) : count(Number(n.toFixed(1))));
  const end = (d: Residual): number => Math.max(d.observed, d.explained);
  const most = Math.max(1, ...data.map(end));
  const ticks = roots(most, frame.width - labelWidth - 96);
  const svg = figure(
    frame,
    `Unexplained by this user's own month: ${data
      .map((d) => `${d.type}: ${value(d.observed)} observed, ${value(Math.max(0, d.explained))} explained`)
      .join("; ")}`,
    {
      height,
      marginLeft: labelWidth,
      marginRight: 96,
      marginTop: 0,
      marginBottom: foot,
      x: { type: "sqrt", domain: [0, most], axis: null },
      y: { domain: [0, height - foot], range: [0, height - foot], axis: null },
      marks: [
        Plot.axisX(ticks, {
          tickFormat: count,
          tickSize: 3,
          label: "events (square-root scale)",
          labelArrow: "none",
          labelAnchor: "right",
          fill: ink.faint,
          stroke: ink.line,
        }),
        Plot.ruleX([0], { stroke: ink.line }),
        Plot.text(data, {
          frameAnchor: "left",
          dx: -labelWidth,
          y,
          text: (d: Residual) => clip(d.type, Math.floor((labelWidth - 10) / 6.2)),
          title: "type",
          textAnchor: "start",
          fill: ink.text,
        }),
        Plot.rect(data, {
          x1: (d: Residual) => Math.max(0, Math.min(d.observed, d.explained)),
          x2: end,
          y1: (d: Residual, i: number) => y(d, i) - 5,
          y2: (d: Residual, i: number) => y(d, i) + 5,
          fill: (d: Residual) => (d.observed > d.explained ? ink.signal : ink.usual),
          r: 1,
          className: "left",
        }),
        Plot.ruleX(data, {
          x: (d: Residual) => Math.max(0, d.explained),
          y1: (d: Residual, i: number) => y(d, i) - 9,
          y2: (d: Residual, i: number) => y(d, i) + 9,
          stroke: ink.strong,
          strokeWidth: 1.5,
        }),
        Plot.text(data, {
          x: end,
          y,
          dx: 7,
          text: (d: Residual) => `${value(d.observed)}, not ${value(Math.max(0, d.explained))}`,
          textAnchor: "start",
          fill: ink.text,
        }),
      ],
    },
  );
  const shapes = [...svg.querySelectorAll("g.left > *")];
  const leading = data.flatMap((d, i) => (d.where && d.observed > 0 && shapes[i] ? [{ d, shape: shapes[i] }] : []));
  if (onPick)
    pressable(
      svg,
      leading.map(({ shape }) => shape),
      leading.map(({ d }) => `${value(d.observed)} ${d.type}. Show the rows.`),
      (i) => onPick(leading[i]!.d),
    );
  return svg;
}

/** Round counts that lie at least 34 pixels apart on a square-root axis of this length. */
function roots(most: number, length: number): number[] {
  const kept = [0];
  let last = 0;
  for (let decade = 1; decade <= most; decade *= 10)
    for (const n of [decade, 2 * decade, 5 * decade]) {
      const x = Math.sqrt(n / most) * length;
      if (n > most || x - last < 34) continue;
      kept.push(n);
      last = x;
    }
  return kept;
}
