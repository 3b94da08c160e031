import { Cancelled } from "./errors.ts";

/** How far a stage is; `total` is 0 while it is not known. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "rows" | "users" | "roots" | "cases" | "steps" | "files";
}

/** Is told how far something is. */
export type OnProgress = (progress: Progress) => void;

/** What everything that can last over a second is given: a way to say how far it is, and a way to be stopped. */
export interface Job {
  readonly signal: AbortSignal;
  readonly report: OnProgress;
}

/** A job that nobody watches and nobody stops. */
export const quietJob = (): Job => ({ signal: new AbortController().signal, report: () => {} });

/**
 * Lets the event loop run, so that messages (a cancel among them) arrive.
 * @throws Cancelled when the job was stopped
 */
export async function breathe(job: Job): Promise<void> {
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
  if (job.signal.aborted) throw new Cancelled();
}
