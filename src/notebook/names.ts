import { sqlTokens } from "../db/sql-tokens.ts";

/** Which of the names a query mentions, as a table or otherwise; SQL takes small letters for capitals. */
export function namesInSql(sql: string, names: readonly string[]): string[] {
  const words = new Set(sqlTokens(sql).flatMap(({ kind, name }) => (kind === "name" ? [name] : [])));
  return names.filter((name) => words.has(name.toLowerCase()));
}
