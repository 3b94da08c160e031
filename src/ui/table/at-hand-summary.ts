import type { ColumnSummary, SummaryRequest } from "../../engine/api/table-views.ts";
import type { CellValue } from "../../engine/api/tables.ts";
import { type BinUnit, roundBins } from "../../lib/bins.ts";
import type { Column, Row } from "../row-source.ts";

/** How a column of rows that are at hand is spread: in bins for numbers and times, value by value for the rest. */
export function summariseRows(
  columns: readonly Column[],
  rows: readonly Row[],
  request: SummaryRequest,
): ColumnSummary {
  const at = columns.findIndex(({ name }) => name === request.column);
  const values = rows.map((row) => row[at] ?? null);
  const type = columns[at]?.type;
  return type === "number" || type === "time" ? inBins(values, type === "time", request) : oneByOne(values, request);
}

function inBins(values: readonly CellValue[], isTime: boolean, { like }: SummaryRequest): ColumnSummary {
  const read = (value: CellValue): number => (isTime ? Date.parse(String(value)) * 1000 : Number(value));
  const given = values.filter((value) => value !== null);
  const held = given.map(read).filter(Number.isFinite);
  const left = { blank: values.length - given.length, other: given.length - held.length };
  const unit = isTime ? timeUnit(given) : held.every(Number.isInteger) ? "integer" : "real";
  const known = like?.kind === "bins" ? like : null;
  const reach = held.length > 0 ? ([held.reduce(smaller), held.reduce(larger)] as const) : null;
  const found = reach ? roundBins(...reach, { unit }) : { start: 0, step: 1, count: 0 };
  const bins = known?.bins ?? found;
  const counts = new Array<number>(bins.count).fill(0);
  for (const x of held) {
    const bin = Math.min(bins.count - 1, Math.floor((x - bins.start) / bins.step));
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { kind: "bins", bins, unit: known?.unit ?? unit, reach, counts, ...left };
}

const smaller = (a: number, b: number): number => Math.min(a, b);
const larger = (a: number, b: number): number => Math.max(a, b);

const timeUnit = (values: readonly CellValue[]): BinUnit =>
  values.every((value) => String(value).length === "2025-09-30".length) ? "day" : "time";

function oneByOne(values: readonly CellValue[], { within = "", most = 12 }: SummaryRequest): ColumnSummary {
  const counts = new Map<string | null, number>();
  for (const value of values) {
    const text = value === null ? null : String(value);
    if (within !== "" && !text?.toLowerCase().includes(within.toLowerCase())) continue;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const listed = [...counts].map(([value, count]) => ({ value, count }));
  const sorted = listed.toSorted((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1));
  const distinct = counts.size - Number(counts.has(null));
  return { kind: "values", values: sorted.slice(0, most), distinct, isAbout: false, rows: values.length };
}
