import { html, nothing, type TemplateResult } from "lit";
import type { TableInfo } from "../../engine/api/tables.ts";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import type { NotebookRunner } from "../../notebook/runner.ts";
import type { ChartData } from "../chart-export.ts";
import { count, plural } from "../format.ts";
import type { RowSource } from "../row-source.ts";
import { engineSource } from "../table/engine-source.ts";
import { TableMemory } from "../table/memory.ts";
import { auditOutput } from "./audit-output.ts";
import { brushLine } from "./brush-line.ts";
import { controlOutput } from "./controls.ts";
import type { Desk } from "./desk.ts";
import { judgedOutput, knownOf, modelFacts } from "./model-output.ts";
import { sourceOutput } from "./source-output.ts";
import { specChart } from "./spec-chart.ts";
import { isTraining } from "./training-output.ts";
import { headlineDay } from "./words.ts";

const memories = new WeakMap<NotebookRunner, Map<string, TableMemory>>();

/** What was arranged on the notebook's table of this label, which every later run of its cell shows again. */
function memoryOf({ runner }: Desk, label: string): TableMemory {
  const known = (runner && memories.get(runner)) ?? new Map<string, TableMemory>();
  if (runner) memories.set(runner, known);
  const memory = known.get(label) ?? new TableMemory();
  known.set(label, memory);
  return memory;
}

const sources = new WeakMap<TableInfo, RowSource>();

function tableOf(desk: Desk, table: TableInfo, label: string): TemplateResult {
  const { engine } = desk.session;
  const source = sources.get(table) ?? (engine && engineSource(engine, table));
  if (source) sources.set(table, source);
  return html`<sg-table .source=${source} .columns=${table.columns} .memory=${memoryOf(desk, label)} label=${label}></sg-table>`;
}

/** The rows that a chart was drawn from. */
const dataOf = ({ table, data }: Extract<CellResult, { kind: "chart" }>): ChartData => ({
  columns: table.columns.map(({ name }) => name),
  rows: data.rows.map((row) => row.map((value) => (typeof value === "boolean" ? String(value) : value))),
});

const charts = new WeakMap<CellResult, ReturnType<typeof specChart>>();

/** What a cell gave, as it is shown below its body. */
export function outputOf(desk: Desk, name: string, result: CellResult): TemplateResult {
  switch (result.kind) {
    case "table":
      return html`${isTraining(result.table) ? html`<sg-training .session=${desk.session} .table=${result.table}></sg-training>` : ""}${tableOf(desk, result.table, `Rows of ${name}`)}`;
    case "chart": {
      const { spec, table, data } = result;
      if (data.rows.length === 0)
        return html`<p class="k">No rows to draw: ${table.rows === 0 ? `${spec.data} has none` : `none lies within what is brushed on ${spec.within}`}.</p>`;
      const draw = charts.get(result) ?? specChart(result);
      charts.set(result, draw);
      return html`<figure class="nb-chart"><figcaption>${spec.title}</figcaption><sg-chart .draw=${draw} .data=${() => dataOf(result)} name=${name} .finding=${spec.title || name}></sg-chart>${spec.brush ? brushLine(name, result) : nothing}</figure>`;
    }
    case "text":
      return html`<pre class="nb-text">${result.text}</pre>`;
    case "input":
      return controlOutput(name, result.control);
    case "source":
      return sourceOutput(result, tableOf(desk, result.table, `Files of ${name}`));
    case "scores": {
      const { finding, table } = result.result;
      return html`
        <p class="nb-finding">${finding}</p>
        ${knownOf(result.result)}
        <details><summary class="k">Scores</summary>${tableOf(desk, table, `Scores of ${name}`)}</details>
      `;
    }
    case "model":
      return modelFacts(result.model);
    case "judged":
      return judgedOutput(result.result, ({ name: of, table }) => tableOf(desk, table, `Scores of ${of}`));
    case "cases":
      return html`
        <ol class="nb-cases">
          ${result.cases
            .slice(0, 8)
            .map(
              (one) =>
                html`<li><a href="#/queue/${one.rank}">${one.headline}</a><span class="k">${one.actor} · ${headlineDay(one.day)}</span></li>`,
            )}
        </ol>
        <p class="k"><a href="#/queue">Open the queue of ${plural(result.cases.length, "case")}</a></p>
      `;
    case "audit":
      return auditOutput(result);
  }
}

/** What a cell gave, counted: its rows or items, and what they were measured with. */
export function factsOf(result: CellResult): string {
  switch (result.kind) {
    case "table":
      return plural(result.table.rows, "row");
    case "chart":
      return plural(result.data.rows.length, "row");
    case "text":
    case "input":
      return "";
    case "source":
      return plural(result.table.rows, "file");
    case "scores":
      return `${count(result.result.items)} scored against ${count(result.result.null)} earlier · ${result.result.backend === "cpu" ? "CPU" : result.result.backend}`;
    case "model":
      return "";
    case "judged":
      return `${plural(result.result.results[0]?.items ?? 0, "user-day")} · ${result.result.model.name}`;
    case "cases":
      return plural(result.cases.length, "case");
    case "audit":
      return plural(result.rows.length, "ranking");
  }
}
