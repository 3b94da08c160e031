import type { Database } from "../../db/database.ts";
import { quoteName } from "../../db/database.ts";
import { UserError } from "../../lib/errors.ts";
import type { Job } from "../../lib/job.ts";
import type { TableInfo } from "../api/tables.ts";
import { cellQuery } from "../cell-query.ts";
import { readWindow, storeUnder, tableInfo } from "../tables.ts";
import { storeValues } from "../value-table.ts";
import type { ScriptGiven, ScriptResult } from "./given.ts";
import { type ScriptLimits, scriptLimits } from "./limits.ts";
import { readPacked } from "./packed.ts";
import type { Answer, Script } from "./sandbox.ts";

/** Runs a script and gives what it returned, packed. */
export type ScriptRunner = (script: Script, answer: Answer, job: Job) => Promise<string>;

const incoming = "incoming_script";

/**
 * Runs a cell's script over the tenant; rows that it returns are stored as the table named like the cell.
 * @throws Cancelled, UserError where it fails, is stopped, or gives what is no table, chart or text
 */
export async function runCellScript(
  db: Database,
  script: Script,
  { run, given, job }: { readonly run: ScriptRunner; readonly given: ScriptGiven; readonly job: Job },
): Promise<ScriptResult> {
  const started = performance.now();
  const packed = readPacked(script.name, await run(script, answers(db, given, job), job));
  const milliseconds = () => performance.now() - started;
  if (packed.kind === "text") return { ...packed, milliseconds: milliseconds() };
  const columns = packed.columns;
  const table = columns && (await storeValues(db, script.name, columns, started));
  if (packed.kind === "chart") return { kind: "chart", spec: packed.spec, table, milliseconds: milliseconds() };
  return { kind: "table", table: table!, milliseconds: milliseconds() };
}

/** Answers what a script asks: one question after the other. */
function answers(db: Database, given: ScriptGiven, job: Job): Answer {
  const of = (name: string, what: "value" | "model") => {
    const found = Object.hasOwn(given, name) ? given[name]! : null;
    if (!found)
      throw new UserError(`This cell doesn't read one named ${name}.`, {
        next: 'Write the name itself into the call, as cell("name"), so that the notebook knows the order.',
      });
    if (what === "model" && found.model === undefined)
      throw new UserError(`${name} is no detector cell.`, { next: `Read it by cell("${name}").` });
    return found;
  };
  const answer: Answer = async (what, text) => {
    if (what === "sql") return rowsOfQuery(db, text, job);
    const found = of(text, what === "model" ? "model" : "value");
    const rows = found.table === undefined ? null : await rowsOf(db, await tableInfo(db, found.table, 0));
    if (what === "model") return JSON.stringify({ value: { ...found.model, scores: rows && objects(rows) } });
    return JSON.stringify(rows ?? { value: found.value ?? null });
  };
  let last: Promise<unknown> = Promise.resolve();
  return (what, text) => {
    const next = last.then(() => answer(what, text));
    last = next.catch(() => undefined);
    return next;
  };
}

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const objects = ({ columns, rows }: Rows) =>
  rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

async function rowsOf(
  db: Database,
  table: Pick<TableInfo, "name" | "rows" | "columns">,
  limits: ScriptLimits = scriptLimits,
): Promise<Rows> {
  const isTooLong = table.rows > limits.rows;
  if (isTooLong || table.rows * table.columns.length > limits.values)
    throw new UserError(
      isTooLong
        ? `That is over ${limits.rows} rows, more than a script takes.`
        : `That is ${table.rows * table.columns.length} values; a script takes up to ${limits.values}.`,
      { next: "Aggregate them in sql(), or take fewer columns." },
    );
  const { rows } = await readWindow(db, table.name, 0, table.rows);
  return { columns: table.columns.map(({ name }) => name), rows };
}

async function rowsOfQuery(db: Database, text: string, { signal }: Job): Promise<string> {
  const { text: query } = cellQuery("sql()", text);
  const most = scriptLimits.rows + 1;
  try {
    const table = await storeUnder(db, incoming, `select * from (${query}\n) limit ${most}`, signal);
    return JSON.stringify(await rowsOf(db, table));
  } catch (error) {
    if (error instanceof UserError && error.where === incoming)
      throw new UserError(error.what, { where: "sql()", next: error.next });
    throw error;
  } finally {
    await db.query(`drop table if exists ${quoteName(incoming)}`);
  }
}
