import { duckdb, formatDialect } from "sql-formatter";

/** SQL with a clause a line and its parts indented. @throws Error where it can't be read */
export const formatSql = (text: string): string =>
  formatDialect(text, { dialect: duckdb, tabWidth: 2, expressionWidth: 80, keywordCase: "preserve" });
