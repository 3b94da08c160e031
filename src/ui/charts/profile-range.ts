import * as Plot from "@observablehq/plot";
import type { UserProfile } from "../../engine/api/users.ts";
import { count, dayShort } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable } from "./frame.ts";

/** One feature of a profile, and the most of it on a scored day; null where that is not known. */
export interface ProfileRange {
  readonly feature: UserProfile["features"][number];
  readonly scored: { readonly n: number; readonly day: string } | null;
}

/** Whether the scored days have more than any day of the profile. */
export const isBeyond = ({ feature, scored }: ProfileRange): boolean => scored !== null && scored.n > feature.max;

const value = (n: number): string => (n >= 10 ? count(Math.round(n)) : count(Number(n.toFixed(1))));

/** By feature, what a history day has (from the 5th to the 95th day in a hundred, tick at the median, line to the most) and the most of a scored day (dot). */
export function profileRange(
  ranges: readonly ProfileRange[],
  frame: ChartFrame,
  onPick?: (range: ProfileRange) => void,
): SVGSVGElement {
  const rowHeight = 24;
  const height = ranges.length * rowHeight + 34;
  const labelWidth = Math.min(210, frame.width * 0.4);
  const y = (_: ProfileRange, i: number): number => i * rowHeight + 12;
  const most = Math.max(1, ...ranges.map(({ feature, scored }) => Math.max(feature.max, scored?.n ?? 0)));
  const ticks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000].filter((n) => n <= most);
  const room = frame.width - labelWidth - 60;
  const shown = ticks.filter(
    (n, i) => i === 0 || Math.sqrt(n / most) * room - Math.sqrt((ticks[i - 1] ?? 0) / most) * room > 26,
  );
  const withScored = ranges.flatMap((range, i) => (range.scored ? [{ range, scored: range.scored, i }] : []));
  const title = ({ feature, scored }: ProfileRange): string =>
    `${feature.feature}: median ${value(feature.median)}, 95 in 100 days up to ${value(feature.p95)}, at most ${value(feature.max)}${
      scored ? `; ${count(scored.n)} on ${dayShort(scored.day)}` : ""
    }`;
  const svg = figure(frame, `What a usual day has: ${ranges.map(title).join(". ")}`, {
    height,
    marginLeft: labelWidth,
    marginRight: 60,
    marginTop: 0,
    marginBottom: 34,
    x: { type: "sqrt", domain: [0, most], axis: null },
    y: { domain: [0, height - 34], range: [0, height - 34], axis: null },
    marks: [
      Plot.gridX(shown, { stroke: ink.grid, strokeOpacity: 1 }),
      Plot.axisX(shown, {
        tickFormat: count,
        tickSize: 3,
        label: "a day (square-root scale) →",
        labelAnchor: "right",
        fill: ink.faint,
        stroke: ink.line,
      }),
      Plot.text(ranges, {
        frameAnchor: "left",
        dx: -labelWidth,
        y,
        text: (d: ProfileRange) => clip(d.feature.feature, Math.floor((labelWidth - 8) / 6.2)),
        textAnchor: "start",
        fill: ink.text,
      }),
      Plot.ruleY(ranges, { y, x1: 0, x2: (d: ProfileRange) => d.feature.max, stroke: ink.line }),
      Plot.rect(ranges, {
        x1: () => 0,
        x2: (d: ProfileRange) => d.feature.p95,
        y1: (d: ProfileRange, i: number) => y(d, i) - 5,
        y2: (d: ProfileRange, i: number) => y(d, i) + 5,
        fill: "var(--usual-band)",
        title,
        r: 1,
      }),
      Plot.ruleX(ranges, {
        x: (d: ProfileRange) => d.feature.median,
        y1: (d: ProfileRange, i: number) => y(d, i) - 7,
        y2: (d: ProfileRange, i: number) => y(d, i) + 7,
        stroke: ink.usualInk,
        strokeWidth: 1.5,
      }),
      Plot.dot(withScored, {
        x: (d) => d.scored.n,
        y: (d) => y(d.range, d.i),
        r: 4,
        fill: (d) => (isBeyond(d.range) ? ink.signal : ink.usualInk),
        stroke: ink.paper,
        title: (d) => title(d.range),
        className: "scored",
      }),
      Plot.text(withScored, {
        x: (d) => d.scored.n,
        y: (d) => y(d.range, d.i),
        dx: 8,
        filter: (d) => isBeyond(d.range),
        text: (d) => count(d.scored.n),
        textAnchor: "start",
        fill: ink.signalInk,
        fontWeight: 600,
      }),
    ],
  });
  if (onPick && withScored.length > 0)
    pressable(
      svg,
      [...svg.querySelectorAll("g.scored > *")],
      withScored.map(({ range }) => `${title(range)}. Show the rows.`),
      (i) => onPick(withScored[i]!.range),
    );
  return svg;
}
