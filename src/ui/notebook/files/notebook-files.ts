import { UserError } from "../../../lib/errors.ts";
import { breathe, quietJob } from "../../../lib/job.ts";
import { parseNotebook } from "../../../notebook/document.ts";
import type { Folder } from "../../../tenant/folder.ts";
import { Autosave } from "./autosave.ts";
import { holdName, notebookFolder } from "./disk.ts";
import { type Draft, Drafts } from "./drafts.ts";
import { type Saved, saveAs, saveTo } from "./pickers.ts";
import { forgetRecent, type Recent, readRecent, remember } from "./recent.ts";

/** What the file of a notebook has to do with the notebook itself. */
export interface Paper {
  /** The notebook as it stands, in its file format. */
  text(): string;
  /** Puts another notebook in its place. */
  lay(text: string): void;
  /** Something that the page shows of the file has changed. */
  onChange(): void;
  /** Whether it belongs to a locked tenant: it is then kept in that tenant's folder, and nowhere else on the browser's disk. */
  isSecret(): boolean;
}

/** The file that the open notebook belongs to: whether it is saved, where to, what the browser's disk keeps meanwhile. */
export class NotebookFiles {
  readonly #paper: Paper;
  readonly #standard: Omit<Draft, "when">;
  readonly #autosave = new Autosave(() => void this.#keepDraft());
  #folder: Folder | null = null;
  #drafts: Drafts | null = null;
  #handle: FileSystemFileHandle | null = null;
  #isSaved = true;
  /** Whether what lies open belongs to a locked tenant. */
  #isSecret = false;
  fileName: string;
  /** What was taken over from a tab that is gone, until the analyst keeps or discards it. */
  restored: Draft | null = null;
  /** What was restored and then put among the recent ones, until the analyst has seen that. */
  aside: Recent | null = null;
  recent: readonly Recent[] = [];
  /** Why the browser's disk does not have what was written last; null where it has. */
  notKept: unknown = null;
  /** When the disk was read, and what was left there taken over. */
  readonly ready: Promise<void>;

  /** @param standard the notebook that lies open when there is no other */
  constructor(standard: Omit<Draft, "when">, paper: Paper) {
    this.#standard = standard;
    this.#paper = paper;
    this.fileName = standard.fileName;
    this.ready = this.#restore().catch(() => {});
  }

  get isSaved(): boolean {
    return this.#isSaved;
  }

  /** The notebook was changed. */
  touch(): void {
    if (this.#isSaved) addEventListener("beforeunload", askFirst);
    this.#isSaved = false;
    this.#isSecret = this.#paper.isSecret();
    this.#autosave.touch();
    this.#paper.onChange();
  }

  /** The tenant was locked, or unlocked for good: a draft that was kept until now goes, or is kept again. */
  secrecyChanged(): void {
    this.#isSecret = this.#paper.isSecret();
    if (!this.#isSaved) void this.#keepDraft();
  }

  /** Writes what waits to the browser's disk at once. */
  flush(): void {
    this.#autosave.flush();
  }

  /**
   * Opens a notebook in place of the one that lies open; what of that was not saved is kept among the recent ones.
   * @throws UserError where the text is no notebook, or where that can't be kept; it then still lies open
   */
  async open(fileName: string, text: string, handle: FileSystemFileHandle | null = null): Promise<void> {
    if (parseNotebook(text).blocks.length === 0) {
      throw new UserError("The notebook is empty.", {
        where: fileName,
        next: "Open a Markdown file with text or cells in it.",
      });
    }
    await this.ready;
    if (!this.#isSaved) await this.#remember(false);
    // Reading, laying and writing a long one each take their time: the page may answer between them.
    await breathe(quietJob());
    this.#lay(fileName, text, handle);
    await breathe(quietJob());
    await this.#rememberSaved();
  }

  /** Saves to the file that it came from or was last saved to; asks where to if there is none. */
  save(): Promise<void> {
    const handle = this.#handle;
    return this.#saveBy((text) => (handle ? saveTo(handle, text) : saveAs(this.fileName, text)));
  }

  /** Asks where to save to. */
  saveAs(): Promise<void> {
    return this.#saveBy((text) => saveAs(this.fileName, text));
  }

  /** What lies open is what the analyst goes on with. */
  keep(): void {
    this.restored = null;
    this.aside = null;
    this.#paper.onChange();
  }

  /** What was restored is not wanted: the standard notebook lies open again. */
  discard(): void {
    this.#lay(this.#standard.fileName, this.#standard.text, null);
  }

  /** Puts what was restored among the recent ones, and lays the standard notebook in its place; where it can't be kept, it stays open. */
  async setAside(): Promise<void> {
    try {
      await this.#remember(false);
    } catch (error) {
      this.notKept = error;
      return this.#paper.onChange();
    }
    const [aside = null] = this.recent;
    this.discard();
    this.aside = aside;
    this.#paper.onChange();
  }

  async forgetRecent(): Promise<void> {
    if (this.#folder) await forgetRecent(this.#folder);
    this.recent = [];
    this.#paper.onChange();
  }

  #lay(fileName: string, text: string, handle: FileSystemFileHandle | null): void {
    this.fileName = fileName;
    this.#handle = handle;
    this.restored = null;
    this.aside = null;
    this.#paper.lay(text);
    this.#isSecret = this.#paper.isSecret();
    this.#settle();
  }

  async #saveBy(write: (text: string) => Promise<Saved>): Promise<void> {
    const text = this.#paper.text();
    const saved = await write(text);
    if (!saved) return;
    this.fileName = saved.fileName;
    this.#handle = saved.handle;
    this.restored = null;
    // What was typed while the file was written is not in it.
    if (this.#paper.text() === text) this.#settle();
    await this.#rememberSaved();
  }

  /** The notebook is as its file has it. */
  #settle(): void {
    this.#isSaved = true;
    this.notKept = null;
    removeEventListener("beforeunload", askFirst);
    this.#autosave.stop();
    void this.#drafts?.clear().catch(() => {});
    this.#paper.onChange();
  }

  async #keepDraft(): Promise<void> {
    const draft = { fileName: this.fileName, text: this.#paper.text(), when: new Date().toISOString() };
    if (this.#isSecret) return this.#drafts?.clear().catch(() => {});
    const before = this.notKept;
    const failed = this.#drafts?.write(draft).then(
      () => null,
      (error: unknown) => error,
    );
    this.notKept = (await failed) ?? null;
    if (this.notKept !== before) this.#paper.onChange();
  }

  async #remember(isSaved: boolean): Promise<void> {
    const entry = { fileName: this.fileName, text: this.#paper.text(), when: new Date().toISOString(), isSaved };
    if (this.#folder && !this.#isSecret) this.recent = await remember(this.#folder, entry);
    this.#paper.onChange();
  }

  /** What lies in a file too is not lost where the browser's disk fails. */
  readonly #rememberSaved = (): Promise<void> => this.#remember(true).catch(() => {});

  async #restore(): Promise<void> {
    const folder = await notebookFolder();
    this.#folder = folder;
    this.#drafts = new Drafts(folder, holdName);
    const draft = await this.#drafts.claim((other) => remember(folder, { ...other, isSaved: false }));
    this.recent = await readRecent(folder);
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
    if (!draft) return this.#paper.onChange();
    this.fileName = draft.fileName;
    this.restored = draft;
    this.#paper.lay(draft.text);
    this.#isSaved = false;
    addEventListener("beforeunload", askFirst);
    this.#paper.onChange();
  }
}

/** Has the browser ask before the page goes. */
const askFirst = (event: Event): void => event.preventDefault();
