import type { ColumnSummary, Condition } from "../../engine/api/table-views.ts";
import { type BinUnit, binEdge } from "../../lib/bins.ts";
import { visible } from "./shown.ts";

type BinsSummary = Extract<ColumnSummary, { kind: "bins" }>;

/** Conditions with one column's replaced; null takes it away. */
export const withCondition = (
  conditions: readonly Condition[],
  column: string,
  condition: Condition | null,
): readonly Condition[] => [...conditions.filter((one) => one.column !== column), ...(condition ? [condition] : [])];

/** The condition of the bins from one to another, both included. */
export function binsCondition(column: string, { bins, unit }: BinsSummary, first: number, last: number): Condition {
  const [from, to] = first <= last ? [first, last] : [last, first];
  const isLast = to === bins.count - 1;
  return {
    kind: "range",
    column,
    from: from === 0 ? null : edgeText(binEdge(bins, from), unit),
    to: isLast ? null : edgeText(binEdge(bins, to + 1), unit),
    isBelow: !isLast,
  };
}

/** A condition on a column with a value picked, or no longer picked; null where none is left. */
export function pickedValue(condition: Condition | null, column: string, value: string | null): Condition | null {
  const values = condition?.kind === "values" ? condition.values : [];
  const left = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return left.length > 0 ? { kind: "values", column, values: left } : null;
}

/** Whether a bin lies within a condition. */
export function isBinIn(condition: Condition | null, { bins, unit }: BinsSummary, bin: number): boolean {
  if (condition?.kind !== "range") return false;
  const read = (text: string): number => (isTime(unit) ? Date.parse(text) * 1000 : Number(text));
  const middle = bins.start + (bin + 0.5) * bins.step;
  const { from, to } = condition;
  return (from === null || read(from) <= middle) && (to === null || middle <= read(to));
}

/** An edge of a bin as a bound: a number, or a time in ISO 8601, a day alone at midnight. */
export function edgeText(edge: number, unit: BinUnit): string {
  if (!isTime(unit)) return String(edge);
  const date = new Date(edge / 1000);
  if (Number.isNaN(date.getTime())) return String(edge);
  return date.toISOString().replace(/T00:00:00\.000Z$/, "");
}

const isTime = (unit: BinUnit): boolean => unit === "time" || unit === "day";

/** A condition in words, for its chip: `bytes ≥ 20, < 40`, `user: ann, bob`. */
export function conditionWords(condition: Condition): string {
  const name = visible(condition.column);
  if (condition.kind === "values") {
    const { values } = condition;
    const listed = values.slice(0, 3).map((value) => (value === null ? "blank" : visible(value).slice(0, 40)));
    return `${name}: ${listed.join(", ")}${values.length > 3 ? ` and ${values.length - 3} more` : ""}`;
  }
  const { from, to, isBelow } = condition;
  const sides = [from === null ? [] : [`≥ ${from}`], to === null ? [] : [`${isBelow ? "<" : "≤"} ${to}`]].flat();
  return sides.length > 0 ? `${name} ${sides.join(", ")}` : `${name} not blank`;
}
