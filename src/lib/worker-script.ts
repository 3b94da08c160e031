import { fetchBlob } from "./fetch-blob.ts";

/**
 * Fetches a worker's script, so that it starts from a blob later on. `vite dev`, whose scripts import others by their addresses, starts it by its own.
 * @returns starts a worker
 */
export async function fetchWorker(url: string, name: string): Promise<() => Worker> {
  const address = import.meta.env.DEV ? url : await fetchBlob(url, "text/javascript");
  return () => new Worker(address, { type: "module", name });
}
