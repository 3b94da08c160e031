import { quoteName, quoteText } from "../db/database.ts";
import { UserError } from "../lib/errors.ts";
import type { Condition, TableView } from "./api/table-views.ts";
import type { ColumnInfo } from "./api/tables.ts";

const numeral = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** The column of a table with this name. @throws UserError when there is none */
export function columnOf(columns: readonly ColumnInfo[], name: string): ColumnInfo {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new UserError(`The table has no column ${name}.`, { next: "Run its cell again." });
  return found;
}

/** The rows of a view as a condition in SQL; null where it takes all. @throws UserError when a bound can't be read */
export function conditionSql(columns: readonly ColumnInfo[], { where = [], search = "" }: TableView): string | null {
  const parts = where.map((condition) => {
    const column = columnOf(columns, condition.column);
    return condition.kind === "range" ? rangeSql(column, condition) : valuesSql(column, condition.values);
  });
  if (search !== "") parts.push(searchSql(columns, search));
  return parts.length === 0 ? null : parts.map((part) => `(${part})`).join(" and ");
}

function rangeSql(column: ColumnInfo, range: Extract<Condition, { kind: "range" }>): string {
  const name = quoteName(column.name);
  const sides = [
    range.from === null ? [] : [`${name} >= ${bound(column, range.from)}`],
    range.to === null ? [] : [`${name} ${range.isBelow ? "<" : "<="} ${bound(column, range.to)}`],
  ].flat();
  return sides.length === 0 ? `${name} is not null` : sides.join(" and ");
}

function bound({ name, type, sqlType }: ColumnInfo, text: string): string {
  const trimmed = text.trim();
  refuseBound({ name, type }, trimmed);
  if (type === "time") return `cast(${quoteText(trimmed)} as ${sqlType})`;
  return type === "number" ? trimmed : quoteText(text);
}

/** Refuses a bound that is no number in a column of numbers, or no time in one of times. @throws UserError */
export function refuseBound({ name, type }: Pick<ColumnInfo, "name" | "type">, text: string): void {
  if (type === "time" && Number.isNaN(Date.parse(text)))
    throw new UserError(`“${text}” is no time.`, { where: name, next: "Write it like 2025-09-30T14:05:00Z, in UTC." });
  if (type === "number" && !numeral.test(text))
    throw new UserError(`“${text}” is no number.`, { where: name, next: "Write it like 1204 or 0.5." });
}

function valuesSql(column: ColumnInfo, values: readonly (string | null)[]): string {
  const texts = values.filter((value) => value !== null);
  const name = quoteName(column.name);
  const parts = [
    texts.length > 0 ? [`${textSql(column)} in (${texts.map(quoteText).join(", ")})`] : [],
    texts.length < values.length ? [`${name} is null`] : [],
  ].flat();
  return parts.join(" or ") || "false";
}

/** A column's values as texts, the way that they are counted and picked. */
export const textSql = ({ name, sqlType }: ColumnInfo): string =>
  sqlType === "VARCHAR" ? quoteName(name) : `cast(${quoteName(name)} as varchar)`;

function searchSql(columns: readonly ColumnInfo[], search: string): string {
  const wanted = quoteText(search.toLowerCase());
  const texts = columns.filter(({ type }) => type === "text");
  return texts.map((column) => `contains(lower(${textSql(column)}), ${wanted})`).join(" or ") || "false";
}
