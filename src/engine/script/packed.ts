import { UserError } from "../../lib/errors.ts";
import type { ValueColumn, ValueType } from "../value-table.ts";
import { type ScriptLimits, scriptLimits } from "./limits.ts";

/** What a script gave, checked: plain data within its bounds. */
export type Packed =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "table"; readonly columns: readonly ValueColumn[] }
  | {
      readonly kind: "chart";
      readonly spec: Readonly<Record<string, unknown>>;
      /** Its own rows; null where it names a cell. */
      readonly columns: readonly ValueColumn[] | null;
    };

/** The most characters of a packed result, names in a chart's spec, and how deep they may lie. */
const mostPacked = 64_000_000;
const mostNodes = 20_000;
const mostDepth = 10;

/**
 * Reads what a script packed. Nothing of it is taken on trust: the script may have changed what packs it.
 * @throws UserError where it is no table, chart or text, or beyond its bounds
 */
export function readPacked(where: string, text: string, limits: ScriptLimits = scriptLimits): Packed {
  const refuse = (what: string, next = "Return rows, a chart or a text.") => new UserError(what, { where, next });
  if (text.length > mostPacked) throw refuse("The cell returns too much.", "Aggregate it, or keep the first rows.");
  let packed: unknown;
  try {
    packed = JSON.parse(text);
  } catch {
    throw refuse("The cell returns something that can't be read.");
  }
  if (!isRecord(packed)) throw refuse("The cell returns something that can't be read.");
  if (packed.kind === "text" && typeof packed.text === "string") {
    if (packed.text.length > limits.text)
      throw refuse(`The cell returns a text of ${packed.text.length} characters; it takes up to ${limits.text}.`);
    return { kind: "text", text: packed.text };
  }
  if (packed.kind === "table") return { kind: "table", columns: readColumns(packed.columns, refuse, limits) };
  if (packed.kind === "chart" && isRecord(packed.spec)) {
    const columns = packed.columns === null ? null : readColumns(packed.columns, refuse, limits);
    let left = mostNodes;
    const plain = (value: unknown, depth: number): unknown => {
      left -= 1;
      if (left < 0 || depth > mostDepth) throw refuse("The chart's spec is too large or nested too deep.");
      if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
      if (!isRecord(value)) return value;
      const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
      return Object.fromEntries(entries.map(([key, one]) => [key, plain(one, depth + 1)]));
    };
    return { kind: "chart", spec: plain(packed.spec, 0) as Readonly<Record<string, unknown>>, columns };
  }
  throw refuse("The cell returns something that can't be read.");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Refuse = (what: string, next?: string) => UserError;

function readColumns(columns: unknown, refuse: Refuse, limits: ScriptLimits): ValueColumn[] {
  if (!Array.isArray(columns)) throw refuse("The cell returns rows that can't be read.");
  if (columns.length > limits.columns) throw refuse(`The cell returns over ${limits.columns} columns.`);
  const rows = Array.isArray(columns[0]?.values) ? (columns[0].values as unknown[]).length : 0;
  if (rows > limits.rows) throw refuse(`The cell returns ${rows} rows; a table takes up to ${limits.rows}.`);
  if (rows * columns.length > limits.values)
    throw refuse(`The cell returns ${rows * columns.length} values; a table takes up to ${limits.values}.`);
  return columns.map((column: unknown): ValueColumn => {
    if (!isRecord(column) || typeof column.name !== "string" || !Array.isArray(column.values))
      throw refuse("The cell returns rows that can't be read.");
    if (column.values.length !== rows) throw refuse("The cell returns rows that can't be read.");
    return typed(column.name, column.values.map(readValue));
  });
}

/** A value and what it was: bigints come as `["1"]`, dates as `[["…Z"]]`. */
interface Value {
  readonly type: Exclude<ValueType, "day"> | "null";
  readonly text: string | null;
}

function readValue(value: unknown): Value {
  if (typeof value === "string") return { type: "text", text: value };
  if (typeof value === "boolean") return { type: "boolean", text: String(value) };
  if (typeof value === "number" && Number.isFinite(value))
    return { type: Number.isSafeInteger(value) ? "integer" : "number", text: String(value) };
  const inner: unknown = Array.isArray(value) && value.length === 1 ? value[0] : null;
  if (typeof inner === "string" && /^-?\d{1,400}$/.test(inner)) {
    const fits = BigInt.asIntN(64, BigInt(inner)) === BigInt(inner);
    return { type: fits ? "integer" : "text", text: inner };
  }
  const time: unknown = Array.isArray(inner) && inner.length === 1 ? inner[0] : null;
  if (typeof time === "string" && isoTime.test(time)) return { type: "time", text: time };
  return { type: "null", text: null };
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

const isTime = (text: string): boolean => isoTime.test(text) && !Number.isNaN(Date.parse(text));
/** A day that the calendar has: there is no 30 February. */
const isDay = (text: string): boolean => {
  const time = isoDay.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** A column's type: that of all its values, texts that are all days or times included; text where they differ. */
function typed(name: string, values: readonly Value[]): ValueColumn {
  const types = new Set(values.map(({ type }) => type));
  types.delete("null");
  const texts = values.map(({ text }) => text);
  const every = (fits: (text: string) => boolean) => texts.every((text) => text === null || fits(text));
  const only = (...allowed: readonly string[]) => types.size > 0 && [...types].every((type) => allowed.includes(type));
  let type: ValueType = "text";
  if (only("boolean")) type = "boolean";
  else if (only("integer")) type = "integer";
  else if (only("integer", "number")) type = "number";
  else if (only("text", "time") && every(isTime)) type = "time";
  else if (only("text") && every(isDay)) type = "day";
  return { name, type, values: texts };
}
