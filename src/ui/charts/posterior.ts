import * as Plot from "@observablehq/plot";
import type { ArmTally, Tally } from "../../casework/verdicts.ts";
import { lnGamma } from "../../lib/special.ts";
import type { ChartData } from "../chart-export.ts";
import { plural } from "../format.ts";
import { type ChartFrame, figure, ink, pressable } from "./frame.ts";

/** Density of Beta(1 + worth, 1 + audited − worth) at x in (0, 1). */
export function posteriorDensity({ worth, audited }: Pick<ArmTally, "worth" | "audited">, x: number): number {
  const [a, b] = [1 + worth, 1 + audited - worth];
  return Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What the verdicts say of the precision, in a sentence. */
export function posteriorFinding({ ranked, control }: Tally): string {
  if (ranked.audited === 0) return "No case of the queue has been judged yet";
  const between = `between ${percent(ranked.low)} and ${percent(ranked.high)} of the queue is worth auditing (90 % credible)`;
  return `After ${plural(ranked.audited, "verdict")}, ${between}${control.audited > 0 ? `; by chance ${percent(control.low)} to ${percent(control.high)}` : ""}`;
}

interface Point {
  readonly x: number;
  readonly density: number;
}

const grid = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);

/** The curves as a table to save. */
export const posteriorData = ({ ranked, control }: Tally): ChartData => ({
  columns: ["share", "density", "density_by_chance"],
  rows: grid.map((x) => [x, posteriorDensity(ranked, x), control.audited > 0 ? posteriorDensity(control, x) : null]),
});

/**
 * How likely each precision is after the verdicts: the queue's own cases (area, its 90 % interval darker), and chance's (dashed line).
 * @param onPick asks for the verdicts behind it
 */
export function posterior({ ranked, control }: Tally, frame: ChartFrame, onPick?: () => void): SVGSVGElement {
  const curve = (arm: ArmTally): Point[] => grid.map((x) => ({ x, density: posteriorDensity(arm, x) }));
  const own = curve(ranked);
  const within = own.filter(({ x }) => x >= ranked.low && x <= ranked.high);
  const chance = control.audited > 0 ? curve(control) : [];
  const svg = figure(frame, `${posteriorFinding({ ranked, control, unsure: 0 })}.`, {
    height: 150,
    marginLeft: 8,
    marginRight: 12,
    marginTop: 18,
    marginBottom: 36,
    x: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: percent,
      label: "share worth auditing →",
      tickSize: 3,
    },
    y: {
      domain: [0, Math.max(...own.map(({ density }) => density), ...chance.map(({ density }) => density))],
      axis: null,
    },
    marks: [
      Plot.areaY(own, { x: "x", y: "density", fill: "var(--usual-band)" }),
      Plot.areaY(within, { x: "x", y: "density", fill: ink.usual, fillOpacity: 0.7, className: "within" }),
      Plot.lineY(chance, { x: "x", y: "density", stroke: ink.text, strokeDasharray: "4 3" }),
      Plot.ruleY([0], { stroke: ink.line }),
      ...(ranked.audited > 0
        ? [
            Plot.ruleX([ranked.share], { stroke: ink.strong, strokeWidth: 1.5 }),
            Plot.text([ranked.share], {
              x: (d: number) => d,
              frameAnchor: "top",
              dy: -10,
              textAnchor: ranked.share > 0.6 ? "end" : "start",
              text: () => `${ranked.worth} of ${ranked.audited}`,
              fill: ink.strong,
              fontWeight: 600,
            }),
          ]
        : []),
    ],
  });
  const [area] = svg.querySelectorAll("g.within > *");
  if (onPick && area)
    pressable(svg, [area], [`${posteriorFinding({ ranked, control, unsure: 0 })}. Show the verdicts.`], onPick);
  return svg;
}
