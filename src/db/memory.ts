import { UserError } from "../lib/errors.ts";
import type { Database } from "./database.ts";

/** What DuckDB, its module and the browser say when there is no memory left (DuckDB 1.4.3: "Out of Memory Error: …"). */
const texts = /out of memory|bad_alloc|allocation fail|failed to allocate|could not allocate|Array buffer allocation/i;

/** DuckDB has no memory left for a statement; what was loaded before is as it was. */
export class OutOfMemory extends UserError {
  constructor() {
    super("There is not enough memory for this: the database may take 3.1 GB of this tab.", {
      next: "What was loaded before is still here. Take fewer files or days at a time, leave out entity columns of the mapping that nobody asks for, or set a shorter history and a narrower window in the cell.",
    });
  }
}

/** Whether an error says, in whatever words, that memory ran out. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof OutOfMemory || (error instanceof Error && texts.test(error.message));

/** A database that says in plain words when its memory ran out, and what to narrow. */
export function sayingMemory(db: Database): Database {
  const said = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw isOutOfMemory(error) ? new OutOfMemory() : error;
    }
  };
  return {
    query: (sql, signal) => said(db.query(sql, signal)),
    execute: (sql, signal) => said(db.execute(sql, signal)),
    check: (sql) => said(db.check(sql)),
    run: (sql, signal) => said(db.run(sql, signal)),
    insertArrow: (table, ipc, options) => said(db.insertArrow(table, ipc, options)),
    registerBytes: (name, bytes) => said(db.registerBytes(name, bytes)),
    dropFile: (name) => db.dropFile(name),
    close: () => db.close(),
  };
}
