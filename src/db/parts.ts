import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import { fetchBlob } from "../lib/fetch-blob.ts";
import type { DuckdbParts } from "./duckdb.ts";

/** Fetches DuckDB's script and module from the page's own origin into blobs, so that no later start needs the network. */
export async function fetchDuckdbParts(): Promise<DuckdbParts> {
  const [worker, wasm] = await Promise.all([
    fetchBlob(workerUrl, "text/javascript"),
    fetchBlob(wasmUrl, "application/wasm"),
  ]);
  return { worker, wasm };
}
