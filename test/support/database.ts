import { type Table, tableFromIPC } from "apache-arrow";
import type { Database } from "../../src/db/database.ts";
import lockdown from "../../src/db/lockdown.sql?raw";
import schema from "../../src/db/schema.sql?raw";
import { statements } from "../../src/db/statements.ts";
import { Cancelled } from "../../src/lib/errors.ts";
import { startDuckdb } from "./duckdb-module.ts";

/** The same DuckDB-WASM module as in the browser, on Node's main thread, locked down alike; with the canonical tables unless told otherwise. */
export async function openTestDatabase({ canonical = true } = {}): Promise<Database> {
  const engine = await startDuckdb();
  engine.open({ path: ":memory:" });
  const connection = engine.connect();
  const query = async (sql: string, signal?: AbortSignal): Promise<Table> => {
    if (signal?.aborted) throw new Cancelled();
    return tableFromIPC(connection.useUnsafe((_: unknown, id: number) => engine.runQuery(id, sql)));
  };
  const run = async (sql: string, signal?: AbortSignal) => {
    for (const statement of statements(sql)) await query(statement, signal);
  };
  await run(lockdown);
  if (canonical) await run(schema);
  return {
    query,
    check: async (sql) => connection.prepare(sql).close(),
    run,
    insertArrow: async (table, ipc, { create = true } = {}) =>
      connection.insertArrowFromIPCStream(ipc, { name: table, create }),
    registerBytes: async (name, bytes) => engine.registerFileBuffer(`/in/${name}`, bytes),
    dropFile: async (name) => engine.dropFile(`/in/${name}`),
    execute: async (sql, signal) => void (await query(sql, signal)),
    close: async () => connection.close(),
  };
}
