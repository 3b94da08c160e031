import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");

/** The same DuckDB-WASM module as in the browser, on Node's main thread; no database is open in it yet. */
export async function startDuckdb() {
  const bundle = (name: string) => ({ mainModule: join(folder, `duckdb-${name}.wasm`), mainWorker: "" });
  const engine = await duckdb.createDuckDB(
    { mvp: bundle("mvp"), eh: bundle("eh") },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await engine.instantiate(() => {});
  return engine;
}
