import type { Database } from "../db/database.ts";
import { UserError } from "../lib/errors.ts";

/** The most columns that a cell's table may have; `set pivot_limit` in db/lockdown.sql is the same. */
const mostColumns = 5000;
/** The longest query that is read, in characters. */
const longest = 1_000_000;

const next = "Name the columns that you need, or turn them into rows with UNPIVOT.";

/** Refuses what is too long to be read at all. @throws UserError */
export function refuseLong(where: string, body: string): void {
  if (body.length <= longest) return;
  const [length, most] = [body.length, longest].map((n) => n.toLocaleString("en-US"));
  throw new UserError(`The query is ${length} characters long; a cell takes up to ${most}.`, { where, next });
}

/**
 * Refuses a query that gives more columns than a table here may have, without running it. DuckDB counts columns in
 * linear time only where they are renamed (DESCRIBE takes the square), and complains where there are too few for the names.
 * @throws UserError; what else is wrong with the query is left to whoever runs it
 */
export async function refuseWide(db: Database, where: string, query: string): Promise<void> {
  const names = Array.from({ length: mostColumns + 1 }, (_, i) => `c${i}`).join(", ");
  const isWide = await db.check(`select 1 from (${query}\n) as counted(${names})`).then(
    () => true,
    () => false,
  );
  if (isWide) throw tooWide(where);
}

/** What is said of a result with too many columns. */
export const tooWide = (where: string): UserError =>
  new UserError(
    `The result has over ${mostColumns.toLocaleString("en-US")} columns, more than a table here can have.`,
    {
      where,
      next,
    },
  );
