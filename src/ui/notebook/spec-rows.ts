import type { CellValue, ColumnInfo } from "../../engine/api/tables.ts";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import { condition } from "../../notebook/kinds/spec.ts";

export type Chart = Extract<CellResult, { kind: "chart" }>;
/** A row of a chart's cell, by column. */
export type Row = Readonly<Record<string, CellValue | Date>>;

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Rows as objects without a prototype, so that a column may be called anything; times become Dates. */
export function rowsOf(columns: readonly ColumnInfo[], rows: Chart["data"]["rows"]): Row[] {
  return rows.map((row) => {
    const object: Record<string, CellValue | Date> = Object.create(null);
    columns.forEach(({ name, type, sqlType }, i) => {
      const value = row[i] ?? null;
      const isTime = (type === "time" && sqlType !== "TIME") || (typeof value === "string" && day.test(value));
      object[name] = isTime && typeof value === "string" ? new Date(value) : value;
    });
    return object;
  });
}

/** Whether a mark's `where` keeps a row; one without keeps all. */
export function filterOf(where: unknown): (row: Row) => boolean {
  const match = condition.exec(String(where ?? ""));
  if (!match) return () => true;
  const [, column, operator, text] = match;
  const limit = Number(text);
  return (row) => {
    const value = Number(row[column!] ?? Number.NaN);
    if (operator === "<") return value < limit;
    if (operator === "<=") return value <= limit;
    if (operator === ">") return value > limit;
    return operator === ">=" ? value >= limit : value === limit;
  };
}
