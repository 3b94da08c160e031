import { ints } from "../db/columns.ts";
import { type Database, quoteName } from "../db/database.ts";
import type { CellValue, ColumnInfo } from "./api/tables.ts";
import { type Arrangement, listedRow } from "./table-orders.ts";
import { shownColumns, shownRows } from "./tables.ts";

/** Up to so many rows are looked up by their ids, which reads only the row groups that hold them; more are joined. */
const mostLookups = 2000;
const position = '"listed position"';

/** Where a window's rows are read from: a table, how it is arranged, and which of its columns. */
export interface WindowSource {
  readonly table: string;
  readonly arrangement: Arrangement;
  readonly columns: readonly ColumnInfo[];
}

/** Rows `offset` to `offset + limit` of an arranged table, as values to show: a cost of the window, not of where it lies. */
export async function readArranged(
  db: Database,
  source: WindowSource,
  offset: number,
  limit: number,
): Promise<CellValue[][]> {
  const { columns, table, arrangement } = source;
  const select = shownColumns(columns);
  if (arrangement.list === null || limit > mostLookups)
    return shownRows(await db.query(windowSql(source, select, offset, limit)), columns);
  const name = quoteName(table);
  const { list } = arrangement;
  const ids = await db.query(`select ${listedRow} as id from ${list} where ${within(offset, limit)} order by rowid`);
  const wanted = ints(ids, "id");
  if (wanted.length === 0) return [];
  const bounds = `rowid between ${Math.min(...wanted)} and ${Math.max(...wanted)}`;
  const found = await db.query(
    `select ${select}, rowid::integer as ${listedRow} from ${name} where rowid in (${wanted.join(", ")}) and ${bounds}`,
  );
  const rows = shownRows(found, columns);
  const foundIds = found.getChildAt(columns.length)!;
  const byId = new Map(rows.map((row, i) => [Number(foundIds.get(i)), row]));
  return [...wanted].flatMap((id) => [byId.get(id) ?? []]);
}

/** A window as one query, which scans the table where it is sorted or filtered. */
export function windowSql(
  { table, arrangement: { list, tail } }: WindowSource,
  select: string,
  offset: number,
  limit: number,
): string {
  const name = quoteName(table);
  if (tail !== null)
    return `select ${select} from ${name} ${tail} limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`;
  if (list === null) return `select ${select} from ${name} where ${within(offset, limit)} order by rowid`;
  const listed = `(select rowid as ${position}, ${listedRow} from ${list} where ${within(offset, limit)})`;
  return `select ${select} from ${name} join ${listed} on ${name}.rowid = ${listedRow} order by ${position}`;
}

const within = (offset: number, limit: number): string =>
  `rowid between ${Math.trunc(offset)} and ${Math.trunc(offset) + Math.trunc(limit) - 1}`;
