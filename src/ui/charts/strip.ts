import * as Plot from "@observablehq/plot";
import { count, dayShort, dayTick, oneIn } from "../format.ts";
import { type ChartFrame, clip, figure, ink, roving } from "./frame.ts";

/** One scored thing: where it lies in time and how unusual it is. */
export interface StripPoint {
  readonly label: string;
  /** ISO local day. */
  readonly day: string;
  readonly p: number;
}

interface Placed {
  readonly point: StripPoint;
  readonly x: number;
  readonly y: number;
}
interface Label extends Placed {
  readonly side: 1 | -1;
}
const longest = 22;

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
  const low = placed.filter(({ point }) => point.p > threshold);
  const labels = labelled(high, (frame.width - 70) / Math.max(1, days.length), { top, days: days.length });
  const line = -Math.log10(threshold);
  const step = Math.ceil(top / 5);
  const levels = Array.from({ length: Math.floor(top / step) }, (_, i) => (i + 1) * step).filter(
    (level) => Math.abs(level - line) > 0.4 * step,
  );
  const svg = figure(
    frame,
    `${count(high.length)} of ${count(points.length)} lie beyond ${count(Math.round(1 / threshold))} to 1.`,
    {
      height: 190,
      marginLeft: 72,
      marginRight: 4,
      marginTop: 14,
      marginBottom: 24,
      x: { domain: [0, Math.max(1, days.length)], axis: null },
      y: { domain: [0, top * 1.05], axis: null },
      marks: [
        Plot.ruleY(levels, { stroke: ink.grid }),
        Plot.ruleY([line], { stroke: ink.line, strokeDasharray: "4 3" }),
        Plot.text([line, ...levels], {
          y: (d: number) => d,
          frameAnchor: "left",
          dx: -8,
          textAnchor: "end",
          fill: ink.faint,
          text: (d: number) => `1 in ${count(Math.round(10 ** d))}`,
        }),
        Plot.ruleY([0], { stroke: ink.line }),
        Plot.dot(low, { x: "x", y: "y", r: 2.6, fill: ink.usual, fillOpacity: 0.8, title: named, className: "low" }),
        Plot.dot(high, {
          x: "x",
          y: "y",
          r: 4,
          fill: ink.signal,
          title: named,
          className: "high",
        }),
        ...([1, -1] as const).map((side) =>
          Plot.text(
            labels.filter((label) => label.side === side),
            {
              x: "x",
              y: "y",
              dx: 8 * side,
              text: (d: Label) => clip(d.point.label, longest),
              textAnchor: side === 1 ? "start" : "end",
              fill: ink.text,
              pointerEvents: "none",
            },
          ),
        ),
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
  const all = [...high, ...low];
  if (onPick && all.length > 0)
    roving(svg, [...svg.querySelectorAll("g.high > *"), ...svg.querySelectorAll("g.low > *")], {
      names: all.map((one) => `${named(one)}: open the case`),
      spots: all.map(({ x, y }) => ({ x: x * 20, y: -y })),
      onPick: (i) => onPick((all[i] as Placed).point),
    });
  return svg;
}

const named = ({ point: { label, day, p } }: Placed): string => `${label}, ${dayShort(day)}, ${oneIn(p)}`;

/** A place within the day, the same for the same name: 0.12 to 0.8. */
function spread(label: string, index: number): number {
  let hash = index * 2_654_435_761;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 16_777_619);
  return 0.12 + (0.68 * (hash >>> 8)) / 0x1000000;
}

/** Names for the highest points, to the right or left of each, as many as neither overlap nor cover a point. */
function labelled(points: readonly Placed[], dayWidth: number, { top, days }: { top: number; days: number }): Label[] {
  const kept: Label[] = [];
  const reach = (text: string): number => Math.min(text.length, longest) * 6.2 + 12;
  for (const placed of points.toSorted((a, b) => b.y - a.y)) {
    if (kept.length >= 12) break;
    const own = reach(placed.point.label);
    const free = (side: 1 | -1): boolean => {
      const room = side === 1 ? (days - placed.x) * dayWidth : placed.x * dayWidth;
      const covers = (other: Placed, [from, to]: [number, number]): boolean => {
        const at = (other.x - placed.x) * dayWidth * side;
        return Math.abs(other.y - placed.y) * (150 / top) < 10 && at + to > 6 && at + from < own;
      };
      const dots = points.every((other) => other === placed || !covers(other, [-5, 5]));
      const names = kept.every((other) => {
        const length = reach(other.point.label) * other.side * side;
        return !covers(other, [Math.min(0, length), Math.max(0, length)]);
      });
      return room > own && dots && names;
    };
    const side = ([1, -1] as const).find(free);
    if (side) kept.push({ ...placed, side });
  }
  return kept;
}
