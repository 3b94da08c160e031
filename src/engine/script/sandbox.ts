import quickjs from "@jitl/quickjs-wasmfile-release-sync";
import {
  DefaultIntrinsics,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from "quickjs-emscripten-core";
import { UserError } from "../../lib/errors.ts";
import { type ScriptLimits, scriptLimits } from "./limits.ts";
import prelude from "./prelude.js?raw";

/** What a script may ask its host for: rows of a query, another cell's value, a detector's scores. */
export type Asked = "sql" | "cell" | "model";

/** One script to run. */
export interface Script {
  /** The cell's name, for its errors. */
  readonly name: string;
  /** An expression, or the body of an async function. */
  readonly body: string;
  readonly seed: number;
}

/** Answers a script with JSON text: `{columns, rows}` or `{value}`. */
export type Answer = (what: Asked, text: string) => Promise<string>;

const bytesOfPage = 65_536;
/** What the module was built to start with, and how far it may grow beyond the script's own memory. */
const ownPages = 256;

/**
 * Runs a script in a QuickJS of its own, which has nothing but the language, `sql`, `cell` and `model`; gives what it
 * returned as JSON text, which `readPacked` checks.
 * @throws UserError where the script fails, or goes beyond its time, memory or stack
 */
export async function runInSandbox(
  wasm: WebAssembly.Module,
  script: Script,
  answer: Answer,
  limits: ScriptLimits = scriptLimits,
): Promise<string> {
  const memory = new WebAssembly.Memory({
    initial: ownPages,
    maximum: ownPages + Math.ceil((1.5 * limits.bytes) / bytesOfPage),
  });
  const module = await newQuickJSWASMModuleFromVariant(newVariant(quickjs, { wasmModule: wasm, wasmMemory: memory }));
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(limits.bytes);
  runtime.setMaxStackSize(limits.stack);
  runtime.removeModuleLoader();
  const context = runtime.newContext({ intrinsics: DefaultIntrinsics });
  return new Run(runtime, context, script, answer, limits).result();
}

/** A script on its way. Nothing is given back to QuickJS at the end: its whole memory goes with the worker. */
class Run {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #script: Script;
  readonly #answer: Answer;
  readonly #limits: ScriptLimits;
  readonly #asked = new Set<Promise<void>>();
  #questions = 0;
  #deadline: number;

  constructor(runtime: QuickJSRuntime, context: QuickJSContext, script: Script, answer: Answer, limits: ScriptLimits) {
    this.#runtime = runtime;
    this.#context = context;
    this.#script = script;
    this.#answer = answer;
    this.#limits = limits;
    this.#deadline = performance.now() + limits.milliseconds;
    runtime.setInterruptHandler(() => this.#isLate);
  }

  get #isLate(): boolean {
    return performance.now() > this.#deadline;
  }

  async result(): Promise<string> {
    try {
      return await this.#settled(this.#start());
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw this.#inWords(error);
    }
  }

  #start(): QuickJSHandle {
    const context = this.#context;
    const setUp = this.#got(context.evalCode(prelude, "prelude", { strict: true }));
    const ask = context.newFunction("ask", (what, text) => this.#ask(context.getString(what), context.getString(text)));
    const most = this.#got(
      context.evalCode(`({ rows: ${this.#limits.rows}, columns: ${this.#limits.columns} })`, "limits"),
    );
    const run = this.#got(
      context.callFunction(setUp, context.undefined, ask, context.newNumber(this.#script.seed), most),
    );
    return this.#got(context.callFunction(run, context.undefined, this.#compile()));
  }

  /** The body as a function: as an expression if it is one, else as statements. */
  #compile(): QuickJSHandle {
    const { body, name } = this.#script;
    const expression = this.#context.evalCode(`(async () => (${body}\n))`, name, { strict: true });
    if (!expression.error) return expression.value;
    const statements = this.#context.evalCode(`(async () => {${body}\n})`, name, { strict: true });
    return this.#got(statements);
  }

  #ask(what: string, text: string): QuickJSHandle {
    const context = this.#context;
    const { limits, promise } = { limits: this.#limits, promise: context.newPromise() };
    this.#questions += 1;
    if (this.#questions > limits.questions) {
      const refusal = `A cell asks up to ${limits.questions} times. Ask for more at once.`;
      promise.reject(context.newError(refusal));
      return promise.handle;
    }
    const asked = this.#answer(what as Asked, text).then(
      (answer) => promise.resolve(context.newString(answer)),
      (error) => promise.reject(context.newError(error instanceof Error ? error.message : String(error))),
    );
    const waiting = asked.finally(() => this.#asked.delete(waiting));
    this.#asked.add(waiting);
    return promise.handle;
  }

  /** Lets the script's jobs run, and waits with them for answers, until its promise is settled; waiting doesn't count as its time. */
  async #settled(promise: QuickJSHandle): Promise<string> {
    for (;;) {
      const state = this.#context.getPromiseState(promise);
      if (state.type === "fulfilled") return this.#context.getString(state.value);
      if (state.type === "rejected") throw this.#context.dump(state.error);
      if (this.#runtime.hasPendingJob()) {
        if (this.#isLate) throw this.#tooLong();
        const { error } = this.#runtime.executePendingJobs(1);
        if (error) throw this.#context.dump(error);
      } else {
        if (this.#asked.size === 0)
          throw new UserError("The cell waits for something that never comes.", {
            where: this.#script.name,
            next: "Only sql, cell and model are worth waiting for: there are no timers.",
          });
        const since = performance.now();
        await Promise.race(this.#asked);
        this.#deadline += performance.now() - since;
      }
    }
  }

  #got(result: { readonly error?: QuickJSHandle | undefined; readonly value?: QuickJSHandle }): QuickJSHandle {
    if (result.error) throw this.#context.dump(result.error);
    return result.value!;
  }

  #tooLong(): UserError {
    return new UserError(`The cell ran for ${this.#limits.milliseconds / 1000} s and was stopped.`, {
      where: this.#script.name,
      next: "Look for a loop that doesn't end, or let sql() do the work.",
    });
  }

  /** What QuickJS threw, in words. */
  #inWords(thrown: unknown): UserError {
    const { name: where } = this.#script;
    const record = typeof thrown === "object" && thrown !== null ? (thrown as Record<string, unknown>) : {};
    const message = String(record.message ?? thrown).slice(0, 2000);
    // Without memory even for an error, QuickJS throws null.
    if (thrown === null || /out of memory|Aborted\(|unreachable|memory access/.test(message))
      return new UserError(`The cell used over ${Math.round(this.#limits.bytes / 2 ** 20)} MiB and was stopped.`, {
        where,
        next: "Keep fewer rows at a time, or aggregate them in sql().",
      });
    if (/stack overflow|call stack/.test(message))
      return new UserError("The cell calls itself too deep and was stopped.", {
        where,
        next: "Look for a function that never stops calling itself, or for data nested too deep.",
      });
    if (message === "interrupted" || this.#isLate) return this.#tooLong();
    const line = new RegExp(`${escaped(where)}:(\\d+)`).exec(String(record.stack ?? ""))?.[1];
    const said = typeof record.name === "string" && record.name !== "Error" ? `${record.name}: ${message}` : message;
    return new UserError(said, { where: line ? `${where}, line ${line}` : where, next: insteadOf(message) });
  }
}

/** What to do instead, where a script calls what pages and servers have and a cell has not. */
function insteadOf(message: string): string {
  const missing = /^'(\w+)' is not defined/.exec(message)?.[1];
  if (missing === "console") return "A cell has no console: return what is to be seen.";
  return missing !== undefined && foreign.has(missing)
    ? "A cell has no page, no network and no timers: sql, cell and model are all that it can call."
    : "";
}

const foreign = new Set(
  "fetch XMLHttpRequest WebSocket window document self navigator localStorage setTimeout setInterval requestAnimationFrame require process performance alert d3 Plot".split(
    " ",
  ),
);

const escaped = (text: string): string => text.replace(/[^\w]/g, "\\$&");
