import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import type { DuckdbParts } from "./duckdb.ts";

/** Fetches DuckDB's script and module from the page's own origin into blobs, so that no later start needs the network. */
export async function fetchDuckdbParts(): Promise<DuckdbParts> {
  const blobUrl = async (url: string, type: string) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
    return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type }));
  };
  const [worker, wasm] = await Promise.all([
    blobUrl(workerUrl, "text/javascript"),
    blobUrl(wasmUrl, "application/wasm"),
  ]);
  return { worker, wasm };
}
