import { Cancelled } from "./errors.ts";
import type { Job, Progress } from "./job.ts";

/**
 * Work that is done once for all who ask, from the first asking on: each hears how far it is, and who is stopped leaves without stopping it.
 * Work that fails is done again when it is next asked for.
 */
export function sharedWork<T>(work: (job: Job) => Promise<T>): (job: Job) => Promise<T> {
  const waiting = new Set<Job>();
  const report = (progress: Progress) => {
    for (const job of waiting) job.report(progress);
  };
  let done: Promise<T> | null = null;
  return async (job) => {
    done ??= work({ signal: new AbortController().signal, report }).catch((error: unknown) => {
      done = null;
      throw error;
    });
    let leave = () => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new Cancelled());
    });
    if (job.signal.aborted) leave();
    job.signal.addEventListener("abort", leave);
    waiting.add(job);
    try {
      return await Promise.race([done, left]);
    } finally {
      waiting.delete(job);
      job.signal.removeEventListener("abort", leave);
    }
  };
}
