import { Worker } from "node:worker_threads";

/** No input may take longer, in ms. */
const limit = 2000;
/** What takes this long (ms) is taken for endless. */
const endless = 30_000;
const roomForInput = 1 << 16;

/** Kills the process where its thread has not come back: a timer of that thread would never fire. */
const watching = `
const { workerData } = require("node:worker_threads");
const state = new Int32Array(workerData, 0, 2);
let round = 0, since = Date.now();
setInterval(() => {
  const now = Atomics.load(state, 0);
  if (now !== round) { round = now; since = Date.now(); return; }
  if (now % 2 === 0 || Date.now() - since < ${endless}) return;
  const input = Buffer.from(new Uint8Array(workerData, 8, state[1])).toString("base64");
  require("node:fs").writeSync(2, "An input never comes to an end (base64): " + input + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 250);
`;

/** Watches over inputs: see `within`. */
export interface Watchdog {
  /**
   * Gives what `work` gives; a slow one is tried once more, since the machine may have been busy.
   * @throws Error where it took over 2 s twice; what never ends kills the process, and its input is written to stderr
   */
  within<T>(input: Uint8Array, work: () => Promise<T> | T): Promise<T>;
  close(): Promise<unknown>;
}

/** Starts the watching thread. */
export function startWatchdog(): Watchdog {
  const shared = new SharedArrayBuffer(8 + roomForInput);
  const state = new Int32Array(shared, 0, 2);
  const worker = new Worker(watching, { eval: true, workerData: shared });
  worker.unref();
  const timed = async <T>(input: Uint8Array, work: () => Promise<T> | T): Promise<{ value: T; took: number }> => {
    const kept = input.subarray(0, roomForInput);
    new Uint8Array(shared, 8).set(kept);
    state[1] = kept.length;
    const started = performance.now();
    Atomics.add(state, 0, 1);
    try {
      const value = await work();
      return { value, took: performance.now() - started };
    } finally {
      Atomics.add(state, 0, 1);
    }
  };
  return {
    within: async (input, work) => {
      const first = await timed(input, work);
      if (first.took <= limit) return first.value;
      const second = await timed(input, work);
      if (second.took > limit) throw new Error(`took ${(second.took / 1000).toFixed(1)} s`);
      return second.value;
    },
    close: () => worker.terminate(),
  };
}
