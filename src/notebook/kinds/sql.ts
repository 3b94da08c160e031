import { UserError } from "../../lib/errors.ts";
import { namesInSql } from "../names.ts";
import type { CellKind } from "./kind.ts";

/** A query over the tenant and over other cells' names. */
export const sql: CellKind = {
  type: "sql",
  title: "SQL",
  language: "sql",
  template: "select day, count(*)::integer as events\nfrom log\ngroup by day\norder by day",
  reads: namesInSql,
  takesBrush: () => true,
  async run({ engine, inputs, onProgress }, name, body) {
    for (const [read, result] of inputs) {
      if (result.kind === "chart" && !result.spec.brush)
        throw new UserError(`${read} is a chart that can't be brushed: it has no rows to read.`, {
          where: name,
          next: `Add brush: x to ${read}, or read ${result.spec.data}.`,
        });
    }
    return { kind: "table", table: await engine.sql(name, body, onProgress) };
  },
};
