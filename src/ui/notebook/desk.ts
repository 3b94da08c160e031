import standardText from "../../../public/notebooks/standard-investigation.md?raw";
import { Cancelled, UserError } from "../../lib/errors.ts";
import { type CellState, fresh } from "../../notebook/cell-state.ts";
import { type NotebookDocument, parseNotebook, writeNotebook } from "../../notebook/document.ts";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import { NotebookRunner } from "../../notebook/runner.ts";
import { scoresDays, withScoredDays } from "../../notebook/scored-days.ts";
import type { Entry } from "../../notebook/splices.ts";
import type { Investigate } from "../services.ts";
import type { Session } from "../session.ts";
import type { KnownCell, Vocabulary } from "./edit/vocabulary.ts";
import { NotebookFiles } from "./files/notebook-files.ts";
import { absentEngine, remoteCellEngine } from "./remote.ts";

type Columns = Readonly<Record<string, readonly string[]>>;

/** The notebook that lies open: its runner, whether it is saved, and its ties to the session. Dispatches `change`. */
export class Desk extends EventTarget {
  readonly session: Session;
  #tables: Columns = {};
  #text = standardText;
  #runner: NotebookRunner | null = null;
  #engine: Session["engine"] = null;
  #isQueued = false;
  readonly files: NotebookFiles;

  constructor(session: Session) {
    super();
    this.session = session;
    this.files = new NotebookFiles(
      { fileName: "standard-investigation.md", text: standardText },
      {
        text: () => this.text,
        lay: (text) => this.#lay(text),
        onChange: () => this.#announce(),
        isSecret: () => session.state.isLocked,
      },
    );
    session.addEventListener("lock", () => this.files.secrecyChanged());
  }

  /** Null until a tenant or a notebook is open. */
  get runner(): NotebookRunner | null {
    return this.#runner;
  }

  /** What the editor of a cell may offer: the tenant's tables, and the other cells with the columns that they gave. */
  words(of: number): Vocabulary {
    const cells = (this.#runner?.entries ?? []).flatMap((entry): KnownCell[] =>
      entry.block.kind === "cell" && entry.id !== of
        ? [{ name: entry.block.name, type: entry.block.type, columns: columnsOf(this.stateOf(entry).result) }]
        : [],
    );
    return { tables: this.#tables, cells };
  }

  stateOf(entry: Entry): CellState {
    return this.#runner?.stateOf(entry.id) ?? fresh;
  }

  /** Marks the notebook as changed since it was last written to a file. */
  touch(): void {
    this.files.touch();
    this.session.noteNotebook();
  }

  /** Reads a notebook file in place of the one that lies open; its cells are stale until they run. @throws UserError */
  async openFile(file: File, handle: FileSystemFileHandle | null = null): Promise<void> {
    await this.files.open(file.name, await file.text(), handle);
  }

  #lay(text: string): void {
    const notebook = parseNotebook(text);
    this.#text = text;
    this.#renew(this.session.engine, notebook);
    this.session.noteNotebook();
    this.#announce();
  }

  /** The notebook as it stands, in its file format. */
  get text(): string {
    return this.#runner ? writeNotebook(this.#runner.notebook) : this.#text;
  }

  /**
   * A runner on an engine; without another notebook it takes over the one that lies open, as it was edited. Where there is no engine the notebook
   * can be read and written, and its cells say why they can't run.
   */
  #renew(engine: Session["engine"], notebook?: NotebookDocument): NotebookRunner {
    const open = notebook ?? this.#runner?.notebook ?? parseNotebook(this.#text);
    this.#runner?.dispose();
    const runner = new NotebookRunner(engine ? remoteCellEngine(engine) : absentEngine, open);
    this.#engine = engine;
    this.#tables = {};
    runner.onChange = () => this.#announce();
    this.#runner = runner;
    if (engine) void this.#learnTables(engine, runner);
    return runner;
  }

  /** Asks for the tenant's own tables; those that cells make are left out, since they come and go. */
  async #learnTables(engine: NonNullable<Session["engine"]>, runner: NotebookRunner): Promise<void> {
    const schema = await engine.schema().catch(() => []);
    if (this.#runner !== runner) return;
    const made = new Set(runner.entries.map(({ block }) => (block.kind === "cell" ? block.name : "")));
    this.#tables = Object.fromEntries(
      schema
        .filter(({ table }) => !made.has(table))
        .map(({ table, columns }) => [table, columns.map(({ name }) => name)]),
    );
  }

  /** Runs the whole notebook on a tenant, and gives what its last queue cell ranked. */
  readonly investigate: Investigate = async (engine, report) => {
    await this.files.ready;
    if (this.files.restored && !this.#hasQueue()) await this.files.setAside();
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
    void this.#learnTables(engine, runner);
    const states = cells.map(({ id }) => runner.stateOf(id));
    const cases = states.findLast(({ status, result }) => status === "done" && result?.kind === "cases")?.result;
    if (cases?.kind === "cases") return cases.cases;
    if (states.some(({ error }) => error?.isCancelled)) throw new Cancelled();
    const failed = states.find(({ error }) => error)?.error;
    if (failed) throw new Error(failed.message);
    throw new UserError("This notebook has no queue cell, so no cases were ranked.", {
      where: this.files.fileName,
      next: "Its cells have run: see the notebook. Add a queue cell there, or open the standard investigation under Notebooks.",
    });
  };

  /** Has every detector cell score other days, as one change that can be taken back. */
  scoreDays(days: { readonly from: string; readonly to: string }): void {
    const edit = (this.#runner?.entries ?? []).flatMap((entry, at) => {
      const { id, block } = entry;
      if (block.kind !== "cell" || !scoresDays(block.type)) return [];
      return [{ at, out: [entry], in: [{ id, block: { ...block, body: withScoredDays(block.body, days) } }] }];
    });
    this.#runner?.change(edit, { what: "score other days" });
    this.touch();
  }

  #hasQueue(): boolean {
    const { blocks } = this.#runner?.notebook ?? parseNotebook(this.#text);
    return blocks.some((block) => block.kind === "cell" && block.type === "queue");
  }

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

function columnsOf(result: CellResult | null): readonly string[] {
  const table =
    result?.kind === "table"
      ? result.table
      : result?.kind === "scores"
        ? result.result.table
        : result?.kind === "judged"
          ? result.result.results[0]?.table
          : null;
  return table?.columns.map(({ name }) => name) ?? [];
}

const isStep = (type: string): boolean => ["profile", "subspace", "graph", "model", "score", "queue"].includes(type);
