import type { TableInfo } from "../../engine/api/tables.ts";
import type { ValueType } from "../../engine/value-table.ts";
import { UserError } from "../../lib/errors.ts";
import { readYaml } from "../settings.ts";
import type { CellKind, PlotSpec } from "./kind.ts";
import { drawTable, specOf, tableOf } from "./spec.ts";

/** A chart of another cell's rows, said in YAML; with `brush: x`, what is brushed on it is a table of one row, `lo` and `hi`. */
export const plot: CellKind = {
  type: "plot",
  title: "Plot",
  language: "yaml",
  template: `data: overview
title: Events by day
marks:
  - { mark: rectY, x: day, y: events, interval: day }
# brush: x           # what is brushed is read by this cell's name: from log, <name> where (lo is null or day between lo and hi)`,
  reads(body, names) {
    try {
      const { data } = readYaml("plot", body);
      return names.filter((name) => name === data);
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
    const chart = await drawTable(context, name, spec, table);
    if (!spec.brush) return chart;
    const brushed = context.selection;
    const type = brushedType(spec, table);
    const column = (one: string, value: string | undefined) => ({
      name: one,
      type,
      values: [value === undefined ? null : type === "day" ? value.slice(0, 10) : value],
    });
    await context.engine.values(name, [column("lo", brushed?.lo), column("hi", brushed?.hi)]);
    return { ...chart, brushed };
  },
};

/** The type of what lies along x. */
function brushedType(spec: PlotSpec, table: TableInfo): ValueType {
  const names = spec.marks.map(({ x }) => x);
  const column = table.columns.find(({ name }) => names.includes(name));
  if (column?.type === "number") return "number";
  if (column?.type === "time") return column.sqlType === "DATE" ? "day" : "time";
  return "text";
}
