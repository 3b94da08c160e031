import { plainSpaces, type SqlToken, sqlTokens } from "../db/sql-tokens.ts";
import { UserError } from "../lib/errors.ts";

/** Functions that do something beside giving rows, and `query`, whose text could call them. */
const refused: Readonly<Record<string, string>> = {
  arrow_scan: "reads the engine's memory",
  arrow_scan_dumb: "reads the engine's memory",
  checkpoint: "changes the database",
  disable_logging: "changes the engine's settings",
  enable_logging: "changes the engine's settings",
  force_checkpoint: "changes the database",
  query: "can run anything",
  truncate_duckdb_logs: "changes the engine's log",
  write_log: "changes the engine's log",
};

/** Options of `read_csv` that make tables beside the cell's own, which could take the place of the tenant's. */
const makesTables = new Set(["store_rejects", "rejects_table", "rejects_scan"]);

const isMark = (token: SqlToken | undefined, mark: string): boolean => token?.kind === "mark" && token.name === mark;

/** A cell's query as DuckDB may run it. */
export interface CellQuery {
  /** Without the semicolons and comments after it. */
  readonly text: string;
  /** Where in the body it begins. */
  readonly from: number;
  /** Whether DuckDB makes several statements of it: a pivot whose columns it first has to look up. */
  readonly pivots: boolean;
}

/** Whether the token is an option of a call, as `name = …`, `name := …` or `name => …`. */
const isOption = (next: SqlToken | undefined): boolean => isMark(next, "=") || isMark(next, ":");

/** Reads the body of an SQL cell. @throws UserError when it is empty, is several statements, or calls a function that does more than read */
export function cellQuery(name: string, body: string): CellQuery {
  const sql = plainSpaces(body);
  if (sql.includes("\0"))
    throw new UserError("The query holds a NUL character, and the engine would read no further.", {
      where: name,
      next: "Take it out of the query.",
    });
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== "space");
  while (isMark(tokens.at(-1), ";")) tokens.pop();
  const last = tokens.at(-1);
  if (!last) throw new UserError("The cell is empty.", { where: name, next: "Write a SELECT." });
  if (tokens.some((token) => isMark(token, ";")))
    throw new UserError("These are several statements.", {
      where: name,
      next: "Give each a cell of its own: a cell can read another by its name.",
    });
  const call = tokens.find((token, i) => Object.hasOwn(refused, token.name) && isMark(tokens[i + 1], "("));
  if (call)
    throw new UserError(`${call.name}() ${refused[call.name]}, and a cell only reads.`, {
      where: name,
      next: "Take it out of the query.",
    });
  const reads = tokens.some((token) => /^read_csv(_auto)?$/.test(token.name));
  const option = tokens.find((token, i) => reads && makesTables.has(token.name) && isOption(tokens[i + 1]));
  if (option)
    throw new UserError(`${option.name} makes tables of its own, and a cell only reads.`, {
      where: name,
      next: "Take it out of the query.",
    });
  const pivots = tokens.some(({ kind, name: word }) => kind === "name" && /^pivot(_wider)?$/.test(word));
  const { from } = tokens[0]!;
  return { text: sql.slice(from, last.to), from, pivots };
}
