import { texts } from "../db/columns.ts";
import { type Database, quoteName } from "../db/database.ts";
import { toIpc } from "../ingest/stage-records.ts";
import { TextColumn } from "../ingest/text-column.ts";
import type { TableInfo } from "./api/tables.ts";
import { tableInfo } from "./tables.ts";

/** `integer` is of 64 bits, `day` an ISO day, `time` an ISO time in UTC. */
export type ValueType = "number" | "integer" | "boolean" | "text" | "day" | "time";

/** A column of a small table, each value as text. */
export interface ValueColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly values: readonly (string | null)[];
}

/** DuckDB's names of the types. */
export const sqlTypes: Readonly<Record<ValueType, string>> = {
  number: "double",
  integer: "bigint",
  boolean: "boolean",
  text: "varchar",
  day: "date",
  time: "timestamp",
};

const incoming = "incoming_values";
const longestName = 200;

/** Stores columns as the table that a cell is named after; names that DuckDB would take for one another get a number. No column gives an empty one, `value`. */
export async function storeValues(
  db: Database,
  name: string,
  columns: readonly ValueColumn[],
  started: number,
): Promise<TableInfo> {
  const stored = columns.length > 0 ? columns : [{ name: "value", type: "text" as const, values: [] }];
  const rows = stored[0]!.values.length;
  const data = stored.map(({ values }, c) => {
    const column = new TextColumn(rows);
    for (const value of values) column.push(value);
    return [`c${c}`, column.data()] as const;
  });
  const names = distinctNames(stored.map((column) => column.name));
  const select = stored.map(({ type }, c) => `cast(c${c} as ${sqlTypes[type]}) as ${quoteName(names[c]!)}`).join(", ");
  await db.query(`drop table if exists ${incoming}`);
  await db.insertArrow(incoming, toIpc(data, rows));
  try {
    await db.query(`create or replace table ${quoteName(name)} as select ${select} from ${incoming}`);
  } finally {
    await db.query(`drop table ${incoming}`);
  }
  return tableInfo(db, name, started);
}

function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((given, i) => {
    const plain = given.replaceAll("\0", "�").slice(0, longestName) || `column_${i + 1}`;
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** The distinct values of a column of a cell's table, as texts in order. @throws Error where there is none */
export async function distinctValues(
  db: Database,
  table: string,
  column: string,
  limit: number,
): Promise<readonly string[]> {
  const name = quoteName(column);
  const found = await db.query(
    `select cast(${name} as varchar) as value from ${quoteName(table)} where ${name} is not null group by ${name} order by ${name} limit ${Math.trunc(limit)}`,
  );
  return texts(found, "value");
}
