import { type Bundle, writeBundle } from "../casework/bundle.ts";
import type { CaseDetail } from "../engine/api/cases.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { isCancelled } from "../lib/errors.ts";
import type { Passphrases } from "../tenant/vault/vault.ts";
import { finishReplay, makeBundle, partBundle, prepareReplay } from "./bundles.ts";
import { Casework } from "./casework.ts";
import { standardInvestigation } from "./investigate.ts";
import { withoutMapping } from "./mapping-files.ts";
import { type Problem, problemOf } from "./problem.ts";
import { Pseudonyms } from "./pseudonyms.ts";
import type { ReportData } from "./report/data.ts";
import { gather } from "./report/gather.ts";
import { go } from "./route.ts";
import type { Investigate } from "./services.ts";
import { withStep } from "./state.ts";

/** A case is told in full once it has been open for this long, so that going through the queue asks for no more; milliseconds. */
const browsing = 150;

/** What the page does: the calls to the engine behind its state. */
export class Session extends Casework {
  #investigate: Investigate = standardInvestigation;
  #pseudonyms: Pseudonyms | null = null;

  /** Replaces how the investigation is run (the notebook runs its own cells). */
  useInvestigation(investigate: Investigate): void {
    this.#investigate = investigate;
  }

  /** Recognises files as a new tenant, without importing them; a bundle among them is repeated once they are imported. */
  async inspect(given: readonly File[]): Promise<void> {
    if (given.length === 0 || this.state.work) return;
    let parted: Awaited<ReturnType<typeof partBundle>>;
    try {
      parted = await partBundle(given);
    } catch (error) {
      this.update({ problem: problemOf(error) });
      return;
    }
    const { bundle, logs: files } = parted;
    if (bundle?.head.demo) return this.openDemo(bundle);
    const title = `Looking at ${files.length === 1 ? "one file" : `${files.length} files`}`;
    await this.anew(title, bundle, async (opening, watch) => {
      const engine = await opening;
      const { logs, mapping } = await withoutMapping(files);
      const plans = await engine.inspect(logs, watch);
      const chosen = plans.flatMap((plan): [string, Mapping][] => {
        const own = plan.columns.length > 0 ? (mapping ?? plan.mapping) : plan.mapping;
        return own ? [[plan.name, own]] : [];
      });
      const stopped = bundle ? null : await engine.stoppedImport();
      return { files: logs, plans, stopped, mappings: { ...Object.fromEntries(chosen), ...bundle?.head.mappings } };
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
      await this.startKeeping();
      const summary = await this.tenantEngine().importFiles([...files], mappings, watch);
      if (summary.events > 0) void this.forgetKept();
      this.update({ summary, stopped: null });
    });
    if (!imported) {
      this.update({ keeping: null });
      return this.leave();
    }
    if (this.state.summary?.events === 0) return;
    await this.runInvestigation();
  }

  /** Generates the demo tenant while the page is sealed, imports it and opens its queue. */
  async openDemo(bundle: Bundle | null = null): Promise<void> {
    if (this.state.work) return;
    go("import");
    const made = await this.anew("Generating the demo tenant", bundle, async (opening, watch) => {
      const making = this.services.demo({ signal: this.stopSignal, report: watch });
      const [engine, { files, mappings, planted }] = await Promise.all([opening, making]);
      this.retitle("Importing the demo tenant");
      const summary = await engine.importFiles(files, mappings, watch);
      return { files, mappings, planted, summary: { ...summary, name: "Demo tenant" }, demo: true };
    });
    if (made) await this.runInvestigation();
  }

  /** Scores other days, ISO local days, and opens their queue. */
  async scoreDays(days: { readonly from: string; readonly to: string }): Promise<void> {
    if (this.state.work) return;
    await this.setScoredDays(days);
    await this.runInvestigation();
  }

  /** Goes back to the tenant that was open before, its names hidden if they were. */
  override keep(): void {
    super.keep();
    void this.#hideAgain();
  }

  /** The analyst asked what the demo planted: the audit may know from now on. */
  async revealPlanted(): Promise<void> {
    await this.engine?.reveal(this.state.planted.map(({ actor, from, to }) => ({ actor, from, to })));
  }

  /** Runs the investigation and opens the queue on its first case; where it repeats a bundle's, the report on how the two compare. */
  async runInvestigation(): Promise<void> {
    if (this.state.work) return;
    await this.#hideAgain();
    this.update({ steps: [], cases: null, detail: null, selected: null, moves: null });
    const { replaying } = this.state;
    const started = performance.now();
    this.noteNotebook();
    const done = await this.run("Investigating", async (watch) => {
      if (replaying) {
        await prepareReplay(this.tenantEngine(), replaying);
        await this.openNotebookText(replaying.notebook);
      }
      const cases = await this.#investigate(this.tenantEngine(), (report) => {
        this.update({ steps: withStep(this.state.steps, report) });
        if (report.progress) watch(report.progress);
        else if (!report.done) this.retitle(`Investigating: ${report.step}`);
      });
      this.update({ cases, investigatedIn: performance.now() - started });
      if (!replaying) return;
      this.retitle("Comparing with the bundle");
      const result = await finishReplay(this.tenantEngine(), replaying, watch);
      const verdicts = await this.tenantEngine().verdicts();
      this.update({
        replaying: null,
        replayed: { head: replaying.head, result },
        verdicts,
        evidence: replaying.evidence,
      });
    });
    if (!done) return;
    const first = this.state.cases?.[0];
    if (first) void this.select(first.id);
    go(replaying ? "report" : "queue");
  }

  /** What a report of the open run holds; null where that did not go through. */
  async reportData(): Promise<ReportData | null> {
    const { summary, cases, starred, evidence, revealed } = this.state;
    let data: ReportData | null = null;
    if (!summary || !cases) return data;
    await this.run("Writing the report", async (watch) => {
      const said = { summary, cases, starred, evidence, revealed, notebook: this.notebookText() };
      const job = { signal: this.stopSignal, report: watch };
      data = await gather(this.tenantEngine(), { ...said, when: new Date(), job });
    });
    return data;
  }

  /** All that the run can be made again from, and what it found, as one file; null where that did not go through. */
  async bundle(data: ReportData, report: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
    let bytes: Uint8Array<ArrayBuffer> | null = null;
    await this.run("Writing the case bundle", async (watch) => {
      const { mappings, demo } = this.state;
      const said = { report: await report.text(), mappings, demo, watch };
      const job = { signal: this.stopSignal, report: watch };
      bytes = await writeBundle(await makeBundle(this.tenantEngine(), data, said), job);
    });
    return bytes;
  }

  /** Fits a model of the open tenant and keeps it. */
  async fitModel(): Promise<void> {
    const name = this.state.summary?.name ?? "model";
    await this.run("Fitting a model", async (watch) => void (await this.tenantEngine().saveModel(name, {}, watch)));
    this.dispatchEvent(new Event("models"));
  }

  /** Sets, changes or removes the open tenant's passphrase. @returns what went wrong; null where nothing did */
  async setPassphrase(passphrases: Passphrases): Promise<Problem | null> {
    let problem: Problem | null = null;
    await this.run("Writing the tenant’s files anew", async (watch) => {
      try {
        const { isLocked } = await this.tenantEngine().setPassphrase(passphrases, watch);
        this.update({ isLocked });
        this.dispatchEvent(new Event("lock"));
      } catch (error) {
        if (isCancelled(error)) throw error;
        problem = problemOf(error);
      }
    });
    return problem;
  }

  /** Scores the open tenant's new days by a stored model and opens their queue. */
  async scoreWith(model: string): Promise<void> {
    const started = performance.now();
    const done = await this.run("Scoring with a model", async (watch) => {
      this.update({ cases: null, detail: null, selected: null });
      await this.tenantEngine().score("score", { model }, watch);
      const cases = await this.tenantEngine().queue("queue", { detectors: ["score"] }, watch);
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

  /** Hides the users' names behind pseudonyms all over the page, or shows them again. */
  async toggleNames(): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    this.#pseudonyms?.close();
    this.#pseudonyms = null;
    const areNamesHidden = !this.state.areNamesHidden;
    if (areNamesHidden) {
      this.#pseudonyms = new Pseudonyms(document.documentElement, await engine.userNames());
    }
    this.update({ areNamesHidden });
  }

  /** Names that were hidden when another tenant was opened stay hidden: the open one's. */
  async #hideAgain(): Promise<void> {
    if (!this.#pseudonyms) return;
    this.update({ areNamesHidden: false });
    await this.toggleNames();
  }

  /** Shows one name while the others stay hidden; the report says so. */
  reveal(actor: string): void {
    this.#pseudonyms?.reveal(actor);
    this.update({ revealed: [...this.state.revealed, { actor, when: new Date().toISOString() }] });
  }

  /** Every score as CSV for a spreadsheet; null where that did not go through, and the status says why. */
  async scoresCsv(): Promise<string | null> {
    let text: string | null = null;
    await this.run("Writing scores.csv", async (watch) => {
      text = await this.tenantEngine().scoresCsv({ isForSpreadsheet: true }, watch);
    });
    return text;
  }

  /** Asks what is running to stop; it ends within a second. */
  async cancel(): Promise<void> {
    if (this.stop()) await this.engine?.cancel();
  }
}
