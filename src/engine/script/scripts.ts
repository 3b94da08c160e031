import { proxy, wrap } from "comlink";
import { Cancelled, UserError } from "../../lib/errors.ts";
import type { Job } from "../../lib/job.ts";
import { Countdown } from "./countdown.ts";
import { type ScriptLimits, scriptLimits } from "./limits.ts";
import type { Answer, Script } from "./sandbox.ts";
import type { ScriptWorker } from "./script.worker.ts";
import ScriptWorkerScript from "./script.worker.ts?worker&inline";

/** Milliseconds beyond its time until a script's worker is ended: within some calls QuickJS doesn't look at the clock. */
const grace = 1500;

/** Runs scripts, each in a blob worker of its own that ends with it. */
export class Scripts {
  readonly #module: string;
  #compiled: Promise<WebAssembly.Module> | null = null;

  /** @param module blob URL of QuickJS's wasm */
  constructor(module: string) {
    this.#module = module;
  }

  #wasm(): Promise<WebAssembly.Module> {
    this.#compiled ??= fetch(this.#module)
      .then((response) => response.arrayBuffer())
      .then((bytes) => WebAssembly.compile(bytes));
    return this.#compiled;
  }

  /** What a script gives, packed. @throws Cancelled, UserError where it fails or is stopped */
  async run(
    script: Script,
    answer: Answer,
    { signal }: Pick<Job, "signal">,
    limits: ScriptLimits = scriptLimits,
  ): Promise<string> {
    const wasm = await this.#wasm();
    if (signal.aborted) throw new Cancelled();
    const worker = new ScriptWorkerScript({ name: "script" });
    let end: (why: Error) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    const stop = () => end(new Cancelled());
    const countdown = new Countdown(limits.milliseconds + grace, () => end(unanswering(script, limits)));
    signal.addEventListener("abort", stop);
    const across: Answer = (what, text) => countdown.without(() => answer(what, text));
    try {
      return await Promise.race([wrap<ScriptWorker>(worker).run(wasm, script, proxy(across), limits), ended]);
    } finally {
      signal.removeEventListener("abort", stop);
      countdown.stop();
      worker.terminate();
    }
  }
}

const unanswering = ({ name }: Script, { milliseconds }: ScriptLimits): UserError =>
  new UserError(`The cell ran for over ${milliseconds / 1000} s and was stopped.`, {
    where: name,
    next: "Look for one step that makes very much of a little, or let sql() do the work.",
  });
