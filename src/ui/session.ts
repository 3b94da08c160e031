import type { Remote } from "comlink";
import type { CaseDetail } from "../engine/api/cases.ts";
import type { GivenVerdict, Judged } from "../engine/api/queue.ts";
import type { Engine } from "../engine/api.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type { OnProgress } from "../lib/job.ts";
import { standardInvestigation } from "./investigate.ts";
import { withoutMapping } from "./mapping-files.ts";
import { PageState } from "./page-state.ts";
import { problemOf } from "./problem.ts";
import { go } from "./route.ts";
import type { Investigate } from "./services.ts";
import { emptyState, type SessionState, withStep } from "./state.ts";

/** A case is told in full once it has been open for this long, so that going through the queue asks for no more; milliseconds. */
const browsing = 150;

/** What the page does: the calls to the engine behind its state. */
export class Session extends PageState {
  #investigate: Investigate = standardInvestigation;
  #open: { engine: Remote<Engine>; close(): void } | null = null;
  /** The tenant that comes back should the import of other files not go through. */
  #kept: { readonly open: { engine: Remote<Engine>; close(): void }; readonly state: SessionState } | null = null;

  /** The notebook as Markdown, for the report; null where there is none. */
  notebookText: () => string | null = () => null;

  /** The open tenant's engine; null before the first file. */
  get engine(): Remote<Engine> | null {
    return this.#open?.engine ?? null;
  }

  /** Replaces how the investigation is run (the notebook runs its own cells). */
  useInvestigation(investigate: Investigate): void {
    this.#investigate = investigate;
  }

  /** Recognises files as a new tenant, without importing them. */
  async inspect(files: readonly File[]): Promise<void> {
    if (files.length === 0 || this.state.work) return;
    const title = `Looking at ${files.length === 1 ? "one file" : `${files.length} files`}`;
    await this.#anew(title, async (opening, watch) => {
      const engine = await opening;
      const { logs, mapping } = await withoutMapping(files);
      const plans = await engine.inspect(logs, watch);
      const chosen = plans.flatMap((plan): [string, Mapping][] => {
        const own = plan.columns.length > 0 ? (mapping ?? plan.mapping) : plan.mapping;
        return own ? [[plan.name, own]] : [];
      });
      return { files: logs, plans, mappings: Object.fromEntries(chosen) };
    });
    if (this.state.plans.length > 0) go("import");
  }

  /** Sets how the named files become events. */
  setMapping(mapping: Mapping, ...files: readonly string[]): void {
    const chosen = Object.fromEntries(files.map((file) => [file, mapping]));
    this.update({ mappings: { ...this.state.mappings, ...chosen } });
  }

  /** Imports every recognised file, then investigates. */
  async importAll(): Promise<void> {
    const { files, mappings } = this.state;
    const imported = await this.run("Importing", async (watch) => {
      const summary = await this.#engine().importFiles([...files], mappings, watch);
      this.update({ summary });
    });
    if (!imported) return this.#kept ? this.keep() : this.#renew();
    if (this.state.summary?.events === 0) return;
    this.#forget();
    await this.runInvestigation();
  }

  /** Leaves the files that are only looked at, and goes back to the tenant that was open before, if there is one. */
  keep(): void {
    const kept = this.#kept;
    if (!kept) return;
    this.#kept = null;
    this.#open?.close();
    this.#open = kept.open;
    const { proof, work, problem, cancelled } = this.state;
    this.update({ ...kept.state, proof, work, problem, cancelled });
  }

  /** Starts the import anew, without the files that an import which did not go through had read. */
  async #renew(): Promise<void> {
    this.#open?.close();
    this.#open = await this.services.newEngine();
  }

  #forget(): void {
    this.#kept?.open.close();
    this.#kept = null;
    this.update({ kept: null });
  }

  /** Generates the demo tenant while the page is sealed, imports it and opens its queue. */
  async openDemo(): Promise<void> {
    if (this.state.work) return;
    go("import");
    const made = await this.#anew("Generating the demo tenant", async (opening, watch) => {
      const making = this.services.demo({ signal: this.stopSignal, report: watch });
      const [engine, { files, mappings, planted }] = await Promise.all([opening, making]);
      this.retitle("Importing the demo tenant");
      const summary = await engine.importFiles(files, mappings, watch);
      return { files, mappings, planted, summary: { ...summary, name: "Demo tenant" }, demo: true };
    });
    if (made) await this.runInvestigation();
  }

  /** The analyst asked what the demo planted: the audit may know from now on. */
  async reveal(): Promise<void> {
    await this.engine?.reveal(this.state.planted.map(({ actor, from, to }) => ({ actor, from, to })));
  }

  /** Runs the standard investigation and opens the queue on its first case. */
  async runInvestigation(): Promise<void> {
    if (this.state.work) return;
    this.update({ steps: [], cases: null, detail: null, selected: null });
    const started = performance.now();
    const done = await this.run("Investigating", async (watch) => {
      const cases = await this.#investigate(this.#engine(), (report) => {
        this.update({ steps: withStep(this.state.steps, report) });
        if (report.progress) watch(report.progress);
        else if (!report.done) this.retitle(`Investigating: ${report.step}`);
      });
      this.update({ cases, investigatedIn: performance.now() - started });
    });
    if (!done) return;
    const first = this.state.cases?.[0];
    if (first) void this.select(first.id);
    go("queue");
  }

  /** Fits a model of the open tenant and keeps it. */
  async fitModel(): Promise<void> {
    const name = this.state.summary?.name ?? "model";
    await this.run("Fitting a model", async (watch) => void (await this.#engine().saveModel(name, {}, watch)));
    this.dispatchEvent(new Event("models"));
  }

  /** Scores the open tenant's new days by a stored model and opens their queue. */
  async scoreWith(model: string): Promise<void> {
    const started = performance.now();
    const done = await this.run("Scoring with a model", async (watch) => {
      this.update({ cases: null, detail: null, selected: null });
      await this.#engine().score("score", { model }, watch);
      const cases = await this.#engine().queue("queue", { detectors: ["score"] }, watch);
      this.update({ cases, investigatedIn: performance.now() - started });
    });
    this.dispatchEvent(new Event("models"));
    const first = this.state.cases?.[0];
    if (done && first) void this.select(first.id);
    if (done) go("queue");
  }

  /** Opens a case: its summary at once, its detail when the engine has it. */
  async select(id: string): Promise<void> {
    if (id === this.state.selected && this.state.detail) return;
    this.update({ selected: id, detail: null, detailProblem: null, clears: null, userSummary: null });
    const { engine } = this;
    if (!engine) return;
    const isOpen = (): boolean => this.state.selected === id && this.engine === engine;
    try {
      const detail: CaseDetail = await engine.case(id);
      if (!isOpen()) return;
      this.update({ detail });
      await new Promise((resolve) => setTimeout(resolve, browsing));
      if (isOpen()) this.update({ clears: { found: await engine.clears(id) } });
      if (isOpen()) this.update({ userSummary: await engine.userSummary(detail.actor) });
    } catch (error) {
      if (isOpen())
        this.update(this.state.detail ? { problem: problemOf(error) } : { detailProblem: problemOf(error) });
    }
  }

  /** Gives a verdict on a case; a root that is worth auditing ranks the queue anew. */
  judge(id: string, given: GivenVerdict): Promise<void> {
    return this.#judged((engine) => engine.verdict(id, { ...given }));
  }

  /** Takes the last verdict back. */
  undoVerdict(): Promise<void> {
    return this.#judged((engine) => engine.undoVerdict());
  }

  async #judged(change: (engine: Remote<Engine>) => Promise<Judged>): Promise<void> {
    if (!this.engine) return;
    try {
      const { cases, verdicts } = await change(this.engine);
      this.update(this.state.cases ? { cases, verdicts } : { verdicts });
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  /** Stars or unstars a case; the queue that comes back is ranked anew. */
  async star(id: string): Promise<void> {
    if (!this.engine) return;
    const on = !this.state.starred.has(id);
    const starred = new Set(this.state.starred);
    if (on) starred.add(id);
    else starred.delete(id);
    this.update({ starred });
    try {
      this.update({ cases: await this.engine.star(id, on) });
    } catch (error) {
      const back = new Set(this.state.starred);
      if (on) back.delete(id);
      else back.add(id);
      this.update({ starred: back, problem: problemOf(error) });
    }
  }

  /** Every score as CSV for a spreadsheet; null where that did not go through, and the status says why. */
  async scoresCsv(): Promise<string | null> {
    let text: string | null = null;
    await this.run("Writing scores.csv", async (watch) => {
      text = await this.#engine().scoresCsv({ isForSpreadsheet: true }, watch);
    });
    return text;
  }

  /** Asks what is running to stop; it ends within a second. */
  async cancel(): Promise<void> {
    if (this.stop()) await this.engine?.cancel();
  }

  /**
   * Runs a job that awaits a fresh engine behind the seal. The tenant that is open stays until the job has gone through, and
   * where that only looked at files, until they are imported.
   */
  #anew(
    title: string,
    job: (opening: Promise<Remote<Engine>>, watch: OnProgress) => Promise<Partial<SessionState>>,
  ): Promise<boolean> {
    const before = this.#open;
    return this.run(title, async (watch) => {
      let isOver = false;
      const starting = this.services.newEngine();
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
        else before?.close();
        if (opened.summary) this.#forget();
        this.update({ ...emptyState, proof, work, kept: this.#kept?.state.summary?.name ?? null, ...opened });
      } catch (error) {
        isOver = true;
        this.#open = before;
        void starting.then(
          ({ close }) => close(),
          () => {},
        );
        opening.catch(() => {});
        throw error;
      }
    });
  }

  /** The open tenant's engine, for what can only be asked once there is one. */
  #engine(): Remote<Engine> {
    if (!this.#open) throw new Error("no tenant is open");
    return this.#open.engine;
  }
}
