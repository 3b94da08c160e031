import * as Plot from "@observablehq/plot";
import type { CaseDetail } from "../../engine/api/cases.ts";
import { count, dayLong, dayTick, isWeekend, plural } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable } from "./frame.ts";

interface Cell {
  readonly day: string;
  readonly type: string;
  readonly n: number;
  readonly opacity: number;
  readonly hit: boolean;
}
const shown = 16;

/**
 * Days across, event types down, darker for more (logarithmic); of the case's day, what history does not explain is in
 * the signal colour with its count.
 */
export function heat(
  { days, types, counts, marked, hits }: CaseDetail["heat"],
  frame: ChartFrame,
  onPick?: (type: string) => void,
): SVGSVGElement {
  const total = types.map((_, row) => days.reduce((sum, _day, i) => sum + (counts[row * days.length + i] ?? 0), 0));
  const order = types
    .map((type, row) => ({ type, row, hit: hits.includes(type) }))
    .sort((a, b) => Number(b.hit) - Number(a.hit) || (total[b.row] ?? 0) - (total[a.row] ?? 0))
    .slice(0, shown);
  const most = Math.log1p(Math.max(1, ...counts));
  const cells: Cell[] = order.flatMap(({ type, row, hit }) =>
    days.map((day, i) => {
      const n = counts[row * days.length + i] ?? 0;
      return {
        day,
        type,
        n,
        opacity: n > 0 ? 0.16 + (0.84 * Math.log1p(n)) / most : 0,
        hit: hit && i === marked,
      };
    }),
  );
  const narrow = frame.width < 520;
  const marginLeft = narrow ? 104 : Math.min(200, 20 + 6.2 * Math.max(8, ...order.map(({ type }) => type.length)));
  const cellWidth = (frame.width - marginLeft) / Math.max(1, days.length);
  const hitCells = cells.filter(({ hit }) => hit);
  const every = Math.max(1, Math.ceil(52 / cellWidth));
  const ticks = days.filter(
    (_, i) => i % (Math.ceil(every / 7) * 7) === 0 && Math.abs(i - marked) * cellWidth > (i < marked ? 84 : 40),
  );
  const rowHeight = narrow ? 20 : 24;
  const title = (d: Cell): string => `${plural(d.n, d.type, d.type)} on ${dayLong(d.day)}`;
  const day = days[marked];
  const spoken = `${count(days.length)} days by ${count(order.length)} event types. ${
    hitCells.length > 0
      ? `Unusual on ${dayLong(day ?? "")}: ${hitCells.map((d) => `${count(d.n)} ${d.type}`).join(", ")}.`
      : ""
  }`;
  const svg = figure(frame, spoken, {
    height: order.length * rowHeight + 26,
    marginLeft,
    marginRight: 0,
    marginTop: 2,
    marginBottom: 24,
    x: { type: "band", domain: [...days], padding: 0.1, round: false, axis: null },
    y: { type: "band", domain: order.map(({ type }) => type), padding: 0.1, axis: null },
    opacity: { type: "identity" },
    marks: [
      Plot.cell(cells, {
        filter: (d: Cell) => d.n === 0,
        x: "day",
        y: "type",
        fill: ink.empty,
        fillOpacity: (d: Cell) => (isWeekend(d.day) ? 0.45 : 1),
        r: 1.5,
      }),
      Plot.cell(cells, {
        filter: (d: Cell) => d.n > 0 && !d.hit,
        x: "day",
        y: "type",
        fill: ink.usual,
        fillOpacity: "opacity",
        title,
        r: 1.5,
      }),
      Plot.cell(hitCells, { x: "day", y: "type", fill: ink.signal, title, r: 1.5, className: "hits" }),
      Plot.text(hitCells, {
        filter: (d: Cell) => cellWidth >= 7 * String(d.n).length + 2,
        x: "day",
        y: "type",
        text: (d: Cell) => String(d.n),
        fill: "var(--on-signal)",
        fontWeight: 600,
        pointerEvents: "none",
      }),
      Plot.axisY({
        tickSize: 0,
        label: null,
        fill: ink.text,
        tickFormat: (type: string) => clip(type, Math.floor((marginLeft - 8) / 6.2)),
      }),
      Plot.axisX(ticks, {
        tickSize: 0,
        label: null,
        fill: ink.text,
        tickFormat: dayTick,
        textAnchor: "start",
        dx: -cellWidth / 2 + 1,
      }),
      ...(day === undefined
        ? []
        : [
            Plot.text([day], {
              x: (d: string) => d,
              frameAnchor: "bottom",
              dy: 16.5,
              text: () => dayTick(day),
              fill: ink.signalInk,
              fontWeight: 600,
              textAnchor: marked > days.length * 0.9 ? "end" : "middle",
              dx: marked > days.length * 0.9 ? cellWidth / 2 : 0,
            }),
          ]),
    ],
  });
  if (onPick && hitCells.length > 0)
    pressable(
      svg,
      [...svg.querySelectorAll("g.hits > *")],
      hitCells.map((d) => `${title(d)}. Show the rows.`),
      (i) => onPick((hitCells[i] as Cell).type),
    );
  return svg;
}
