import { doubles, scalar, texts } from "../db/columns.ts";
import { type Database, quoteName, quoteText } from "../db/database.ts";
import { type BinUnit, roundBins } from "../lib/bins.ts";
import type { ColumnSummary, SummaryRequest } from "./api/table-views.ts";
import type { ColumnInfo } from "./api/tables.ts";
import binCounts from "./table-bins.sql?raw";
import columnRange from "./table-range.sql?raw";
import valueCounts from "./table-values.sql?raw";
import { columnOf, conditionSql, textSql } from "./table-view.ts";

/** Past so many different values they are not counted each: it would take as much memory as the column itself. */
const mostDistinct = 300_000;
const wholeNumbers = /INT/;

/** Counts a column's values in bins (numbers, times) or one by one (the rest). @throws Cancelled, UserError */
export async function summariseColumn(
  db: Database,
  table: string,
  columns: readonly ColumnInfo[],
  request: SummaryRequest,
  signal: AbortSignal,
): Promise<ColumnSummary> {
  const column = columnOf(columns, request.column);
  const where = conditionSql(columns, request.view) ?? "true";
  const run = (sql: string, fill: Readonly<Record<string, string>>) =>
    db.query(
      sql.replace(/\{(\w+)\}/g, (_, name: string) => ({ table: quoteName(table), where, ...fill })[name] ?? ""),
      signal,
    );
  return column.type === "number" || column.type === "time"
    ? inBins(run, column, request)
    : oneByOne(run, column, request);
}

type Run = (sql: string, fill: Readonly<Record<string, string>>) => ReturnType<Database["query"]>;

async function inBins(run: Run, column: ColumnInfo, { like }: SummaryRequest): Promise<ColumnSummary> {
  const name = quoteName(column.name);
  const isTime = column.type === "time";
  const finite = /^(FLOAT|DOUBLE|TIMESTAMP|DATE)/.test(column.sqlType) ? `isfinite(${name})` : `${name} is not null`;
  const value = `(case when ${finite} then ${isTime ? `epoch_us(${name})` : name} end)::double`;
  const unit = unitOf(column);
  const range = await run(columnRange, { column: name, value });
  const [rows, filled, held] = ["all_rows", "filled", "held"].map((one) => doubles(range, one)[0] ?? 0) as [
    number,
    number,
    number,
  ];
  const left = { blank: rows - filled, other: filled - held };
  const known = like?.kind === "bins" ? like.bins : null;
  if (held === 0) {
    const bins = known ?? { start: 0, step: 1, count: 0 };
    return { kind: "bins", bins, unit, reach: null, counts: new Array<number>(bins.count).fill(0), ...left };
  }
  const reach = [doubles(range, "least")[0]!, doubles(range, "most")[0]!] as const;
  const bins = known ?? roundBins(...reach, { unit });
  const counted = await run(binCounts, {
    value,
    start: literal(bins.start),
    step: literal(bins.step),
    last: String(bins.count - 1),
  });
  const counts = new Array<number>(bins.count).fill(0);
  const count = doubles(counted, "count");
  doubles(counted, "bin").forEach((bin, i) => {
    counts[bin] = count[i]!;
  });
  return { kind: "bins", bins, unit, reach, counts, ...left };
}

function unitOf({ type, sqlType }: ColumnInfo): BinUnit {
  if (type === "time") return sqlType === "DATE" ? "day" : "time";
  return wholeNumbers.test(sqlType) ? "integer" : "real";
}

/** A number as SQL of type DOUBLE. */
const literal = (x: number): string => `'${x}'::double`;

async function oneByOne(
  run: Run,
  column: ColumnInfo,
  { like, within = "", most = 12 }: SummaryRequest,
): Promise<ColumnSummary> {
  const value = textSql(column);
  const about = scalar(await run("select approx_count_distinct({value}) from {table} where {where}", { value }));
  const rows = scalar(await run("select count(*)::double from {table} where {where}", {}));
  const isAbout = about > mostDistinct && within === "";
  const known = like?.kind === "values" ? like.values.map(({ value: one }) => one) : null;
  if (isAbout && !known) return { kind: "values", values: [], distinct: about, isAbout, rows };
  const picked = known ? pickedSql(value, known) : "true";
  const holds = within === "" ? "true" : `contains(lower(${value}), ${quoteText(within.toLowerCase())})`;
  const counted = await run(valueCounts, { value, picked, holds, most: String(Math.trunc(most)) });
  const count = doubles(counted, "count");
  const isBlank = doubles(counted, "blank");
  const values = texts(counted, "value").map((one, i) => ({ value: isBlank[i] ? null : one, count: count[i]! }));
  const distinct = like?.kind === "values" ? like.distinct : (doubles(counted, "distinct")[0] ?? 0);
  return { kind: "values", values, distinct, isAbout, rows };
}

function pickedSql(value: string, known: readonly (string | null)[]): string {
  const listed = known.filter((one) => one !== null).map(quoteText);
  return `(${value} is null or ${listed.length === 0 ? "false" : `${value} in (${listed.join(", ")})`})`;
}
