import type { TableInfo } from "../../engine/api/tables.ts";
import { UserError } from "../../lib/errors.ts";
import type { CellContext, CellResult, PlotSpec } from "./kind.ts";

/** The most rows that a chart is drawn from; a cell with more is aggregated in SQL first. */
const mostRows = 50_000;

/** Marks that a spec may name. */
export const marks = [
  "areaY",
  "barX",
  "barY",
  "cell",
  "dot",
  "line",
  "lineY",
  "rectY",
  "ruleX",
  "ruleY",
  "text",
  "tickX",
  "tickY",
] as const;

/** What of a mark a column may stand for. */
export const channels = [
  "x",
  "y",
  "x1",
  "x2",
  "y1",
  "y2",
  "fill",
  "stroke",
  "title",
  "text",
  "r",
  "fx",
  "fy",
  "z",
] as const;
/** Colours by what they mean, in place of a column. */
export const colours = ["usual", "signal", "ink", "quiet"] as const;

/** A mark's `where`: a column, how it compares, and a number. */
export const condition = /^\s*(\S+)\s*(<=|>=|<|>|=)\s*(-?[\d.]+(?:e-?\d+)?)\s*$/i;

/** Checks a chart's spec. @throws UserError naming what is missing or unknown */
export function specOf(where: string, values: Readonly<Record<string, unknown>>): PlotSpec {
  const { data, title = "", marks: list, brush = null, within = null, ...options } = values;
  if (typeof data !== "string")
    throw new UserError("The chart doesn't say which cell it draws.", { where, next: "Add data: with a cell's name." });
  if (!Array.isArray(list) || list.length === 0)
    throw new UserError("The chart has no marks.", {
      where,
      next: `Add marks: with one or more of ${marks.join(", ")}.`,
    });
  for (const mark of list) {
    if (typeof mark !== "object" || mark === null || !marks.includes(mark.mark)) {
      throw new UserError(`“${mark?.mark ?? mark}” is no mark.`, { where, next: `Use one of ${marks.join(", ")}.` });
    }
  }
  if (brush !== null && brush !== "x")
    throw new UserError(`“${brush}” can't be brushed.`, { where, next: "Write brush: x, or leave it out." });
  if (within !== null && typeof within !== "string")
    throw new UserError("within takes the name of a chart that is brushed.", {
      where,
      next: "Write within: its_name.",
    });
  return { data, title: String(title), marks: list, options, brush, within };
}

/** The table that a cell gave; null for one that gives none. */
export function tableOf(result: CellResult): TableInfo | null {
  switch (result.kind) {
    case "table":
    case "chart":
    case "input":
    case "source":
      return result.table;
    case "judged":
      return result.result.results[0]?.table ?? null;
    case "scores":
      return result.result.table;
    default:
      return null;
  }
}

/** @throws UserError naming what a mark says that is no column of the table */
function refuseUnknown(where: string, spec: PlotSpec, { columns }: TableInfo): void {
  const names = columns.map(({ name }) => name);
  const refuse = (what: unknown, colour: boolean): never => {
    const more = colour ? ` Colours are ${colours.join(", ")}.` : "";
    throw new UserError(`“${what}” is no column of ${spec.data}.`, {
      where,
      next: `It has ${names.join(", ")}.${more}`,
    });
  };
  for (const mark of spec.marks) {
    for (const channel of channels) {
      const value = mark[channel];
      if (typeof value !== "string" || names.includes(value)) continue;
      const isColour = channel === "fill" || channel === "stroke";
      const isCount = channel === "y" && value === "count" && mark.mark === "rectY";
      if (!isCount && !(isColour && colours.some((colour) => colour === value))) refuse(value, isColour);
    }
    if (mark.where === undefined) continue;
    const column = condition.exec(String(mark.where))?.[1];
    if (column === undefined)
      throw new UserError(`A mark's where can't be “${mark.where}”.`, {
        where,
        next: 'Write it as "column < number".',
      });
    if (!names.includes(column)) refuse(column, false);
  }
}

/** A chart of a stored table's rows. @throws UserError where they are too many to draw, or a mark names what is no column */
export async function drawTable(
  { engine }: Pick<CellContext, "engine">,
  name: string,
  spec: PlotSpec,
  table: TableInfo,
): Promise<Extract<CellResult, { kind: "chart" }>> {
  refuseUnknown(name, spec, table);
  if (table.rows > mostRows) {
    throw new UserError(`${spec.data} has ${table.rows} rows; a chart takes up to ${mostRows}.`, {
      where: name,
      next: "Aggregate them in SQL first.",
    });
  }
  return { kind: "chart", spec, table, data: await engine.window(table.name, 0, mostRows), brushed: null };
}
