import type { Remote } from "comlink";
import type { Bundle } from "../casework/bundle.ts";
import type { Engine } from "../engine/api.ts";
import type { OnProgress } from "../lib/job.ts";
import { forgetAddresses } from "./links.ts";
import { PageState } from "./page-state.ts";
import type { OpenEngine } from "./services.ts";
import { emptyState, type SessionState } from "./state.ts";

/** The engine of the tenant that is open, and of the one that would come back. */
export class OpenTenant extends PageState {
  #open: OpenEngine | null = null;
  /** The tenant that comes back should the import of other files not go through. */
  #kept: { readonly open: OpenEngine; readonly state: SessionState } | null = null;

  /** The open tenant's engine; null before the first file. */
  get engine(): Remote<Engine> | null {
    return this.#open?.engine ?? null;
  }

  /** Leaves the files that are only looked at, and goes back to the tenant that was open before, if there is one. */
  keep(): void {
    const kept = this.#kept;
    if (!kept) return;
    this.#kept = null;
    void this.#open?.close();
    this.#open = kept.open;
    const { proof, work, problem, cancelled } = this.state;
    this.update({ ...kept.state, proof, work, problem, cancelled });
  }

  /** Leaves an import that did not go through. */
  protected leave(): Promise<void> | void {
    return this.#kept ? this.keep() : this.#renew();
  }

  /** Starts the import anew, without the files that an import which did not go through had read. */
  async #renew(): Promise<void> {
    void this.#open?.close();
    this.#open = await this.services.newEngine();
  }

  /** Gives up the tenant that would have come back, and every name of it. */
  protected async forgetKept(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    forgetAddresses();
    this.update({ kept: null });
    await kept?.open.close();
  }

  /** The state of the tenant that would come back. */
  protected get keptState(): SessionState | null {
    return this.#kept?.state ?? null;
  }

  /**
   * Runs a job that awaits a fresh engine behind the seal. The tenant that is open stays until the job has gone through, and
   * where that only looked at files, until they are imported.
   */
  protected anew(
    title: string,
    replaying: Bundle | null,
    job: (opening: Promise<Remote<Engine>>, watch: OnProgress) => Promise<Partial<SessionState>>,
  ): Promise<boolean> {
    const before = this.#open;
    return this.run(title, async (watch) => {
      let isOver = false;
      const starting = this.services.newEngine(replaying ? { seed: replaying.head.seed } : {});
      const opening = starting.then(async (fresh) => {
        if (!isOver) this.#open = fresh;
        await this.services.seal();
        await this.refreshProof();
        return fresh.engine;
      });
      try {
        const opened = await job(opening, watch);
        const { proof, work } = this.state;
        if (before && this.state.summary && !opened.summary) this.#kept = { open: before, state: this.state };
        else void before?.close();
        if (opened.summary) void this.forgetKept();
        this.update({
          ...emptyState,
          proof,
          work,
          kept: this.#kept?.state.summary?.name ?? null,
          replaying,
          ...opened,
        });
      } catch (error) {
        isOver = true;
        this.#open = before;
        void starting.then(
          ({ close }) => void close(),
          () => {},
        );
        opening.catch(() => {});
        throw error;
      }
    });
  }

  /** The open tenant's engine, for what can only be asked once there is one. */
  protected tenantEngine(): Remote<Engine> {
    if (!this.#open) throw new Error("no tenant is open");
    return this.#open.engine;
  }
}
