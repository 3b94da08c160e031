import type { CellValue, TableInfo } from "../../engine/api/tables.ts";
import type { BrushedRange } from "../../engine/brush-view.ts";
import type { ValueType } from "../../engine/value-table.ts";
import { UserError } from "../../lib/errors.ts";
import type { Brush, CellContext, CellResult, PlotSpec, Selection } from "./kind.ts";

type Chart = Extract<CellResult, { kind: "chart" }>;

/** The column that lies along a chart's x: the one that its first mark with an x names. */
export function brushedColumn(marks: PlotSpec["marks"]): string | null {
  const named = marks.find((mark) => typeof mark?.x === "string");
  return named ? String(named.x) : null;
}

/** What is brushed on a chart, as DuckDB takes it. */
export function rangeOf({ spec, table }: Chart, { lo, hi }: Selection): BrushedRange {
  const type = typeOf(table, brushedColumn(spec.marks));
  const cut = (text: string) => (type === "day" ? text.slice(0, 10) : text);
  return { type, lo: cut(lo), hi: cut(hi) };
}

/** A script's chart with what is brushed on it, which other cells read by its name. As it is where its spec has no brush. */
export async function brushable({ engine, selection }: CellContext, name: string, chart: Chart): Promise<Chart> {
  if (!chart.spec.brush) return chart;
  await engine.brush(name, selection && rangeOf(chart, selection));
  return { ...chart, brushed: selection };
}

function typeOf({ columns }: TableInfo, name: string | null): ValueType {
  const column = columns.find((one) => one.name === name);
  if (column?.type === "number") return "number";
  if (column?.type === "time") return column.sqlType === "DATE" ? "day" : "time";
  return "text";
}

/** The brush of the chart that another is drawn within. @throws UserError where that can't be brushed */
function brushOf({ brush, cell }: CellContext, where: string, within: string): Brush {
  const known = brush(within);
  if (known) return known;
  const other = cell(within);
  if (other.kind !== "chart" || !other.spec.brush)
    throw new UserError(`${within} is no chart that can be brushed.`, { where, next: `Add brush: x to ${within}.` });
  return { column: brushedColumn(other.spec.marks), selection: other.brushed };
}

/** A chart's rows that lie within what is brushed on another chart, by the column that lies along its x. @throws UserError where that can't be */
export function withinBrush(context: CellContext, where: string, chart: Chart): Chart {
  const { within } = chart.spec;
  if (within === null) return chart;
  const { column, selection } = brushOf(context, where, within);
  const at = chart.table.columns.findIndex(({ name }) => name === column);
  if (at < 0)
    throw new UserError(
      `${within} is brushed by ${column ?? "no column"}, and ${chart.spec.data} has no such column.`,
      {
        where,
        next: `Give ${chart.spec.data} that column, or leave within out.`,
      },
    );
  if (!selection) return chart;
  const { type, sqlType } = chart.table.columns[at]!;
  const key = (value: CellValue | string) =>
    type === "number" ? Number(value) : sqlType === "DATE" ? String(value).slice(0, 10) : String(value);
  const [lo, hi] = [key(selection.lo), key(selection.hi)];
  const isIn = (value: CellValue) => value !== null && key(value) >= lo && key(value) <= hi;
  return { ...chart, data: { ...chart.data, rows: chart.data.rows.filter((row) => isIn(row[at] ?? null)) } };
}
