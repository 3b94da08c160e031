import * as Plot from "@observablehq/plot";
import type { ColumnInfo } from "../../engine/api/tables.ts";
import { channels } from "../../notebook/kinds/spec.ts";
import { ink } from "../charts/frame.ts";
import { curvePoints, isCurve } from "../charts/points.ts";
import { count } from "../format.ts";
import { filterOf, type Row } from "./spec-rows.ts";

type Spec = Readonly<Record<string, unknown>>;

const plain = ["interval", "r", "opacity", "fillOpacity", "strokeWidth", "curve", "inset", "tip", "sort"] as const;
const colours: Readonly<Record<string, string>> = {
  usual: ink.usual,
  signal: ink.signal,
  ink: ink.strong,
  quiet: ink.faint,
};
/** Marks that are drawn by their outline. */
const outlined = new Set(["line", "lineY", "tickX", "tickY"]);
/** More shapes than this have no words of their own. */
const mostWorded = 2000;

/** Bars of days over a longer time than this, in milliseconds, would be thinner than the gaps between them. */
const thinFrom = 240 * 86_400_000;

/** Marks of which each shape stands for one row. */
export const single: ReadonlySet<unknown> = new Set(["barX", "barY", "cell", "dot", "rectY", "tickX", "tickY"]);

/** A mark of a chart's spec, as Plot draws it. */
export function markOf(
  rows: readonly Row[],
  columns: readonly ColumnInfo[],
  spec: Spec,
  className: string,
): Plot.Markish {
  const mark = spec.mark as keyof typeof drawers | "ruleX" | "ruleY";
  if (mark === "ruleX" || mark === "ruleY") {
    const values = Array.isArray(spec.values) ? spec.values : [0];
    return mark === "ruleX" ? Plot.ruleX(values, { stroke: ink.line }) : Plot.ruleY(values, { stroke: ink.line });
  }
  const kept = spec.where === undefined ? rows : rows.filter(filterOf(spec.where));
  const options: Record<string, unknown> = { className, ...optionsOf(columns, spec) };
  if (spec.fill === undefined && spec.stroke === undefined)
    options[outlined.has(mark) ? "stroke" : "fill"] = mark === "text" ? ink.strong : ink.usual;
  if (mark === "rectY" && spec.y === "count") {
    const binned: Plot.RectYOptions = {
      x: options.x as Plot.ChannelValueSpec,
      fill: options.fill as string,
      inset: 0.5,
    };
    return Plot.rectY(kept, Plot.binX({ y: "count" }, binned as Plot.BinXInputs<Plot.RectYOptions>));
  }
  if (mark === "rectY" && options.interval === "day" && reachOf(kept, spec.x) > thinFrom)
    Object.assign(options, { inset: 0, stroke: options.fill, strokeWidth: options.strokeWidth ?? 1 });
  if (single.has(mark) && options.title === undefined && kept.length <= mostWorded)
    options.title = wordsOf(columns, spec);
  else if (!single.has(mark) && mark !== "text") options.tip ??= true;
  if (mark === "dot") {
    options.fillOpacity ??= 0.7;
    if (spec.title !== undefined) options.tip ??= true;
    if (typeof spec.jitter === "number") options.render = jittered(spec.jitter);
  }
  if (isCurve(mark))
    return [drawers[mark](kept, options), curvePoints(mark, kept, { ...options, className: `${className}-points` })];
  return drawers[mark](kept, options);
}

const drawers = {
  areaY: Plot.areaY,
  barX: Plot.barX,
  barY: Plot.barY,
  cell: Plot.cell,
  dot: Plot.dot,
  line: Plot.line,
  lineY: Plot.lineY,
  rectY: Plot.rectY,
  text: Plot.text,
  tickX: Plot.tickX,
  tickY: Plot.tickY,
} as const;

/** Channels by column, each labelled with its name, and what is plain data. */
function optionsOf(columns: readonly ColumnInfo[], spec: Spec): Record<string, unknown> {
  const names = new Set(columns.map(({ name }) => name));
  const options: Record<string, unknown> = {};
  for (const channel of channels) {
    const value = spec[channel];
    if (typeof value === "string" && names.has(value))
      options[channel] = Object.assign((row: Row) => row[value], { label: value });
    else if (typeof value === "string" && Object.hasOwn(colours, value)) options[channel] = colours[value];
    else if (typeof value === "number") options[channel] = value;
  }
  for (const key of plain) if (spec[key] !== undefined && options[key] === undefined) options[key] = spec[key];
  return options;
}

/** How far a column's times reach, in milliseconds; 0 where it has none. */
function reachOf(rows: readonly Row[], column: unknown): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const at = typeof column === "string" ? row[column] : null;
    if (!(at instanceof Date)) continue;
    first = Math.min(first, at.getTime());
    last = Math.max(last, at.getTime());
  }
  return Math.max(0, last - first);
}

/** What a shape stands for, in words: its mark's columns with their values. */
function wordsOf(columns: readonly ColumnInfo[], spec: Spec): (row: Row) => string {
  const named = new Set<unknown>(channels.map((channel) => spec[channel]));
  const shown = columns.filter(({ name }) => named.has(name));
  return (row) => shown.map(({ name, sqlType }) => `${name}: ${valueText(row[name] ?? null, sqlType)}`).join("\n");
}

function valueText(value: Row[string], sqlType: string): string {
  if (value === null) return "–";
  if (value instanceof Date)
    return value
      .toISOString()
      .slice(0, sqlType === "DATE" ? 10 : 19)
      .replace("T", " ");
  return typeof value === "number" ? count(value) : String(value);
}

/** Moves each shape aside by up to that many pixels, always the same way. */
function jittered(most: number): Plot.RenderFunction {
  return (index, scales, values, dimensions, context, next) => {
    const x = values.x?.map((at: number, i: number) => at + (((i * 0.6180339887) % 1) * 2 - 1) * most);
    return next?.(index, scales, Object.assign({}, values, x ? { x } : {}), dimensions, context) ?? null;
  };
}
