import type { ScriptGiven } from "../../engine/script/given.ts";
import { UserError } from "../../lib/errors.ts";
import { scriptReads } from "../js/reads.ts";
import { brushable } from "./brush.ts";
import type { CellKind, CellResult } from "./kind.ts";
import { drawTable, specOf, tableOf } from "./spec.ts";

/** JavaScript that runs in a sandbox: it sees the tenant through `sql`, other cells through `cell` and `model`, and nothing else. */
export const js: CellKind = {
  type: "js",
  title: "JavaScript",
  language: "javascript",
  template: `// An expression, or statements that end in return; it gives rows, a chart ({ title, data, marks, brush }) or a text.
//   await sql("select …")   rows as objects, up to 100,000
//   await cell("name")      what another cell gave
//   await model("name")     a detector cell's finding, counts and scores
// Times are ISO texts. Chance is seeded and there is no clock, so that it gives the same each time.
const rows = await sql("select actor, count(*) as events from log group by actor");
return rows.filter(({ events }) => events > 100);`,
  reads: scriptReads,
  async run(context, name, body) {
    if (context.before?.kind === "chart") return brushable(context, name, context.before);
    const given: ScriptGiven = Object.fromEntries([...context.inputs].map(([one, result]) => [one, givenBy(result)]));
    const result = await context.engine.script(name, body, given, context.onProgress);
    if (result.kind !== "chart") return result;
    const own = result.table;
    const spec = specOf(name, { ...result.spec, ...(own ? { data: name } : {}) });
    const table = own ?? tableOf(context.cell(spec.data));
    if (!table)
      throw new UserError(`${spec.data} gives no table to draw.`, {
        where: name,
        next: "Give the chart rows of its own, as data.",
      });
    return brushable(context, name, await drawTable(context, name, spec, table));
  },
};

/** What a script sees of another cell's result. */
function givenBy(result: CellResult): ScriptGiven[string] {
  const table = tableOf(result)?.name;
  switch (result.kind) {
    case "scores": {
      const { detector, backend, items, null: ofNull, finding, facts, unscored } = result.result;
      const model = { detector, backend, items, null: ofNull, finding, facts, unscored };
      return { table: result.result.table.name, model };
    }
    case "judged":
      return {
        ...(table === undefined ? {} : { table }),
        model: { ...result.result.model, notes: result.result.notes },
      };
    case "model":
      return { value: result.model, model: result.model };
    case "cases":
      return { value: result.cases };
    case "audit":
      return { value: result.rows };
    case "text":
      return { value: result.text };
    default:
      return table === undefined ? {} : { table };
  }
}
