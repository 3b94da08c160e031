import { UserError } from "../../lib/errors.ts";
import { readYaml } from "../settings.ts";
import type { CellKind, CellResult, PlotSpec } from "./kind.ts";

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

/** A chart of another cell's rows, said in YAML. */
export const plot: CellKind = {
  type: "plot",
  title: "Plot",
  language: "yaml",
  template: "data: overview\ntitle: Events by day\nmarks:\n  - mark: barY\n    x: day\n    y: events",
  reads(body, names) {
    try {
      const { data } = readYaml("plot", body);
      return names.filter((name) => name === data);
    } catch {
      return [];
    }
  },
  async run({ engine, cell }, name, body) {
    const spec = readSpec(name, body);
    const table = tableOf(cell(spec.data));
    if (!table)
      throw new UserError(`${spec.data} gives no table to draw.`, {
        where: name,
        next: "Name an sql or a detector cell.",
      });
    if (table.rows > mostRows) {
      throw new UserError(`${spec.data} has ${table.rows} rows; a chart takes up to ${mostRows}.`, {
        where: name,
        next: "Aggregate them in SQL first.",
      });
    }
    return { kind: "chart", spec, table, data: await engine.window(table.name, 0, mostRows) };
  },
};

function tableOf(result: CellResult) {
  if (result.kind === "table") return result.table;
  if (result.kind === "judged") return result.result.results[0]?.table ?? null;
  return result.kind === "scores" ? result.result.table : null;
}

/** Checks a chart's YAML. @throws UserError naming what is missing or unknown */
export function readSpec(where: string, body: string): PlotSpec {
  const { data, title = "", marks: list, ...options } = readYaml(where, body);
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
  return { data, title: String(title), marks: list, options };
}
