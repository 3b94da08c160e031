import type { Vector } from "apache-arrow";
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { scalar } from "../db/columns.ts";
import { type Database, quoteName } from "../db/database.ts";
import type { ColumnInfo } from "./api/tables.ts";
import { type WindowSource, windowSql } from "./table-window.ts";

type Element = Omit<SchemaElement, "name" | "repetition_type">;

/** How a column is written: what is selected for it, and its type in the file. */
interface Written {
  readonly sql: string;
  readonly element: Element;
  /** A value of the result as the writer takes it. */
  readonly value: (value: unknown) => unknown;
}

const whole = (value: unknown): bigint => BigInt(value as bigint | number | string);
const same = (value: unknown): unknown => value;
const text: Element = { type: "BYTE_ARRAY", converted_type: "UTF8" };
const micros: Element = {
  type: "INT64",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
};
const nanos: Element = { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" } };

/**
 * An arranged table as the parts of a Parquet file, a row group a chunk, compressed by Snappy. BIGINT and times (UTC, µs or ns)
 * are exact; wider integers and decimals are written as INT64 where all fit, else as text, as are nested values.
 */
export async function parquetParts(
  db: Database,
  source: WindowSource,
  { chunk, onRows }: { readonly chunk: number; readonly onRows: (done: number) => Promise<void> },
): Promise<Blob[]> {
  const { columns, arrangement, table } = source;
  const written = await Promise.all(columns.map((column) => writtenAs(db, table, column)));
  const schema: SchemaElement[] = [
    { name: "root", num_children: columns.length },
    ...written.map(({ element }, i) => ({ ...element, name: columns[i]!.name, repetition_type: "OPTIONAL" as const })),
  ];
  const select = written.map(({ sql }) => sql).join(", ");
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: "Shadowgraph" });
  const parts: Blob[] = [];
  const flush = () => {
    parts.push(new Blob([new Uint8Array(writer.getBytes())]));
    writer.index = 0;
  };
  for (let at = 0; at < arrangement.rows; at += chunk) {
    const read = await db.query(windowSql(source, select, at, chunk));
    const columnData = written.map(({ value }, i) => ({
      name: columns[i]!.name,
      data: valuesOf(read.getChildAt(i)!, value),
    }));
    await file.write({ columnData, rowGroupSize: chunk });
    flush();
    await onRows(at + chunk);
  }
  await file.finish();
  flush();
  return parts;
}

function valuesOf(vector: Vector, value: Written["value"]): unknown[] {
  const values = new Array<unknown>(vector.length);
  for (let i = 0; i < values.length; i++) {
    const one: unknown = vector.get(i);
    values[i] = one === null ? null : value(one);
  }
  return values;
}

async function writtenAs(db: Database, table: string, { name, sqlType }: ColumnInfo): Promise<Written> {
  const column = quoteName(name);
  const as = (sql: string, element: Element, value: Written["value"] = same): Written => ({ sql, element, value });
  const asText = as(`cast(${column} as varchar)`, text);
  if (sqlType === "BOOLEAN") return as(column, { type: "BOOLEAN" });
  if (/^(U?TINYINT|U?SMALLINT|INTEGER)$/.test(sqlType)) return as(`${column}::integer`, { type: "INT32" });
  if (sqlType === "UINTEGER" || sqlType === "BIGINT") return as(`${column}::bigint`, { type: "INT64" }, whole);
  if (sqlType === "FLOAT") return as(column, { type: "FLOAT" });
  if (sqlType === "DOUBLE") return as(column, { type: "DOUBLE" });
  if (sqlType === "DATE") {
    const days = `case when isfinite(${column}) then (${column} - date '1970-01-01')::integer end`;
    return as(days, { type: "INT32", converted_type: "DATE" });
  }
  if (sqlType.startsWith("TIMESTAMP")) {
    const isFine = sqlType === "TIMESTAMP_NS";
    const since = `case when isfinite(${column}) then ${isFine ? "epoch_ns" : "epoch_us"}(${column}) end`;
    return as(since, isFine ? nanos : micros, whole);
  }
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType);
  if (decimal && Number(decimal[1]) <= 18) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2])];
    const element: Element = { type: "INT64", converted_type: "DECIMAL", precision, scale };
    return { ...asText, element, value: (one) => BigInt(String(one).replace(".", "")) };
  }
  if (/^(U?HUGEINT|UBIGINT)$/.test(sqlType)) {
    const beyond = `${column} not between -9223372036854775808 and 9223372036854775807`;
    const wide = scalar(await db.query(`select count(*)::integer from ${quoteName(table)} where ${beyond}`));
    if (wide === 0) return as(`${column}::bigint`, { type: "INT64" }, whole);
  }
  return asText;
}
