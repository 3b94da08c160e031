import { UserError } from "../../lib/errors.ts";
import { readYaml } from "../settings.ts";
import { brushedColumn, withinBrush } from "./brush.ts";
import type { CellKind } from "./kind.ts";
import { drawTable, specOf, tableOf } from "./spec.ts";

/** The settings of a body; none of one that is no YAML. */
function settingsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return readYaml("plot", body);
  } catch {
    return {};
  }
}

/** A chart of another cell's rows, said in YAML; with `brush: x`, what is brushed on it is a table of one row, `lo` and `hi`, and leaves the rows of charts that say `within`. */
export const plot: CellKind = {
  type: "plot",
  title: "Plot",
  language: "yaml",
  template: `data: overview
title: Events by day
marks:
  - { mark: rectY, x: day, y: events, interval: day }
# brush: x           # what is brushed is read by this cell's name: from log, <name> where (lo is null or day between lo and hi)
# within: <name>     # only the rows that are brushed on that chart`,
  reads(body, names) {
    const { data, within } = settingsOf(body);
    return names.filter((name) => name === data || name === within);
  },
  takesBrush: (body, name) => settingsOf(body).data !== name,
  brushedBy(body) {
    const { brush, marks } = settingsOf(body);
    return brush === "x" ? { column: Array.isArray(marks) ? brushedColumn(marks) : null } : null;
  },
  async run(context, name, body) {
    const spec = specOf(name, readYaml(name, body));
    const table = tableOf(context.cell(spec.data));
    if (!table)
      throw new UserError(`${spec.data} gives no table to draw.`, {
        where: name,
        next: "Name an sql or a detector cell.",
      });
    const chart = withinBrush(context, name, await drawTable(context, name, spec, table));
    return { ...chart, brushed: context.selection };
  },
};
