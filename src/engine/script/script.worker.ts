import { expose } from "comlink";
import type { ScriptLimits } from "./limits.ts";
import { type Answer, runInSandbox, type Script } from "./sandbox.ts";

// The sandbox's local time is this worker's: a script gives the same in every zone.
Date.prototype.getTimezoneOffset = () => 0;

/** A worker that runs one script and is then ended. */
export interface ScriptWorker {
  run(wasm: WebAssembly.Module, script: Script, answer: Answer, limits: ScriptLimits): Promise<string>;
}

const worker: ScriptWorker = { run: runInSandbox };
expose(worker);
