import { quietJob } from "../../../lib/job.ts";
import { sha256 } from "../../../lib/sha256.ts";
import type { Folder } from "../../../tenant/folder.ts";

/** A notebook as it was last written to the browser's disk, and not to a file. */
export interface Draft {
  readonly fileName: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly when: string;
}

interface Kept extends Draft {
  readonly id: string;
  /** Counts the writes; of two the higher holds. */
  readonly generation: number;
}

const pattern = /^draft-([0-9a-f-]+)-[01]\.json$/;
const slot = (id: string, generation: number): string => `draft-${id}-${generation % 2}.json`;

const checksum = (text: string): Promise<string> => sha256(new Blob([text]), quietJob());

const asDraft = ({ fileName, text, when }: Kept): Draft => ({ fileName, text, when });

/** Null where the file is not whole. */
async function readKept(file: Blob | null): Promise<Kept | null> {
  try {
    const { sha256: digest, draft } = JSON.parse((await file?.text()) ?? "") as { sha256: string; draft: Kept };
    return (await checksum(JSON.stringify(draft))) === digest ? draft : null;
  } catch {
    return null;
  }
}

/** What the tabs write: two generations a tab, the older overwritten each time, so that one is whole at any moment. */
export class Drafts {
  readonly #folder: Folder;
  readonly #hold: (name: string) => Promise<boolean>;
  #id: string;
  #generation = 0;
  #writing: Promise<unknown> = Promise.resolve();

  /** @param hold takes a name that no other tab has, and says whether it could */
  constructor(folder: Folder, hold: (name: string) => Promise<boolean>, id: string = crypto.randomUUID()) {
    this.#folder = folder;
    this.#hold = hold;
    this.#id = id;
  }

  /**
   * Takes over what tabs that are gone had not saved. The newest is this tab's from now on, and stays on disk; each other goes from there once
   * `keep` has it elsewhere, and waits for the next tab where that fails.
   */
  async claim(keep: (other: Draft) => Promise<unknown>): Promise<Draft | null> {
    const newest = new Map<string, Kept>();
    for (const name of await this.#folder.names()) {
      const id = pattern.exec(name)?.[1];
      const draft = id === undefined ? null : await readKept(await this.#folder.read(name));
      if (draft && draft.generation >= (newest.get(draft.id)?.generation ?? -1)) newest.set(draft.id, draft);
    }
    const mine: Kept[] = [];
    for (const draft of newest.values()) if (await this.#hold(`draft-${draft.id}`)) mine.push(draft);
    mine.sort((a, b) => b.when.localeCompare(a.when));
    const [first, ...others] = mine;
    if (first) {
      this.#id = first.id;
      this.#generation = first.generation + 1;
    } else await this.#hold(`draft-${this.#id}`);
    for (const other of others)
      await keep(asDraft(other)).then(
        () => this.#remove(other.id),
        () => {},
      );
    return first ? asDraft(first) : null;
  }

  /** Writes a draft; when it resolves, it is on disk. */
  write(given: Draft): Promise<void> {
    return this.#next(async () => {
      const kept: Kept = { ...given, id: this.#id, generation: this.#generation };
      const draft = JSON.stringify(kept);
      const file = new Blob([`{"sha256":"${await checksum(draft)}","draft":${draft}}`], { type: "application/json" });
      await this.#folder.write(slot(this.#id, this.#generation), file);
      this.#generation += 1;
    });
  }

  /** Takes this tab's draft off the disk: it is in a file now, or not wanted. */
  clear(): Promise<void> {
    return this.#next(() => this.#remove(this.#id));
  }

  async #remove(id: string): Promise<void> {
    await this.#folder.remove(slot(id, 0));
    await this.#folder.remove(slot(id, 1));
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(step, step);
    this.#writing = done.catch(() => {});
    return done;
  }
}
