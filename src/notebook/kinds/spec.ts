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

/** Checks a chart's spec. @throws UserError naming what is missing or unknown */
export function specOf(where: string, values: Readonly<Record<string, unknown>>): PlotSpec {
  const { data, title = "", marks: list, brush = null, ...options } = values;
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
  return { data, title: String(title), marks: list, options, brush };
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

/** A chart of a stored table's rows. @throws UserError where they are too many to draw */
export async function drawTable(
  { engine }: Pick<CellContext, "engine">,
  name: string,
  spec: PlotSpec,
  table: TableInfo,
): Promise<Extract<CellResult, { kind: "chart" }>> {
  if (table.rows > mostRows) {
    throw new UserError(`${spec.data} has ${table.rows} rows; a chart takes up to ${mostRows}.`, {
      where: name,
      next: "Aggregate them in SQL first.",
    });
  }
  return { kind: "chart", spec, table, data: await engine.window(table.name, 0, mostRows), brushed: null };
}
