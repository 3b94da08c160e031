import { expose } from "comlink";
import { type DemoTenant, demoFiles } from "./files.ts";

/** What the demo's worker offers. */
export interface DemoWorker {
  generate(seed: number): Promise<DemoTenant>;
}

const worker: DemoWorker = { generate: async (seed) => demoFiles({ seed }) };
expose(worker);
