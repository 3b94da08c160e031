import * as Plot from "@observablehq/plot";
import type { CaseDetail } from "../../engine/api/cases.ts";
import { count } from "../format.ts";
import { type ChartFrame, figure, ink, pressable } from "./frame.ts";

interface Hour {
  readonly hour: number;
  readonly usual: number;
  readonly day: number;
  /** Something was done in an hour in which next to nothing ever is. */
  readonly odd: boolean;
}

/** A round step that divides a range into two to four. */
function tickStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 2)));
  return [5, 2, 1].map((n) => n * power).find((step) => most / step >= 2) ?? power;
}

/** Events by local hour: the mean of a history day as ground, this day as bars on it; hours without history in the signal colour. */
export function hours(data: CaseDetail["hours"], frame: ChartFrame, onPick?: (hour: number) => void): SVGSVGElement {
  const all: Hour[] = Array.from({ length: 24 }, (_, hour) => {
    const usual = data.usual[hour] ?? 0;
    const day = data.day[hour] ?? 0;
    return { hour, usual, day, odd: day > 0 && usual < 0.05 * day };
  });
  const odd = all.filter((d) => d.odd);
  const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
  const title = (d: Hour): string =>
    `${clock(d.hour)}: ${count(d.day)} on this day, ${d.usual.toFixed(1)} on a usual one`;
  const spoken = `Events by local hour. ${
    odd.length > 0 ? `Outside usual hours: ${odd.map(title).join("; ")}.` : "All within usual hours."
  }`;
  const most = Math.max(1, ...all.flatMap((d) => [d.usual, d.day]));
  const step = Math.max(1, tickStep(most));
  const levels = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const active = all.filter((d) => d.day > 0);
  const svg = figure(frame, spoken, {
    height: 158,
    marginLeft: 14 + 6.5 * count(Math.ceil(most)).length,
    marginRight: 10,
    marginTop: 20,
    marginBottom: 22,
    x: { type: "linear", domain: [0, 24], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.axisY(levels, {
        tickSize: 0,
        label: "events an hour",
        labelArrow: "none",
        labelOffset: 0,
        fill: ink.faint,
        tickFormat: count,
      }),
      Plot.gridY(levels, { stroke: ink.grid, strokeOpacity: 1 }),
      Plot.rectY(all, {
        x1: (d: Hour) => d.hour + 0.04,
        x2: (d: Hour) => d.hour + 0.96,
        y: "usual",
        fill: "var(--usual-band)",
      }),
      Plot.rectY(active, {
        x1: (d: Hour) => d.hour + 0.26,
        x2: (d: Hour) => d.hour + 0.74,
        y: "day",
        fill: (d: Hour) => (d.odd ? ink.signal : ink.usualInk),
        title,
        r: 1,
        className: "day",
      }),
      Plot.ruleY([0], { stroke: ink.line }),
      Plot.axisX([0, 6, 12, 18, 24], {
        tickSize: 3,
        label: null,
        fill: ink.text,
        stroke: ink.line,
        tickFormat: (hour: number) => (hour === 24 ? "24" : clock(hour)),
        textAnchor: "middle",
      }),
    ],
  });
  if (onPick && active.length > 0)
    pressable(
      svg,
      [...svg.querySelectorAll("g.day > *")],
      active.map((d) => `${title(d)}. Show the rows.`),
      (i) => onPick((active[i] as Hour).hour),
    );
  return svg;
}
