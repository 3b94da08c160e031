import { UserError } from "../../lib/errors.ts";
import { readYaml } from "../settings.ts";
import { brushable, withinBrush } from "./brush.ts";
import type { CellKind } from "./kind.ts";
import { drawTable, specOf, tableOf } from "./spec.ts";

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
    try {
      const { data, within } = readYaml("plot", body);
      return names.filter((name) => name === data || name === within);
    } catch {
      return [];
    }
  },
  async run(context, name, body) {
    const spec = specOf(name, readYaml(name, body));
    const table = tableOf(context.cell(spec.data));
    if (!table)
      throw new UserError(`${spec.data} gives no table to draw.`, {
        where: name,
        next: "Name an sql or a detector cell.",
      });
    return brushable(context, name, withinBrush(context, name, await drawTable(context, name, spec, table)));
  },
};
