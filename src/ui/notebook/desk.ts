import standardText from "../../../public/notebooks/standard-investigation.md?raw";
import { Cancelled, UserError } from "../../lib/errors.ts";
import { type NotebookDocument, parseNotebook, writeNotebook } from "../../notebook/document.ts";
import { type CellState, fresh, NotebookRunner } from "../../notebook/runner.ts";
import type { Entry } from "../../notebook/splices.ts";
import type { Investigate } from "../services.ts";
import type { Session } from "../session.ts";
import { remoteCellEngine } from "./remote.ts";

/** The notebook that lies open: its runner, whether it is saved, and its ties to the session. Dispatches `change`. */
export class Desk extends EventTarget {
  readonly session: Session;
  #text = standardText;
  #runner: NotebookRunner | null = null;
  #engine: Session["engine"] = null;
  #isSaved = true;
  #isQueued = false;
  fileName = "standard-investigation.md";

  constructor(session: Session) {
    super();
    this.session = session;
  }

  /** Null until a tenant is open. */
  get runner(): NotebookRunner | null {
    return this.#runner;
  }

  get isSaved(): boolean {
    return this.#isSaved;
  }

  stateOf(entry: Entry): CellState {
    return this.#runner?.stateOf(entry.id) ?? fresh;
  }

  /** Marks the notebook as changed since it was last written to a file. */
  touch(): void {
    this.#isSaved = false;
    this.#announce();
  }

  /** Reads a notebook file in place of the one that lies open; its cells are stale until they run. @throws UserError */
  async openFile(file: File): Promise<void> {
    const text = await file.text();
    const notebook = parseNotebook(text);
    if (notebook.blocks.length === 0)
      throw new UserError("The notebook is empty.", {
        where: file.name,
        next: "Open a Markdown file with text or cells in it.",
      });
    this.#text = text;
    this.fileName = file.name;
    this.#isSaved = true;
    if (this.session.engine) this.#renew(this.session.engine, notebook);
    this.#announce();
  }

  /** The notebook as it stands, in its file format. */
  get text(): string {
    return this.#runner ? writeNotebook(this.#runner.notebook) : this.#text;
  }

  /** The notebook as a file. */
  save(): File {
    const { text } = this;
    this.#isSaved = true;
    this.#announce();
    return new File([text], this.fileName, { type: "text/markdown" });
  }

  /** A runner on an engine; without another notebook it takes over the one that lies open, as it was edited. */
  #renew(engine: NonNullable<Session["engine"]>, notebook?: NotebookDocument): NotebookRunner {
    const open = notebook ?? this.#runner?.notebook ?? parseNotebook(this.#text);
    this.#runner?.dispose();
    const runner = new NotebookRunner(remoteCellEngine(engine), open);
    this.#engine = engine;
    runner.onChange = () => this.#announce();
    this.#runner = runner;
    return runner;
  }

  /** Runs the whole notebook on a tenant, and gives what its last queue cell ranked. */
  readonly investigate: Investigate = async (engine, report) => {
    const runner = this.#runner && this.#engine === engine ? this.#runner : this.#renew(engine);
    const cells = runner.entries.flatMap(({ id, block }) =>
      block.kind === "cell" && isStep(block.type) ? [{ id, name: block.name }] : [],
    );
    const reported = new Map<number, CellState>();
    runner.onChange = () => {
      this.#announce();
      for (const { id, name } of cells) {
        const state = runner.stateOf(id);
        if (state === reported.get(id)) continue;
        reported.set(id, state);
        if (state.status === "running") report({ step: name, ...(state.progress ? { progress: state.progress } : {}) });
        if (state.status !== "done") continue;
        report({ step: name, done: true, ...(state.result?.kind === "scores" ? { result: state.result.result } : {}) });
      }
    };
    await runner.runAll();
    runner.onChange = () => this.#announce();
    const states = cells.map(({ id }) => runner.stateOf(id));
    const cases = states.findLast(({ status, result }) => status === "done" && result?.kind === "cases")?.result;
    if (cases?.kind === "cases") return cases.cases;
    if (states.some(({ error }) => error?.isCancelled)) throw new Cancelled();
    throw new Error(
      states.find(({ error }) => error)?.error?.message ?? "The notebook has no queue cell: add one to rank cases.",
    );
  };

  /** Tells the views once a frame at most; a queue that was run again becomes the session's. */
  #announce(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    setTimeout(() => {
      this.#isQueued = false;
      this.#shareCases();
      this.dispatchEvent(new Event("change"));
    }, 16);
  }

  #shareCases(): void {
    if (this.session.state.work || !this.session.state.cases) return;
    for (const entry of this.#runner?.entries ?? []) {
      const { result } = this.stateOf(entry);
      if (result?.kind === "cases" && result !== this.#shared) {
        this.#shared = result;
        if (result.cases !== this.session.state.cases)
          this.session.update({ cases: result.cases, detail: null, selected: null });
      }
    }
  }
  #shared: unknown = null;
}

const isStep = (type: string): boolean => ["profile", "subspace", "graph", "model", "score", "queue"].includes(type);
