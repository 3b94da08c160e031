import type { CellValue, TableInfo } from "../../engine/api/tables.ts";
import type { ValueType } from "../../engine/value-table.ts";
import { UserError } from "../../lib/errors.ts";
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

/** What lies along x. */
const brushedColumn = (spec: PlotSpec, table: TableInfo) =>
  table.columns.find(({ name }) => spec.marks.some(({ x }) => x === name));

/** The type of what lies along x. */
function brushedType(spec: PlotSpec, table: TableInfo): ValueType {
  const column = brushedColumn(spec, table);
  if (column?.type === "number") return "number";
  if (column?.type === "time") return column.sqlType === "DATE" ? "day" : "time";
  return "text";
}

/** A chart's rows that lie within what is brushed on another chart, by the column that lies along its x. @throws UserError where that can't be */
export function withinBrush({ cell }: CellContext, where: string, chart: Chart): Chart {
  const { within } = chart.spec;
  if (within === null) return chart;
  const other = cell(within);
  if (other.kind !== "chart" || !other.spec.brush)
    throw new UserError(`${within} is no chart that can be brushed.`, { where, next: `Add brush: x to ${within}.` });
  const column = brushedColumn(other.spec, other.table);
  const at = chart.table.columns.findIndex(({ name }) => name === column?.name);
  if (!column || at < 0)
    throw new UserError(
      `${within} is brushed by ${column?.name ?? "no column"}, and ${chart.spec.data} has no such column.`,
      {
        where,
        next: `Give ${chart.spec.data} that column, or leave within out.`,
      },
    );
  const { brushed } = other;
  if (!brushed) return chart;
  const { type, sqlType } = chart.table.columns[at]!;
  const key = (value: CellValue | string) =>
    type === "number" ? Number(value) : sqlType === "DATE" ? String(value).slice(0, 10) : String(value);
  const [lo, hi] = [key(brushed.lo), key(brushed.hi)];
  const isIn = (value: CellValue) => value !== null && key(value) >= lo && key(value) <= hi;
  return { ...chart, data: { ...chart.data, rows: chart.data.rows.filter((row) => isIn(row[at] ?? null)) } };
}
