import * as Plot from "@observablehq/plot";
import type { CellValue, ColumnInfo } from "../../engine/api/tables.ts";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import { makeBrush } from "../charts/brush.ts";
import { type ChartFrame, figure, ink, roving } from "../charts/frame.ts";
import { curvePoints, isCurve } from "../charts/points.ts";
import { askedRows, showRows } from "../row-query.ts";

type Chart = Extract<CellResult, { kind: "chart" }>;
type Row = Readonly<Record<string, CellValue | Date>>;

const channels = ["x", "y", "x1", "x2", "y1", "y2", "fill", "stroke", "title", "text", "r", "fx", "fy", "z"] as const;
const plain = ["interval", "r", "opacity", "fillOpacity", "strokeWidth", "curve", "inset", "tip", "sort"] as const;
const roles: Readonly<Record<string, string>> = {
  usual: ink.usual,
  signal: ink.signal,
  ink: ink.strong,
  quiet: ink.faint,
};

/** Rows as objects without a prototype, so that a column may be called anything; times become Dates. */
function rowsOf(columns: readonly ColumnInfo[], rows: Chart["data"]["rows"]): Row[] {
  return rows.map((row) => {
    const object: Record<string, CellValue | Date> = Object.create(null);
    columns.forEach(({ name, type, sqlType }, i) => {
      const value = row[i] ?? null;
      const isTime =
        (type === "time" && sqlType !== "TIME") || (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value));
      object[name] = isTime && typeof value === "string" ? new Date(value) : value;
    });
    return object;
  });
}

/** A row filter of the form `column < number` (also <=, >, >=, =). */
function filterOf(where: unknown): (row: Row) => boolean {
  const match = /^\s*(\S+)\s*(<=|>=|<|>|=)\s*(-?[\d.]+(?:e-?\d+)?)\s*$/i.exec(String(where ?? ""));
  if (!match) return () => true;
  const [, column, operator, text] = match;
  const limit = Number(text);
  return (row) => {
    const value = Number(row[column!] ?? Number.NaN);
    if (operator === "<") return value < limit;
    if (operator === "<=") return value <= limit;
    if (operator === ">") return value > limit;
    return operator === ">=" ? value >= limit : value === limit;
  };
}

function markOf(
  rows: readonly Row[],
  columns: readonly ColumnInfo[],
  spec: Readonly<Record<string, unknown>>,
  className: string,
): Plot.Markish {
  const names = new Set(columns.map(({ name }) => name));
  const options: Record<string, unknown> = { className };
  for (const channel of channels) {
    const value = spec[channel];
    if (typeof value === "string" && names.has(value)) options[channel] = (row: Row) => row[value];
    else if (typeof value === "string") options[channel] = roles[value] ?? ink.usual;
    else if (typeof value === "number") options[channel] = value;
  }
  for (const key of plain) if (spec[key] !== undefined && options[key] === undefined) options[key] = spec[key];
  const kept = spec.where === undefined ? rows : rows.filter(filterOf(spec.where));
  const mark = spec.mark as keyof typeof drawers | "ruleX" | "ruleY" | "dot";
  if (mark === "ruleX" || mark === "ruleY") {
    const values = Array.isArray(spec.values) ? spec.values : [0];
    return mark === "ruleX" ? Plot.ruleX(values, { stroke: ink.line }) : Plot.ruleY(values, { stroke: ink.line });
  }
  if (mark === "rectY" && spec.y === "count") {
    const binned: Plot.RectYOptions = {
      x: options.x as Plot.ChannelValueSpec,
      fill: (options.fill as string) ?? ink.usual,
      inset: 0.5,
    };
    return Plot.rectY(kept, Plot.binX({ y: "count" }, binned as Plot.BinXInputs<Plot.RectYOptions>));
  }
  if (mark === "dot") return Plot.dot(kept, { fillOpacity: 0.7, ...options, ...(options.title ? { tip: true } : {}) });
  if (isCurve(mark))
    return [drawers[mark](kept, options), curvePoints(mark, kept, { ...options, className: `${className}-points` })];
  return drawers[mark](kept, options);
}

const drawers = {
  areaY: Plot.areaY,
  barX: Plot.barX,
  barY: Plot.barY,
  cell: Plot.cell,
  line: Plot.line,
  lineY: Plot.lineY,
  rectY: Plot.rectY,
  text: Plot.text,
  tickX: Plot.tickX,
  tickY: Plot.tickY,
} as const;

const scales = ["x", "y", "r", "color", "fx", "fy"] as const;
const numbers = ["height", "marginLeft", "marginRight", "marginTop", "marginBottom"] as const;
const scaleKeys = ["label", "type", "domain", "grid", "nice", "zero", "ticks", "tickFormat", "reverse"] as const;

/** Draws a cell's declarative chart with Observable Plot. */
export function specChart(chart: Chart): (frame: ChartFrame) => Element {
  const { spec, table, data } = chart;
  return (frame) => {
    const rows = rowsOf(table.columns, data.rows);
    const options: Record<string, unknown> = { marginLeft: 52, marginBottom: 30 };
    for (const key of numbers) if (typeof spec.options[key] === "number") options[key] = spec.options[key];
    for (const key of scales) {
      const given = spec.options[key];
      if (typeof given !== "object" || given === null) continue;
      options[key] = Object.fromEntries(
        scaleKeys.flatMap((name) => (name in given ? [[name, (given as Record<string, unknown>)[name]]] : [])),
      );
    }
    const svg = figure(frame, spec.title || `Chart of ${spec.data}`, {
      ...options,
      marks: spec.marks.map((mark, i) => markOf(rows, table.columns, mark, `mark-${i}`)),
    });
    const plot = svg as SVGSVGElement & Pick<Plot.Plot, "scale">;
    const x = spec.brush ? plot.scale("x") : undefined;
    if (x) makeBrush(svg, { x, y: plot.scale("y") }, chart.brushed);
    else leadToRows(svg, chart);
    return svg;
  };
}

/** The rows that a mark's `where` keeps, as they came. */
function keptRows(columns: readonly ColumnInfo[], rows: Chart["data"]["rows"], where: unknown): Chart["data"]["rows"] {
  const isKept = filterOf(where);
  const objects = rowsOf(columns, rows);
  return rows.filter((_, i) => isKept(objects[i]!));
}

/** More shapes than this are no longer gone through one by one. */
const mostPressed = 2000;
const single = new Set(["barX", "barY", "cell", "dot", "rectY", "tickX", "tickY"]);

/** Lets each shape that stands for one row lead to the events that the row is about. */
function leadToRows(svg: SVGSVGElement, { spec, table, data }: Chart): void {
  const found = spec.marks.flatMap((mark, i) => {
    if (!(single.has(String(mark.mark)) || isCurve(mark.mark)) || mark.y === "count") return [];
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
