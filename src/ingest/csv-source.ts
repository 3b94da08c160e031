import { quoteText } from "../db/database.ts";
import csvSource from "./csv-source.sql?raw";
import { fill } from "./fill.ts";
import type { Dialect } from "./formats/format.ts";
import type { StagedColumn, StagingPlan } from "./staging-plan.ts";

function expression({ references, joined }: StagedColumn, columns: ReadonlyMap<string, number>): string {
  const parts = references.flatMap((name) => {
    if (name.startsWith("=")) return [quoteText(name.slice(1))];
    const index = columns.get(name);
    return index === undefined ? [] : [`c${index}`];
  });
  if (parts.length === 0) return "null::varchar";
  if (parts.length === 1) return parts[0]!;
  return joined ? `nullif(concat_ws(' ', ${parts.join(", ")}), '')` : `coalesce(${parts.join(", ")})`;
}

/**
 * SQL that reads the plan's columns from registered delimited text, one row a record, in order. Everything is text: no
 * type is guessed, and so nothing is lost to a guess.
 */
export function csvSelect(
  plan: StagingPlan,
  dialect: Dialect,
  { file, bytes }: { readonly file: string; readonly bytes: number },
): string {
  const columns = new Map<string, number>();
  dialect.columns.forEach((name, i) => {
    if (!columns.has(name)) columns.set(name, i);
  });
  const picked = plan.columns.map((column) => `${expression(column, columns)} as ${column.name}`);
  const source = fill(csvSource, {
    file,
    columns: dialect.columns.map((_, i) => `c${i}: 'VARCHAR'`).join(", "),
    delimiter: quoteText(dialect.delimiter),
    quote: quoteText(dialect.quote),
    nulls: [...new Set(["", ...plan.nulls])].map(quoteText).join(", "),
    longest: Math.max(2_097_152, bytes),
  });
  return `select ${picked.join(", ")} from ${source}`;
}
