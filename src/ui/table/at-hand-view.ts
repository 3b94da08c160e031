import type { Condition, TableView } from "../../engine/api/table-views.ts";
import type { CellValue } from "../../engine/api/tables.ts";
import { refuseBound } from "../../engine/table-view.ts";
import type { Column, Row } from "../row-source.ts";

/** Rows of a view of rows that are at hand: filtered, then sorted, blanks last, ties in the order that they were in. @throws UserError */
export function arrangeRows(
  columns: readonly Column[],
  rows: readonly Row[],
  { orderBy, where = [], search = "" }: TableView,
): readonly Row[] {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const tests = where.map((condition) => ({
    condition,
    i: at(condition.column),
    type: columns[at(condition.column)]?.type,
  }));
  for (const { condition, i } of tests) refuseUnread(condition, columns[i]);
  const wanted = search.toLowerCase();
  const texts = columns.flatMap(({ type }, i) => (type === "text" ? [i] : []));
  const isKept = (row: Row): boolean =>
    tests.every(({ condition, i, type }) => meets(condition, row[i] ?? null, type === "time")) &&
    (wanted === "" ||
      texts.some((i) =>
        String(row[i] ?? "")
          .toLowerCase()
          .includes(wanted),
      ));
  const kept = tests.length > 0 || wanted !== "" ? rows.filter(isKept) : rows;
  const by = orderBy ? at(orderBy.column) : -1;
  if (!orderBy || by < 0) return kept;
  return kept.toSorted((a, b) => compare(a[by] ?? null, b[by] ?? null, orderBy.descending));
}

function refuseUnread(condition: Condition, column: Column | undefined): void {
  if (condition.kind !== "range" || !column) return;
  for (const side of [condition.from, condition.to]) if (side !== null) refuseBound(column, side.trim());
}

function compare(a: CellValue, b: CellValue, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = ranked(a, b);
  return descending ? -order : order;
}

const ranked = (a: CellValue, b: CellValue): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;

function meets(condition: Condition, value: CellValue, isTime: boolean): boolean {
  if (condition.kind === "values") return condition.values.includes(value === null ? null : String(value));
  if (value === null) return false;
  const { from, to, isBelow } = condition;
  const side = (bound: string): number => {
    if (isTime) return Date.parse(String(value)) - Date.parse(bound);
    return typeof value === "number"
      ? value - Number(bound)
      : String(value) === bound
        ? 0
        : ranked(String(value), bound);
  };
  if (from !== null && side(from) < 0) return false;
  return to === null || side(to) < 0 || (!isBelow && side(to) === 0);
}
