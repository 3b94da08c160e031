import * as Plot from "@observablehq/plot";
import { count, dayShort, dayTick } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable } from "./frame.ts";

/** One scored thing: where it lies in time and how unusual it is. */
export interface StripPoint {
  readonly label: string;
  /** ISO local day. */
  readonly day: string;
  readonly p: number;
}

/** Scored items by day, the unusual ones high; those beyond `threshold` in the signal colour, the highest with their names. */
export function strip(
  points: readonly StripPoint[],
  frame: ChartFrame,
  { threshold = 0.001, onPick }: { threshold?: number; onPick?: (point: StripPoint) => void } = {},
): SVGSVGElement {
  const days = [...new Set(points.map(({ day }) => day))].sort();
  const height = (d: StripPoint): number => -Math.log10(Math.max(d.p, 1e-12));
  const top = Math.max(4, ...points.map(height));
  const at = new Map(days.map((day, i) => [day, i]));
  const placed = points.map((point, i) => ({
    point,
    x: (at.get(point.day) ?? 0) + spread(point.label, i),
    y: height(point),
  }));
  const high = placed.filter(({ point }) => point.p <= threshold);
  const named = labelled(high, (frame.width - 70) / Math.max(1, days.length), { top, days: days.length });
  const line = -Math.log10(threshold);
  const svg = figure(
    frame,
    `${count(high.length)} of ${count(points.length)} lie beyond ${count(Math.round(1 / threshold))} to 1.`,
    {
      height: 190,
      marginLeft: 66,
      marginRight: 4,
      marginTop: 14,
      marginBottom: 24,
      x: { domain: [0, Math.max(1, days.length)], axis: null },
      y: { domain: [0, top * 1.05], axis: null },
      marks: [
        Plot.ruleY([line], { stroke: ink.line, strokeDasharray: "4 3" }),
        Plot.text([line], {
          y: (d: number) => d,
          frameAnchor: "left",
          dx: -8,
          textAnchor: "end",
          fill: ink.faint,
          text: () => `1 in ${count(Math.round(1 / threshold))}`,
        }),
        Plot.ruleY([0], { stroke: ink.line }),
        Plot.dot(
          placed.filter(({ point }) => point.p > threshold),
          { x: "x", y: "y", r: 2.2, fill: ink.usual, fillOpacity: 0.7 },
        ),
        Plot.dot(high, {
          x: "x",
          y: "y",
          r: 4,
          fill: ink.signal,
          title: (d) => `${d.point.label}, ${dayShort(d.point.day)}`,
          className: "high",
        }),
        Plot.text(named, {
          x: "x",
          y: "y",
          dx: 8,
          text: (d) => clip(d.point.label, 22),
          textAnchor: "start",
          fill: ink.text,
          pointerEvents: "none",
        }),
        Plot.text(days, {
          filter: (_: string, i: number) => i % Math.ceil(days.length / Math.max(1, frame.width / 70)) === 0,
          x: (_: string, i: number) => i + 0.5,
          frameAnchor: "bottom",
          dy: 18,
          text: (day: string) => (frame.width / days.length > 70 ? dayShort(day) : dayTick(day)),
          fill: ink.text,
        }),
      ],
    },
  );
  if (onPick && high.length > 0)
    pressable(
      svg,
      [...svg.querySelectorAll("g.high circle")],
      high.map(({ point }) => `${point.label}, ${dayShort(point.day)}: open the case`),
      (i) => onPick((high[i] as { point: StripPoint }).point),
    );
  return svg;
}

/** A place within the day, the same for the same name: 0.12 to 0.8. */
function spread(label: string, index: number): number {
  let hash = index * 2_654_435_761;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 16_777_619);
  return 0.12 + (0.68 * (hash >>> 8)) / 0x1000000;
}

/** Names for the highest points, as many as don't overlap. */
function labelled<T extends { x: number; y: number }>(
  points: readonly T[],
  dayWidth: number,
  { top, days }: { top: number; days: number },
): T[] {
  const kept: T[] = [];
  for (const point of [...points].sort((a, b) => b.y - a.y)) {
    const beside = (other: T, reach: number): boolean => {
      const [dx, dy] = [(other.x - point.x) * dayWidth, Math.abs(other.y - point.y) * (150 / top)];
      return other !== point && dx > -reach && dx < 130 && dy < 12;
    };
    const clash = kept.some((other) => beside(other, 130)) || points.some((other) => beside(other, 0));
    if (!clash && (days - point.x) * dayWidth > 130 && kept.length < 8) kept.push(point);
  }
  return kept;
}
