import type { Database } from "../../src/db/database.ts";
import { statements } from "../../src/db/statements.ts";

/** A database that can be told to fail. */
export interface FaultyDatabase extends Database {
  /** From now on the `n`-th call fails, and with `on` all after it; 0 for none. */
  failAt(n: number, options?: { readonly on?: boolean }): void;
  /** Calls since `failAt`. */
  readonly calls: () => number;
}

/** DuckDB's own words (1.4.3). */
const words = "Out of Memory Error: could not allocate block of size 256.0 KiB (3.0 GiB/3.0 GiB used)";

/** Runs statements on `db`, until it runs out of memory as DuckDB does: the statement has no effect. Rolling back takes no memory. */
export function faultyDatabase(db: Database): FaultyDatabase {
  let at = 0;
  let goesOn = false;
  let calls = 0;
  const step = <T>(work: () => Promise<T>): Promise<T> => {
    calls++;
    const fails = at > 0 && (calls === at || (goesOn && calls > at));
    return fails ? Promise.reject(new Error(words)) : work();
  };
  return {
    failAt: (n, { on = false } = {}) => {
      [at, goesOn, calls] = [n, on, 0];
    },
    calls: () => calls,
    query: (sql, signal) => step(() => db.query(sql, signal)),
    execute: (sql, signal) => step(() => db.execute(sql, signal)),
    check: (sql) => step(() => db.check(sql)),
    run: async (sql, signal) => {
      for (const statement of statements(sql))
        await (statement === "rollback" ? db.run(statement) : step(() => db.run(statement, signal)));
    },
    insertArrow: (table, ipc, options) => step(() => db.insertArrow(table, ipc, options)),
    registerBytes: (name, bytes) => step(() => db.registerBytes(name, bytes)),
    dropFile: (name) => db.dropFile(name),
    close: () => db.close(),
  };
}
