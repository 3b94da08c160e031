import { Cancelled } from "../lib/errors.ts";
import type { Job, OnProgress, Progress } from "../lib/job.ts";

/** Progress is passed on this often at the most, in milliseconds. */
const interval = 80;

/** Runs the engine's long calls one after the other; cancelling stops the one that runs and those that wait. */
export class Jobs {
  #last: Promise<unknown> = Promise.resolve();
  #current = new AbortController();

  /** @throws Cancelled when it was stopped, before or while it ran */
  run<T>(onProgress: OnProgress, work: (job: Job) => Promise<T>): Promise<T> {
    const { signal } = this.#current;
    const result = this.#last.then(() => {
      if (signal.aborted) throw new Cancelled();
      return work({ signal, report: sparing(onProgress) });
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  cancel(): void {
    this.#current.abort();
    this.#current = new AbortController();
  }
}

function sparing(onProgress: OnProgress): OnProgress {
  let stage = "";
  let sent = 0;
  return (progress: Progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - sent < interval) return;
    stage = progress.stage;
    sent = now;
    onProgress(progress);
  };
}

/** Says every second how long something has run that can't say how far it is. */
export async function ticking<T>(job: Job, stage: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    job.report({ stage: `${stage}, ${seconds} s`, done: 0, total: 0, unit: "steps" });
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
