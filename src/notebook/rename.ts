import { sqlTokens } from "../db/sql-tokens.ts";
import type { CellKind } from "./kinds/kind.ts";
import { tablesInSql } from "./names.ts";

/**
 * A body in which a cell is called by its new name. SQL: where it is read as a table, and before the dot of a column. YAML: where it is a whole
 * value or list item. Other languages: where it is a whole quoted text.
 */
export function renamedIn(body: string, language: CellKind["language"], from: string, to: string): string {
  if (language === "sql") return renamedInSql(body, from.toLowerCase(), to);
  const name = from.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
  if (language === "yaml") {
    const value = new RegExp(`((?:^|[:[,-])[ \\t]*)(["']?)${name}\\2(?=[ \\t]*(?:[,\\]}]|#|$))`, "gm");
    return body.replace(value, (_all, before: string, quote: string) => `${before}${quote}${to}${quote}`);
  }
  return body.replace(new RegExp(`(["'\`])${name}\\1`, "g"), (_all, quote: string) => `${quote}${to}${quote}`);
}

function renamedInSql(sql: string, from: string, to: string): string {
  const read = new Set(tablesInSql(sql).flatMap((table) => (table.name === from ? [table.from] : [])));
  const tokens = sqlTokens(sql);
  return tokens
    .map(({ kind, name, from: start, to: end }, i) => {
      const text = sql.slice(start, end);
      const isOwner = tokens[i + 1]?.name === "." && tokens[i - 1]?.name !== ".";
      if (kind !== "name" || name !== from || !(read.has(start) || isOwner)) return text;
      return text.startsWith('"') || to.includes("-") ? `"${to}"` : to;
    })
    .join("");
}
