import { expose } from "comlink";
import { type DemoTenant, demoFiles } from "./files.ts";

/** What the demo's worker offers. */
export interface DemoWorker {
  generate(seed: number, onBytes: (bytes: number) => void): Promise<DemoTenant>;
}

const worker: DemoWorker = { generate: async (seed, onBytes) => demoFiles({ seed }, onBytes) };
expose(worker);
