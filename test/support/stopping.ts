import type { Job, Progress } from "../../src/lib/job.ts";

/** A job that is stopped at its report number `at` (from 0), and what it reported. */
export function stoppedAt(at: number): { readonly job: Job; readonly reports: Progress[] } {
  const stop = new AbortController();
  const reports: Progress[] = [];
  const report = (progress: Progress) => {
    reports.push(progress);
    if (reports.length > at) stop.abort();
  };
  return { job: { signal: stop.signal, report }, reports };
}
