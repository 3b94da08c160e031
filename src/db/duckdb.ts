import { AsyncDuckDB, type AsyncDuckDBConnection, VoidLogger } from "@duckdb/duckdb-wasm";
import { Table } from "apache-arrow";
import { Cancelled } from "../lib/errors.ts";
import type { Database } from "./database.ts";
import lockdown from "./lockdown.sql?raw";
import { statements } from "./statements.ts";

/** Blob URLs of DuckDB's worker script and of its wasm module: nothing of it is loaded by a URL of the site. */
export interface DuckdbParts {
  readonly worker: string;
  readonly wasm: string;
}

/**
 * Starts DuckDB in a nested blob worker and locks it down before anything else runs in it.
 * @throws Error when the module cannot start
 */
export async function openDuckdb(parts: DuckdbParts): Promise<Database> {
  const worker = new Worker(parts.worker, { name: "database" });
  const engine = new AsyncDuckDB(new VoidLogger(), worker);
  await engine.instantiate(parts.wasm);
  await engine.open({ path: ":memory:", query: { castBigIntToDouble: false } });
  const connection = await engine.connect();
  for (const statement of statements(lockdown)) await connection.query(statement);
  return new WorkerDatabase(engine, connection, worker);
}

class WorkerDatabase implements Database {
  readonly #engine: AsyncDuckDB;
  readonly #connection: AsyncDuckDBConnection;
  readonly #worker: Worker;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(engine: AsyncDuckDB, connection: AsyncDuckDBConnection, worker: Worker) {
    this.#engine = engine;
    this.#connection = connection;
    this.#worker = worker;
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(step, step);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  query(sql: string, signal?: AbortSignal): Promise<Table> {
    return this.#next(async () => {
      if (!signal) return (await this.#connection.query(sql)) as never;
      return this.#stoppable(signal, async () => {
        const reader = await this.#connection.send(sql);
        const batches = [];
        for await (const batch of reader) {
          if (signal.aborted) throw new Cancelled();
          batches.push(batch);
        }
        return new Table(reader.schema as never, batches as never);
      });
    });
  }

  execute(sql: string, signal: AbortSignal) {
    return this.#next(() =>
      this.#stoppable(signal, async () => {
        await (await this.#connection.send(sql)).cancel();
      }),
    );
  }

  /** Runs a statement that was sent, which gives way to messages while it runs, until it is done or the signal stops it. */
  async #stoppable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw new Cancelled();
    const stop = () => void this.#connection.cancelSent();
    signal.addEventListener("abort", stop);
    try {
      return await work();
    } catch (error) {
      throw signal.aborted ? new Cancelled() : error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  check(sql: string) {
    return this.#next(async () => {
      const prepared = await this.#connection.prepare(sql);
      await prepared.close();
    });
  }

  async run(sql: string, signal?: AbortSignal) {
    for (const statement of statements(sql)) await (signal ? this.execute(statement, signal) : this.query(statement));
  }

  insertArrow(table: string, ipc: Uint8Array, { create = true } = {}) {
    return this.#next(() => this.#connection.insertArrowFromIPCStream(ipc, { name: table, create }));
  }

  registerBytes(name: string, bytes: Uint8Array) {
    return this.#next(() => this.#engine.registerFileBuffer(`/in/${name}`, bytes));
  }

  dropFile(name: string) {
    return this.#next(async () => {
      await this.#engine.dropFile(`/in/${name}`);
    });
  }

  async close() {
    this.#worker.terminate();
  }
}
