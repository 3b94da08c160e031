import * as Plot from "@observablehq/plot";
import { detectorName } from "../../casework/detector-name.ts";
import type { Standing } from "../../engine/api/pages.ts";
import { count, plural } from "../format.ts";
import { type ChartFrame, figure, ink, roving } from "./frame.ts";

const units: Readonly<Record<string, string>> = {
  profile: "length of the evidence, −log₁₀ p",
  subspace: "what is left over ÷ the user’s own median",
  "graph-smr": "log-odds of a mutated root, less the user’s usual",
  "graph-nn": "nearness to the interesting roots",
};

/** Where a day stands, in a sentence: `profile: further out than all of 9,300 user-days of history`. */
export function standingFinding({ detector, beyond, total, items }: Standing): string {
  const them = items === "user-days" ? plural(total, "user-day") : plural(total, "root action");
  return `${detectorName(detector)}: ${beyond === 0 ? `further out than all ${them} of history` : `${count(beyond)} of ${them} of history lie as far out`}`;
}

const short = (n: number): string => n.toPrecision(3).replace("-", "−");

/** A bar: how many items of the history have a statistic from one border to the next. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
}

/** The history's distribution of a detector's statistic, on a square-root scale of counts, with this day marked in it. */
export function distribution(standing: Standing, frame: ChartFrame, onPick?: (bin: Bin) => void): SVGSVGElement {
  const { edges, history, value, detector, items } = standing;
  const bins: Bin[] = history.map((n, i) => ({ from: edges[i] ?? 0, to: edges[i + 1] ?? 0, n }));
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const isRight = (value - low) / (high - low) > 0.6;
  const most = Math.max(1, ...history);
  const levels = [0, 1, 10, 100, 1000, 10_000, 100_000].filter((level) => level <= most);
  const shown = levels.filter((_, i) => i === 0 || i >= levels.length - 2);
  const name = Object.entries(units).find(([key]) => detector.startsWith(key))?.[1] ?? "statistic";
  const title = (d: Bin): string => `${plural(d.n, items.slice(0, -1))} from ${short(d.from)} to ${short(d.to)}`;
  const svg = figure(frame, `${standingFinding(standing)}.`, {
    height: 132,
    marginLeft: 16 + 6.5 * count(most).length,
    marginRight: 12,
    marginTop: 20,
    marginBottom: 36,
    x: { domain: [low, high], label: `${name} →`, ticks: Math.max(3, Math.floor(frame.width / 90)), tickSize: 3 },
    y: { type: "sqrt", domain: [0, most], axis: null },
    marks: [
      Plot.axisY(shown, { tickSize: 0, label: null, fill: ink.faint, tickFormat: count }),
      Plot.gridY(shown, { stroke: ink.grid, strokeOpacity: 1 }),
      Plot.rectY(bins, {
        x1: "from",
        x2: "to",
        y: "n",
        fill: (d: Bin) => (d.to <= value ? ink.usual : "var(--usual-band)"),
        inset: 0.4,
        title,
        className: "bins",
      }),
      Plot.ruleY([0], { stroke: ink.line }),
      Plot.ruleX([value], { stroke: ink.signal, strokeWidth: 2, y1: 0, y2: most }),
      Plot.text([value], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -12,
        dx: isRight ? 4 : -4,
        textAnchor: isRight ? "end" : "start",
        text: () => `this day ${short(value)}`,
        fill: ink.signalInk,
        fontWeight: 600,
      }),
    ],
  });
  const shapes = [...svg.querySelectorAll("g.bins > *")];
  const filled = bins.flatMap((bin, i) => (bin.n > 0 && shapes[i] ? [{ bin, shape: shapes[i] }] : []));
  if (onPick && shapes.length === bins.length)
    roving(
      svg,
      filled.map(({ shape }) => shape),
      {
        names: filled.map(({ bin }) => `${title(bin)}. Show them.`),
        spots: filled.map(({ bin }) => ({ x: bin.from, y: 0 })),
        onPick: (i) => onPick(filled[i]!.bin),
      },
    );
  return svg;
}
