import * as Comlink from "comlink";
import { isCancelled } from "../lib/errors.ts";
import type { OnProgress, Progress } from "../lib/job.ts";
import { problemOf } from "./problem.ts";
import type { Services } from "./services.ts";
import { emptyState, type SessionState, type Work } from "./state.ts";

/** What takes longer than this is shown as running and can be stopped; milliseconds. */
const aMoment = 500;

const begun = (title: string): Work => {
  const now = performance.now();
  return { title, progress: null, startedAt: now, stageAt: now, cancelling: false };
};

/** What the page knows, one immutable state that is replaced on every change; and the one long job that may run. */
export class PageState extends EventTarget {
  state: SessionState = emptyState;
  protected readonly services: Services;
  #stop = new AbortController();

  constructor(services: Services) {
    super();
    this.services = services;
  }

  update(patch: Partial<SessionState>): void {
    this.state = { ...this.state, ...patch };
    this.dispatchEvent(new Event("change"));
  }

  async refreshProof(): Promise<void> {
    this.update({ proof: await this.services.proof() });
  }

  /** Runs one long job at a time, with progress, cancel and failure shown. Gives whether it went through. */
  protected async run(title: string, job: (watch: OnProgress) => Promise<void>): Promise<boolean> {
    if (this.state.work) return false;
    this.update({ work: begun(title), problem: null, cancelled: null });
    try {
      await job(Comlink.proxy((progress) => this.#watched(progress)));
      return true;
    } catch (error) {
      if (isCancelled(error)) this.update({ cancelled: title });
      else this.update({ problem: problemOf(error) });
      return false;
    } finally {
      this.update({ work: null });
      await this.refreshProof().catch(() => {});
    }
  }

  /** Runs a job that is mostly short, beside others: it is shown as running, with cancel, once it has lasted a moment. */
  protected async brief<T>(title: string, job: (watch: OnProgress) => Promise<T>): Promise<T> {
    const work = begun(title);
    const isShown = (): boolean => this.state.work?.startedAt === work.startedAt;
    const timer = setTimeout(() => {
      if (!this.state.work) this.update({ work, cancelled: null });
    }, aMoment);
    try {
      return await job(
        Comlink.proxy((progress) => {
          if (isShown()) this.#watched(progress);
        }),
      );
    } finally {
      clearTimeout(timer);
      if (isShown()) this.update({ work: null });
    }
  }

  #watched(progress: Progress): void {
    const before = this.state.work;
    if (!before) return;
    const stageAt = before.progress?.stage === progress.stage ? before.stageAt : performance.now();
    this.update({ work: { ...before, progress, stageAt } });
  }

  /** Aborted when the running job is asked to stop. */
  protected get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Asks the running job to stop. @returns whether it had not been asked before */
  protected stop(): boolean {
    if (!this.state.work || this.state.work.cancelling) return false;
    this.update({ work: { ...this.state.work, cancelling: true } });
    this.#stop.abort();
    this.#stop = new AbortController();
    return true;
  }

  /** Names what the running job does now. */
  protected retitle(title: string): void {
    if (this.state.work)
      this.update({ work: { ...this.state.work, title, progress: null, stageAt: performance.now() } });
  }
}
