import type { Plot } from "@observablehq/plot";
import type { ColumnInfo } from "../../engine/api/tables.ts";
import { makeBrush } from "../charts/brush.ts";
import { type ChartFrame, clip, figure, roving } from "../charts/frame.ts";
import { addLegend, legendHeight } from "../charts/legend.ts";
import { isCurve } from "../charts/points.ts";
import { count, dayTick } from "../format.ts";
import { askedRows, showRows } from "../row-query.ts";
import { markOf, single } from "./spec-marks.ts";
import { type Chart, filterOf, type Row, rowsOf } from "./spec-rows.ts";

const scales = ["x", "y", "r", "color", "fx", "fy"] as const;
const numbers = ["height", "marginLeft", "marginRight", "marginTop", "marginBottom"] as const;
const scaleKeys = ["label", "type", "domain", "grid", "nice", "zero", "ticks", "tickFormat", "reverse"] as const;

type Options = Record<string, unknown>;

/** Draws a cell's declarative chart with Observable Plot. */
export function specChart(chart: Chart): (frame: ChartFrame) => Element {
  const { spec, table, data } = chart;
  const rows = rowsOf(table.columns, data.rows);
  return (frame) => {
    const options = { ...layoutOf(chart, rows, frame), ...given(spec.options) };
    for (const key of scales) options[key] = { ...(scaleOf(key, chart, rows) ?? {}), ...(options[key] as Options) };
    options.x = { ...ticksThatFit(chart, rows, frame, options.x as Options), ...(options.x as Options) };
    const svg = figure(frame, spec.title || `Chart of ${spec.data}`, {
      ...options,
      marks: spec.marks.map((mark, i) => markOf(rows, table.columns, mark, `mark-${i}`)),
    });
    const plot = svg as SVGSVGElement & Pick<Plot, "scale">;
    const color = plot.scale("color");
    if (color) addLegend(svg, color, { title: columnOf(chart, "fill", "stroke")?.name ?? "", top: legendTop, left: 2 });
    const x = spec.brush ? plot.scale("x") : undefined;
    if (x) makeBrush(svg, { x, y: plot.scale("y") }, chart.brushed);
    else leadToRows(svg, chart);
    return svg;
  };
}

/** What the spec says of sizes and scales. */
function given(said: Chart["spec"]["options"]): Options {
  const options: Options = {};
  for (const key of numbers) if (typeof said[key] === "number") options[key] = said[key];
  for (const key of scales) {
    const scale = said[key];
    if (typeof scale !== "object" || scale === null) continue;
    options[key] = Object.fromEntries(
      scaleKeys.flatMap((name) => (name in scale ? [[name, (scale as Options)[name]]] : [])),
    );
  }
  return options;
}

const letter = 6.4;
const longestLabel = 28;
const legendTop = 20;

/** The column that a channel stands for on some mark. */
const columnOf = ({ spec, table }: Chart, ...of: readonly string[]): ColumnInfo | undefined =>
  table.columns.find(({ name }) => spec.marks.some((mark) => of.some((channel) => mark[channel] === name)));

/** Margins that hold the labels beside the frame, and the legend above it. */
function layoutOf(chart: Chart, rows: readonly Row[], { width }: ChartFrame): Options {
  const [y, fy] = [columnOf(chart, "y"), columnOf(chart, "fy")];
  const room = (column: ColumnInfo | undefined) => {
    const texts = column ? rows.map((row) => labelOf(row[column.name] ?? null)) : [];
    return Math.min(width * 0.35, texts.reduce((most, text) => Math.max(most, text.length), 0) * letter + 16);
  };
  const hasLegend = columnOf(chart, "fill", "stroke") !== undefined;
  return {
    marginLeft: Math.max(52, y && y.type !== "time" ? room(y) : 0),
    marginBottom: 30,
    ...(fy ? { marginRight: room(fy) } : {}),
    ...(hasLegend ? { marginTop: 20 + legendHeight } : {}),
  };
}

const labelOf = (value: Row[string]): string =>
  typeof value === "number" ? count(Math.round(value)) : clip(String(value ?? ""), longestLabel);

const groups = [1, 2, 3, 4, 5, 6].map((n) => `var(--group-${n})`);
/** Days that each get a tick. */
const fewDays = 10;

/** How a scale is drawn where the spec doesn't say: our colours, days without hours, long names cut, and no label where values speak for themselves. */
function scaleOf(key: (typeof scales)[number], chart: Chart, rows: readonly Row[]): Options | null {
  const column = key === "color" ? columnOf(chart, "fill", "stroke") : columnOf(chart, key);
  if (!column) return null;
  if (key === "color")
    return column.type === "number" ? { type: "linear", interpolate: shade } : { type: "categorical", range: groups };
  if (column.type === "text") return { label: null, tickFormat: labelOf };
  const quiet = column.type === "time" ? { label: null } : null;
  const isBands = chart.spec.marks.some(({ mark }) => mark === "barY" || mark === "cell");
  if (key !== "x" || column.sqlType !== "DATE" || isBands) return quiet;
  const days = new Set(rows.flatMap((row) => (row[column.name] instanceof Date ? [Number(row[column.name])] : [])));
  if (days.size === 0 || days.size > fewDays) return quiet;
  const jitter = Math.max(0, ...chart.spec.marks.map((mark) => Number(mark.jitter ?? 0)));
  return { ...quiet, ticks: "day", tickFormat: (at: Date) => dayTick(at.toISOString()), inset: jitter };
}

/** Pixels that the label of a number needs. */
const tickRoom = 24;

/** Of bands of numbers along x, those whose labels have room: all, or every second, third … */
function ticksThatFit(chart: Chart, rows: readonly Row[], { width }: ChartFrame, { domain }: Options): Options {
  const column = columnOf(chart, "x");
  const isBands = chart.spec.marks.some(({ mark }) => mark === "barY" || mark === "cell");
  if (column?.type !== "number" || !isBands) return {};
  const given = Array.isArray(domain) ? domain : rows.map((row) => row[column.name]);
  const bands = [...new Set(given)].sort((a, b) => Number(a) - Number(b));
  const every = Math.ceil((bands.length * tickRoom) / Math.max(tickRoom, width - 80));
  return every < 2 ? {} : { ticks: bands.filter((_, i) => i % every === 0) };
}

/** More is darker, in the theme's own ink. */
const shade = (t: number) => `color-mix(in oklab, var(--usual-ink) ${Math.round(100 * t)}%, var(--usual-soft))`;

/** The rows that a mark's `where` keeps, as they came. */
function keptRows(columns: readonly ColumnInfo[], rows: Chart["data"]["rows"], where: unknown): Chart["data"]["rows"] {
  const isKept = filterOf(where);
  const objects = rowsOf(columns, rows);
  return rows.filter((_, i) => isKept(objects[i]!));
}

/** More shapes than this are no longer gone through one by one. */
const mostPressed = 2000;

/** Lets each shape that stands for one row lead to the events that the row is about. */
function leadToRows(svg: SVGSVGElement, { spec, table, data }: Chart): void {
  const found = spec.marks.flatMap((mark, i) => {
    if (!(single.has(mark.mark) || isCurve(mark.mark)) || mark.y === "count") return [];
    const drawn = `g.mark-${i}${isCurve(mark.mark) ? "-points" : ""} > *`;
    const kept = mark.where === undefined ? data.rows : keptRows(table.columns, data.rows, mark.where);
    return [...svg.querySelectorAll<SVGElement & { readonly __data__?: unknown }>(drawn)].flatMap((shape) => {
      const row = typeof shape.__data__ === "number" ? kept[shape.__data__] : undefined;
      const asked = row && askedRows(table.columns, row);
      return asked ? { shape, asked } : [];
    });
  });
  if (found.length === 0 || found.length > mostPressed) return;
  roving(
    svg,
    found.map(({ shape }) => shape),
    {
      names: found.map(({ asked }) => `${asked.words}. Show the rows.`),
      spots: found.map(({ shape }) => spotOf(shape)),
      onPick: (i) => showRows(svg, found[i]!.asked),
    },
  );
}

const spotOf = (shape: SVGElement): { readonly x: number; readonly y: number } => {
  const of = (...names: readonly string[]) => Number(names.flatMap((name) => shape.getAttribute(name) ?? [])[0] ?? 0);
  return { x: of("x", "cx", "x1"), y: of("y", "cy", "y1") };
};
