import type { CellKind } from "./kind.ts";

const commentsAndTexts = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;

/** A query over the tenant and over other cells' names. */
export const sql: CellKind = {
  type: "sql",
  title: "SQL",
  language: "sql",
  template: "select day, count(*)::integer as events\nfrom log\ngroup by day\norder by day",
  reads(body, names) {
    const words = new Set(
      [...body.replace(commentsAndTexts, " ").matchAll(/"((?:[^"]|"")*)"|[A-Za-z_][A-Za-z0-9_]*/g)].map(
        ([word, quoted]) => (quoted?.replaceAll('""', '"') ?? word).toLowerCase(),
      ),
    );
    return names.filter((name) => words.has(name.toLowerCase()));
  },
  async run({ engine, onProgress }, name, body) {
    return { kind: "table", table: await engine.sql(name, body, onProgress) };
  },
};
