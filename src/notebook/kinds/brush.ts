import type { TableInfo } from "../../engine/api/tables.ts";
import type { ValueType } from "../../engine/value-table.ts";
import type { CellContext, CellResult, PlotSpec } from "./kind.ts";

type Chart = Extract<CellResult, { kind: "chart" }>;

/** A chart with what is brushed on it, which other cells read by its name: a table of one row, `lo` and `hi`. As it is where its spec has no brush. */
export async function brushable({ engine, selection }: CellContext, name: string, chart: Chart): Promise<Chart> {
  const { spec, table } = chart;
  if (!spec.brush) return chart;
  const type = brushedType(spec, table);
  const column = (one: string, value: string | undefined) => ({
    name: one,
    type,
    values: [value === undefined ? null : type === "day" ? value.slice(0, 10) : value],
  });
  await engine.values(name, [column("lo", selection?.lo), column("hi", selection?.hi)]);
  return { ...chart, brushed: selection };
}

/** The type of what lies along x. */
function brushedType(spec: PlotSpec, table: TableInfo): ValueType {
  const names = spec.marks.map(({ x }) => x);
  const column = table.columns.find(({ name }) => names.includes(name));
  if (column?.type === "number") return "number";
  if (column?.type === "time") return column.sqlType === "DATE" ? "day" : "time";
  return "text";
}
