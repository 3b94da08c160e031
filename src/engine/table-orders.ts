import { scalar } from "../db/columns.ts";
import { type Database, quoteName, quoteText } from "../db/database.ts";
import type { Order, TableView } from "./api/table-views.ts";
import type { ColumnInfo } from "./api/tables.ts";
import { columnOf, conditionSql } from "./table-view.ts";
import { describeColumns } from "./tables.ts";

/** How many arrangements are kept; the one used longest ago goes first. Each takes 4 bytes a row. */
const mostKept = 8;
const schema = "table_orders";

/** Column of a list of row ids: a name that no log has. */
export const listedRow = '"listed row"';

/** A table as DuckDB keeps it. */
interface Stored {
  /** Changes whenever the table is made anew; null where rows have no ids to go by: in a view, or under a column named rowid. */
  readonly oid: number | null;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  /** Whether row ids are positions: so it is unless rows were deleted. */
  readonly isWhole: boolean;
}

/** Where a view's rows are: all of the table in its own order, or listed by row id in a table of their own. */
export interface Arrangement {
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly list: string | null;
  /** Where rows have no ids: the view as the tail of a query, which then is run for each window. */
  readonly tail: string | null;
}

/**
 * Sorts and filters a stored table once for each view, into a table of row ids whose own row ids are the positions:
 * any window is then read by position, however far down it lies.
 */
export class TableOrders {
  readonly #db: Database;
  readonly #kept = new Map<string, Arrangement & { readonly table: string; readonly oid: number }>();
  readonly #stored = new Map<string, Stored>();
  #made = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Where the rows of a view are. @throws Cancelled, UserError when the view names what the table has not */
  async arrange(table: string, view: TableView, signal: AbortSignal): Promise<Arrangement> {
    const { oid, rows: all, columns, isWhole } = await this.stored(table);
    await this.#dropOlder(table, oid);
    const condition = conditionSql(columns, view);
    const order = view.orderBy ? orderSql(columns, view.orderBy) : null;
    if (condition === null && order === null && isWhole) return { rows: all, columns, list: null, tail: null };
    const where = condition === null ? "" : `where ${condition}`;
    if (oid === null) {
      const counted = await this.#db.query(`select count(*)::integer from ${quoteName(table)} ${where}`, signal);
      const tail = `${where} ${order === null ? "" : `order by ${order}`}`;
      return { rows: scalar(counted), columns, list: null, tail };
    }
    const key = JSON.stringify([table.toLowerCase(), condition, order]);
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const list = `${schema}.o${this.#made++}`;
    await this.#db.query(`create schema if not exists ${schema}`);
    const sort = order === null ? "" : `order by ${order}, rowid`;
    const ids = `select rowid::integer as ${listedRow} from ${quoteName(table)} ${where} ${sort}`;
    await this.#db.execute(`create table ${list} as ${ids}`, signal);
    const rows = scalar(await this.#db.query(`select count(*)::integer from ${list}`));
    const arranged = { rows, columns, list, tail: null, table: table.toLowerCase(), oid };
    this.#kept.set(key, arranged);
    for (const old of [...this.#kept.keys()].slice(0, -mostKept)) await this.#drop(old);
    return arranged;
  }

  /** A table as it is now. @throws UserError when there is none by that name */
  async stored(table: string): Promise<Stored> {
    const of = table.toLowerCase();
    const name = quoteName(table);
    const found = await this.#db.query(
      `select table_oid::integer from duckdb_tables() where schema_name = 'main' and lower(table_name) = ${quoteText(of)}`,
    );
    const oid = found.numRows === 0 ? null : scalar(found);
    const rows = scalar(await this.#db.query(`select count(*)::integer from ${name}`));
    const known = this.#stored.get(of);
    if (oid !== null && known?.oid === oid && known.rows === rows) return known;
    const columns = await describeColumns(this.#db, name);
    if (oid === null || columns.some((column) => column.name.toLowerCase() === "rowid"))
      return { oid: null, rows, columns, isWhole: false };
    const end = scalar(await this.#db.query(`select coalesce(max(rowid) + 1, 0)::integer from ${name}`));
    const stored = { oid, rows, columns, isWhole: end === rows };
    this.#stored.set(of, stored);
    return stored;
  }

  async #dropOlder(table: string, oid: number | null): Promise<void> {
    for (const [key, kept] of [...this.#kept])
      if (kept.table === table.toLowerCase() && kept.oid !== oid) await this.#drop(key);
  }

  async #drop(key: string): Promise<void> {
    const list = this.#kept.get(key)?.list;
    this.#kept.delete(key);
    if (list) await this.#db.query(`drop table if exists ${list}`);
  }
}

function orderSql(columns: readonly ColumnInfo[], { column, descending }: Order): string {
  return `${quoteName(columnOf(columns, column).name)} ${descending ? "desc" : "asc"} nulls last`;
}
