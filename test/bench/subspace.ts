import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import type { SubspaceInput } from "../../src/gpu/subspace.input.ts";
import { randomNormal, seededRandom } from "../../src/lib/random.ts";
import { ownPeak } from "./memory.mjs";

/** Counts as logs have them, users × (30 + 1) days: tastes by user and type, busy and quiet days, weekends off, Poisson-like. */
export function benchInput(users: number, types: number, days = 31): SubspaceInput {
  const random = seededRandom(7);
  const rowStart = new Int32Array(users + 1);
  const day: number[] = [];
  const key: number[] = [];
  const n: number[] = [];
  for (let u = 0; u < users; u++) {
    const taste = Array.from({ length: types }, () => 6 * random() ** 4);
    for (let d = 0; d < days; d++) {
      const busy = d % 7 < 5 ? 0.5 + random() : 0.05;
      for (let k = 0; k < types; k++) {
        const mean = taste[k]! * busy;
        const count = Math.round(mean + Math.sqrt(mean) * randomNormal(random));
        if (count <= 0) continue;
        day.push(d);
        key.push(k);
        n.push(count);
      }
    }
    rowStart[u + 1] = day.length;
  }
  return {
    rowStart,
    day: Int32Array.from(day),
    key: Int32Array.from(key),
    n: Float32Array.from(n),
    keys: types,
    first: new Int32Array(users),
    from: days - 1,
    to: days - 1,
    history: 30,
    minHistory: 5,
    rank: "auto",
    energy: 0.9,
    transform: "anscombe",
  };
}

/** What the twin took: wall-clock seconds of `workers` threads that have worked before, the work split by users. */
export async function benchSubspace({ users = 5000, types = 64, workers = 2, leavesOut = true } = {}): Promise<{
  readonly name: string;
  readonly users: number;
  readonly types: number;
  readonly workers: number;
  readonly seconds: number;
}> {
  const input = benchInput(users, types);
  const file = new URL(import.meta.url);
  const pool = Array.from({ length: workers }, (_, w) => {
    const share = { from: Math.floor((users * w) / workers), to: Math.floor((users * (w + 1)) / workers) };
    return new Worker(file, { workerData: { bench: "subspace", input, leavesOut, ...share } });
  });
  const message = (worker: Worker) =>
    new Promise<unknown>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  await Promise.all(pool.map(message));
  const started = performance.now();
  const finished = pool.map(message);
  for (const worker of pool) worker.postMessage("go");
  await Promise.all(finished);
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(pool.map((worker) => worker.terminate()));
  return { name: `subspace, fit + score${leavesOut ? " + leave one day out" : ""}`, users, types, workers, seconds };
}

if (!isMainThread && workerData?.bench === "subspace") {
  const { input, from, to, leavesOut } = workerData as {
    input: SubspaceInput;
    from: number;
    to: number;
    leavesOut: boolean;
  };
  parentPort?.on("message", () => {
    for (let user = from; user < to; user += 250) subspaceRange(input, user, Math.min(to, user + 250), { leavesOut });
    parentPort?.postMessage("done");
  });
  subspaceRange(input, from, Math.min(to, from + 300), { leavesOut });
  parentPort?.postMessage("ready");
}

if (isMainThread && process.argv[1] === fileURLToPath(import.meta.url)) {
  const leavesOut = process.argv[2] !== "0";
  console.log(JSON.stringify({ ...(await benchSubspace({ leavesOut })), peakBytes: ownPeak() }));
}
