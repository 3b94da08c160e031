import type { Table } from "apache-arrow";
import { scalar, texts } from "../db/columns.ts";
import { type Database, quoteName } from "../db/database.ts";
import { isCancelled, UserError } from "../lib/errors.ts";
import type { CellValue, ColumnInfo, TableInfo, TableWindow } from "./api/tables.ts";
import { cellQuery } from "./cell-query.ts";
import { refuseOwnName } from "./own-tables.ts";
import { placeInText, sqlErrorOf } from "./sql-error.ts";
import { refuseLong, refuseWide, tooWide } from "./wide-query.ts";

const exactNumbers = /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE)$/;
const wideNumbers = /^(BIGINT|UBIGINT|HUGEINT|UHUGEINT|DECIMAL)/;

function kindOf(sqlType: string): ColumnInfo["type"] {
  if (exactNumbers.test(sqlType) || wideNumbers.test(sqlType)) return "number";
  if (/^(TIMESTAMP|DATE)/.test(sqlType)) return "time";
  if (sqlType === "BOOLEAN") return "boolean";
  return sqlType === "VARCHAR" || sqlType.startsWith("ENUM") ? "text" : "other";
}

/** Columns of a table, view or query in parentheses, with DuckDB's names of their types. */
export async function describeColumns(db: Database, relation: string): Promise<ColumnInfo[]> {
  const table = await db.query(`describe select * from ${relation}`);
  const names = texts(table, "column_name");
  const types = texts(table, "column_type");
  return names.map((name, i) => ({ name, sqlType: types[i]!, type: kindOf(types[i]!) }));
}

/** The tables and views that SQL may name, with their columns. */
export async function readSchema(db: Database): Promise<{ table: string; columns: ColumnInfo[] }[]> {
  const names = texts(
    await db.query(
      "select table_name from information_schema.tables where table_schema in ('main', 'brushes') order by table_name",
    ),
    "table_name",
  );
  return Promise.all(names.map(async (table) => ({ table, columns: await describeColumns(db, quoteName(table)) })));
}

/** Stores a query's result as a table named like its cell. @throws Cancelled, UserError with DuckDB's message */
export async function storeQuery(
  db: Database,
  name: string,
  body: string,
  signal = new AbortController().signal,
): Promise<TableInfo> {
  refuseOwnName(name);
  return storeUnder(db, name, body, signal);
}

/** Stores a query's result under any name, the engine's own included. @throws Cancelled, UserError with DuckDB's message */
export async function storeUnder(db: Database, name: string, body: string, signal: AbortSignal): Promise<TableInfo> {
  const started = performance.now();
  refuseLong(name, body);
  const { text, from, pivots } = cellQuery(name, body);
  const before = `create or replace table ${quoteName(name)} as (`;
  const statement = `${before}${text}\n)`;
  try {
    if (!pivots) {
      await refuseWide(db, name, text);
      await db.check(statement);
    }
    await db.execute(statement, signal);
  } catch (error) {
    if (isCancelled(error) || error instanceof UserError) throw error;
    if (/pivot column limit/i.test(messageOf(error))) throw tooWide(name);
    const { what, at } = sqlErrorOf(messageOf(error), statement);
    const inBody = at === null ? -1 : at - before.length + from;
    throw new UserError(what, {
      where: inBody < 0 ? name : `${name}, ${placeInText(body, inBody)}`,
      next: "Cells take one SELECT, over the tables that the editor lists.",
    });
  }
  return tableInfo(db, name, started);
}

/** Columns and row count of a stored table; `started` is when its making began (performance.now()). */
export async function tableInfo(db: Database, name: string, started: number): Promise<TableInfo> {
  const columns = await describeColumns(db, quoteName(name));
  const rows = scalar(await db.query(`select count(*)::integer from ${quoteName(name)}`));
  return { name, columns, rows, milliseconds: performance.now() - started };
}

/** Rows `offset` to `offset + limit` of a stored table in its own order, as values to show. */
export async function readWindow(db: Database, name: string, offset: number, limit: number): Promise<TableWindow> {
  const columns = await describeColumns(db, quoteName(name));
  const table = await db.query(
    `select ${shownColumns(columns)} from ${quoteName(name)} limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`,
  );
  return { offset, rows: shownRows(table, columns) };
}

/** Columns as a select list whose values `shownRows` reads. */
export const shownColumns = (columns: readonly ColumnInfo[]): string =>
  columns.map(({ name, sqlType }) => shown(quoteName(name), sqlType)).join(", ");

function shown(column: string, sqlType: string): string {
  if (sqlType === "TIMESTAMP WITH TIME ZONE") return shown(`make_timestamp(epoch_us(${column}))`, "TIMESTAMP");
  const digits = sqlType === "TIMESTAMP_NS" ? "%n" : "%f";
  if (sqlType.startsWith("TIMESTAMP")) return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.${digits}Z')`;
  if (exactNumbers.test(sqlType) || sqlType === "BOOLEAN") return column;
  return `cast(${column} as varchar)`;
}

/** The first columns of a result, selected by `shownColumns`, as rows. */
export function shownRows(table: Table, columns: readonly ColumnInfo[]): CellValue[][] {
  const rows: CellValue[][] = Array.from({ length: table.numRows }, () => []);
  for (let c = 0; c < columns.length; c++) {
    const vector = table.getChildAt(c)!;
    const read = readerOf(columns[c]!.sqlType);
    for (let r = 0; r < rows.length; r++) rows[r]!.push(read(vector.get(r) as CellValue));
  }
  return rows;
}

function readerOf(sqlType: string): (value: CellValue) => CellValue {
  if (sqlType.startsWith("TIMESTAMP"))
    return (value) => (typeof value === "string" ? value.replace(/(\.\d{3}(?:\d{3})*?)(?:000)+Z$/, "$1Z") : value);
  if (!wideNumbers.test(sqlType)) return (value) => value;
  return (value) => {
    const number = typeof value === "string" ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) || String(number) === value ? number : value;
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
