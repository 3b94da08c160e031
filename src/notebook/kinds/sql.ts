import { namesInSql } from "../names.ts";
import type { CellKind } from "./kind.ts";

/** A query over the tenant and over other cells' names. */
export const sql: CellKind = {
  type: "sql",
  title: "SQL",
  language: "sql",
  template: "select day, count(*)::integer as events\nfrom log\ngroup by day\norder by day",
  reads: namesInSql,
  async run({ engine, onProgress }, name, body) {
    return { kind: "table", table: await engine.sql(name, body, onProgress) };
  },
};
