import { type EvidenceLog, noEvidence } from "../casework/evidence.ts";
import type { Grounds } from "../casework/likeness.ts";
import type { Verdict } from "../casework/verdicts.ts";
import type { OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import { type Job, quietJob } from "../lib/job.ts";
import { loadWork, saveWork } from "../tenant/work.ts";
import type { KeptNotebook, KeptState } from "./api/keep.ts";
import type { Home, Homes } from "./homes.ts";
import type { SavedRoots } from "./interesting.ts";
import { Keeper } from "./keeper.ts";
import { restoreChunks, restoreTexts } from "./stored-chunks.ts";
import type { Tenant } from "./tenant.ts";

/** What a person did with a tenant, as it is kept. */
export interface Work {
  readonly verdicts: readonly Verdict[];
  /** What the cases rest on that more like them are looked for by their reasons, by the cases' ids. None in what was kept before there was any. */
  readonly exemplars?: readonly (readonly [id: string, grounds: readonly (readonly [string, number])[]])[];
  readonly interesting: SavedRoots;
  readonly notebook: KeptNotebook | null;
  /** None in what was kept before there was any. */
  readonly evidence?: EvidenceLog;
}

/** What was said of cases, as it is kept. */
export const saidOf = (
  verdicts: readonly Verdict[],
  exemplars: ReadonlyMap<string, Grounds>,
): Pick<Work, "verdicts" | "exemplars"> => ({
  verdicts,
  exemplars: [...exemplars].map(([id, grounds]) => [id, [...grounds]]),
});

/** Milliseconds that changes of the work are gathered for. */
const quiet = 400;

const inMemory: KeptState = { id: null, is: "memory", rows: 0, bytes: 0, problem: null };

/** One engine's tenant on this machine's disk: its chunks as they are imported, and the work that is done with it. */
export class TenantDisk {
  readonly #homes: Homes;
  readonly #tenant: Tenant;
  /** What was said of its cases, as it stands. */
  readonly #said: () => Pick<Work, "verdicts" | "exemplars">;
  #home: Home | null = null;
  #keeper: Keeper | null = null;
  #state: KeptState = inMemory;
  #onState: (state: KeptState) => void = () => {};
  #notebook: KeptNotebook | null = null;
  #evidence: EvidenceLog = noEvidence;
  #saving: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isNew = true;
  /** The file in whose midst the stored tenant ended. */
  stopped: OpenFile | null = null;

  constructor(homes: Homes, tenant: Tenant, said: () => Pick<Work, "verdicts" | "exemplars">) {
    this.#homes = homes;
    this.#tenant = tenant;
    this.#said = said;
  }

  /** The folder's id; null while the tenant is in memory alone. */
  get home(): string | null {
    return this.#home?.folder.id ?? null;
  }

  /** Keeps what is imported from now on. Where the browser gives no place on disk, the tenant stays in memory. */
  async keep(onState: (state: KeptState) => void): Promise<void> {
    this.#onState = onState;
    const home = await this.#homes.open(this.#tenant.id);
    if (!home.folder.isKept || !home.folder.isWritable) return this.#tell(inMemory);
    this.#home = home;
    this.#keepBy(new Keeper(this.#tenant.db, home.shelf, this.#keeperParts));
  }

  /** Fills the tenant, which has nothing yet, with a stored one. @throws UserError where there is none of that id; Cancelled */
  async open(id: string, onState: (state: KeptState) => void, job: Job, passphrase: string | null = null) {
    this.#onState = onState;
    const home = await this.#homes.open(id, passphrase);
    const { shelf } = home;
    const { isWritable } = home.folder;
    const manifest = await shelf.manifest();
    if (!manifest) throw new UserError("There is no such tenant on this machine.", { next: "Import its logs." });
    this.#isNew = false;
    this.#home = home;
    const restored = await restoreChunks(this.#tenant, shelf, manifest, job);
    const work = await loadWork<Work>(shelf, job);
    const lacks = [...restored.lacks];
    if (typeof work === "string") lacks.push(`${work} The verdicts and the notebook that it held are lost.`);
    await this.#tenant.restore(id, restored, { isWritable, job });
    const known = work === null || typeof work === "string" ? null : work;
    if (known) this.#tenant.interesting.restore(known.interesting);
    this.#notebook = known?.notebook ?? null;
    this.#evidence = known?.evidence ?? noEvidence;
    const { reached, whole, isWhole } = restored;
    this.stopped = isWritable && isWhole ? restored.open : null;
    const bytes = manifest.artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
    const state: KeptState = { id, is: isWritable ? "kept" : "read", rows: reached.rows, bytes, problem: null };
    this.#tell(state);
    if (isWritable && isWhole)
      this.#keepBy(new Keeper(this.#tenant.db, shelf, { ...this.#keeperParts, reached, whole, bytes }));
    if (isWritable) await this.#noteOpened().catch(() => {});
    return { work: known, lacks };
  }

  get evidence(): EvidenceLog {
    return this.#evidence;
  }

  /** Notes the evidence as it stands. */
  keepEvidence(evidence: EvidenceLog): void {
    this.#evidence = evidence;
    this.touch();
  }

  /** Notes the notebook as it lies on the desk. */
  keepNotebook(notebook: KeptNotebook): void {
    if (notebook.text === this.#notebook?.text && notebook.fileName === this.#notebook.fileName) return;
    this.#notebook = notebook;
    this.touch();
  }

  /** The files of a tenant that was opened from disk were written anew: the raw texts are taken from where they lie now. @throws Cancelled */
  async readTextsAgain(job: Job): Promise<void> {
    if (this.#isNew || !this.#home) return;
    await this.settle();
    const { shelf } = this.#home;
    await restoreTexts(this.#tenant.raw, shelf, job);
  }

  /** The work has changed: it is written once it has been quiet for a moment. */
  touch(): void {
    if (!this.#home?.folder.isWritable || this.#state.is === "memory" || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#flush(), quiet);
  }

  /** Resolves when all that waits is on disk, or can't be. */
  async settle(): Promise<void> {
    await this.#keeper?.settle();
    if (this.#timer !== null) this.#flush();
    await this.#saving;
  }

  /** The files of an import are through: when it was opened counts from now. */
  imported(): void {
    this.stopped = null;
    if (this.#keeper) void this.#keeper.settle().then(() => this.#noteOpened().catch(() => {}));
  }

  /** An import did not go through: what was new with it is taken off the disk. */
  async abandon(): Promise<void> {
    if (this.#isNew) await this.discard();
    else await this.settle();
  }

  /** Takes the tenant off the disk, and keeps nothing of it any more. @throws UserError while another tab writes it */
  async discard(): Promise<void> {
    const home = this.#home;
    if (!home) return;
    if (!home.folder.isWritable)
      throw new UserError("Another tab has this tenant open, and only one may change its folder.", {
        next: "Close the tenant there, and delete it then.",
      });
    this.#tenant.recorder = null;
    await this.settle();
    this.#home = null;
    this.#keeper = null;
    await this.#homes.remove(home.folder.id);
    this.#tell(inMemory);
  }

  get #keeperParts() {
    const facts = () => ({ name: this.#tenant.name, zone: this.#tenant.zone });
    return { facts, onState: (state: KeptState) => this.#tell(state) };
  }

  #keepBy(keeper: Keeper): void {
    this.#keeper = keeper;
    this.#tenant.recorder = keeper;
    this.#tell(keeper.state);
  }

  #tell(state: KeptState): void {
    this.#state = state;
    this.#onState(state);
  }

  #noteOpened(): Promise<void> {
    return this.#home!.shelf.change(() => ({ opened: new Date().toISOString() }));
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { shelf } = this.#home!;
    const work: Work = {
      ...this.#said(),
      interesting: this.#tenant.interesting.saved,
      notebook: this.#notebook,
      evidence: this.#evidence,
    };
    this.#saving = this.#saving
      .then(() => saveWork(shelf, work, quietJob()))
      .catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    const isKnown = error instanceof UserError;
    const what = isKnown ? error.what : `The browser’s disk refused: ${error instanceof Error ? error.message : error}`;
    const next = isKnown ? error.next : "Save the notebook to a file, and the verdicts in a case bundle.";
    this.#tell({ ...this.#state, is: "failed", problem: { what, next } });
  }
}
