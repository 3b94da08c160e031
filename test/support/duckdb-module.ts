import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");

/** Compiled once a process: it takes longer than most tests, and what has run often stays optimised. */
let compiled: Promise<WebAssembly.Module> | null = null;

/** The same DuckDB-WASM module as in the browser, on Node's main thread; no database is open in it yet. */
export async function startDuckdb() {
  const bundle = (name: string) => ({ mainModule: join(folder, `duckdb-${name}.wasm`), mainWorker: "" });
  const engine = await duckdb.createDuckDB(
    { mvp: bundle("mvp"), eh: bundle("eh") },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  engine.instantiateWasm = (imports: WebAssembly.Imports, done: (...parts: unknown[]) => void) => {
    Object.assign(globalThis, { DUCKDB_RUNTIME: { ...duckdb.NODE_RUNTIME } });
    compiled ??= WebAssembly.compile(readFileSync(engine.mainModulePath));
    compiled.then(async (module) => done(await WebAssembly.instantiate(module, imports), module));
    return [];
  };
  await engine.instantiate(() => {});
  return engine;
}
