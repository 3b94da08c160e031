import * as Plot from "@observablehq/plot";
import { dayLong, dayTick, isWeekend, plural } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable, roving } from "./frame.ts";

/** Counts by row and day, and which of them history does not explain. */
export interface DayHeat {
  /** ISO days. */
  readonly days: readonly string[];
  readonly rows: readonly string[];
  /** rows × days, row-major. */
  readonly counts: ArrayLike<number>;
  /** Indices of the days that the chart is about. */
  readonly marked: readonly number[];
  isHit(row: string, day: string): boolean;
  /** Spoken for the whole. */
  readonly label: string;
}

interface Cell {
  readonly row: string;
  readonly day: string;
  readonly n: number;
  readonly opacity: number;
  readonly hit: boolean;
  /** What is said of it; empty where there is nothing. */
  readonly title: string;
}

/** What is pressed leads to a row and a day: where history does not explain a cell, or wherever there is anything. */
export interface HeatPick {
  readonly of: "hits" | "all";
  to(row: string, day: string): void;
}

/** A day's least width, pixels: as many of the last days are drawn as have room. */
const leastWidth = 4;

/** Days across, rows down, darker for more (logarithmic); what history does not explain is in the signal colour with its count. */
export function dayHeat(
  { days: all, rows, counts, marked: given, isHit, label }: DayHeat,
  frame: ChartFrame,
  pick?: HeatPick,
): SVGSVGElement {
  const narrow = frame.width < 520;
  const marginLeft = narrow ? 104 : Math.min(200, 20 + 6.2 * Math.max(8, ...rows.map((row) => row.length)));
  const first = Math.max(0, all.length - Math.floor((frame.width - marginLeft) / leastWidth));
  const days = all.slice(first);
  const marked = given.map((at) => at - first).filter((at) => at >= 0);
  let largest = 1;
  for (let i = 0; i < counts.length; i++) largest = Math.max(largest, counts[i] ?? 0);
  const most = Math.log1p(largest);
  const dayNames = days.map(dayLong);
  const weekend = new Set(days.filter(isWeekend));
  const cells: Cell[] = rows.flatMap((row, r) =>
    days.map((day, d) => {
      const n = counts[r * all.length + first + d] ?? 0;
      return {
        row,
        day,
        n,
        opacity: n > 0 ? 0.16 + (0.84 * Math.log1p(n)) / most : 0,
        hit: n > 0 && isHit(row, day),
        title: n > 0 ? `${plural(n, row, row)} on ${dayNames[d]}` : "",
      };
    }),
  );
  const cellWidth = (frame.width - marginLeft) / Math.max(1, days.length);
  const hits = cells.filter(({ hit }) => hit);
  const filled = cells.filter(({ n, hit }) => n > 0 && !hit);
  const rowHeight = narrow ? 20 : 24;
  const svg = figure(frame, label, {
    height: rows.length * rowHeight + 26,
    marginLeft,
    marginRight: 0,
    marginTop: 2,
    marginBottom: 24,
    x: { type: "band", domain: [...days], padding: 0.1, round: false, axis: null },
    y: { type: "band", domain: [...rows], padding: 0.1, axis: null },
    opacity: { type: "identity" },
    marks: [
      Plot.cell(cells, {
        filter: (d: Cell) => d.n === 0,
        x: "day",
        y: "row",
        fill: ink.empty,
        fillOpacity: (d: Cell) => (weekend.has(d.day) ? 0.45 : 1),
        r: 1.5,
      }),
      Plot.cell(filled, {
        x: "day",
        y: "row",
        fill: ink.usual,
        fillOpacity: "opacity",
        title: "title",
        r: 1.5,
        className: "filled",
      }),
      Plot.cell(hits, { x: "day", y: "row", fill: ink.signal, title: "title", r: 1.5, className: "hits" }),
      Plot.text(hits, {
        filter: (d: Cell) => cellWidth >= 7 * String(d.n).length + 2,
        x: "day",
        y: "row",
        text: (d: Cell) => String(d.n),
        fill: "var(--on-signal)",
        fontWeight: 600,
        pointerEvents: "none",
      }),
      Plot.axisY({
        tickSize: 0,
        label: null,
        fill: ink.text,
        tickFormat: (row: string) => clip(row, Math.floor((marginLeft - 8) / 6.2)),
      }),
      ...dayAxis(days, marked, cellWidth),
    ],
  });
  if (pick?.of === "hits" && hits.length > 0)
    pressable(
      svg,
      [...svg.querySelectorAll("g.hits > *")],
      hits.map((d) => `${d.title}. Show the rows.`),
      (i) => pick.to(hits[i]!.row, hits[i]!.day),
    );
  if (pick?.of === "all") {
    const all = [...hits, ...filled];
    const [column, line] = [new Map(days.map((day, i) => [day, i])), new Map(rows.map((row, i) => [row, i]))];
    roving(svg, [...svg.querySelectorAll("g.hits > *"), ...svg.querySelectorAll("g.filled > *")], {
      names: all.map((d) => `${d.title}. Show the rows.`),
      spots: all.map((d) => ({ x: column.get(d.day) ?? 0, y: line.get(d.row) ?? 0 })),
      onPick: (i) => pick.to(all[i]!.row, all[i]!.day),
    });
  }
  return svg;
}

/** Days below the cells, as many as have room; the marked ones that have room in the signal colour. */
function dayAxis(days: readonly string[], marked: readonly number[], cellWidth: number): Plot.Markish[] {
  const every = Math.max(1, Math.ceil(52 / cellWidth));
  const named = marked.filter((at, i) => i === 0 || (at - marked[i - 1]!) * cellWidth > 46);
  const ticks = days.filter(
    (_, i) =>
      i % (Math.ceil(every / 7) * 7) === 0 && named.every((at) => Math.abs(i - at) * cellWidth > (i < at ? 84 : 40)),
  );
  const lengthOf = (day: string): number => 6.5 * dayTick(day).length;
  const hasRoom = (day: string): boolean => (days.length - days.indexOf(day)) * cellWidth >= lengthOf(day);
  const inner = ticks.filter(hasRoom);
  const last = days.indexOf(inner.at(-1) ?? "") * cellWidth + lengthOf(inner.at(-1) ?? "");
  const outer = ticks.filter((day) => !hasRoom(day) && (days.indexOf(day) + 1) * cellWidth - lengthOf(day) > last + 8);
  const axis = (of: readonly string[], options: Plot.AxisXOptions): Plot.Markish =>
    Plot.axisX(of, { tickSize: 0, label: null, fill: ink.text, tickFormat: dayTick, ...options });
  return [
    axis(inner, { textAnchor: "start", dx: -cellWidth / 2 + 1 }),
    axis(outer, { textAnchor: "end", dx: cellWidth / 2 }),
    ...named.flatMap((at) => {
      const day = days[at];
      if (day === undefined) return [];
      const isLate = at > days.length * 0.9;
      return Plot.text([day], {
        x: (d: string) => d,
        frameAnchor: "bottom",
        dy: 16.5,
        text: () => dayTick(day),
        fill: ink.signalInk,
        fontWeight: 600,
        textAnchor: isLate ? "end" : "middle",
        dx: isLate ? cellWidth / 2 : 0,
      });
    }),
  ];
}
