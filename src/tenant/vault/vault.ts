import { UserError } from "../../lib/errors.ts";
import { breathe, type Job, quietJob } from "../../lib/job.ts";
import { type Folder, unfinished } from "../folder.ts";
import { readManifest } from "../manifest.ts";
import { isHeader, mendHeader, readHeader, removeHeader, writeHeader } from "./header.ts";
import {
  type KeyBox,
  keysOf,
  lockSecret,
  newSecret,
  openSecret,
  passphraseRounds,
  shortestPassphrase,
} from "./keys.ts";
import { isLockedFile, vaultFolder } from "./vault-folder.ts";

/** Whose folder it is, and whether this tab may change it. */
export interface VaultOptions {
  readonly tenant: string;
  readonly isWritable: boolean;
  readonly rounds?: number;
}

/** The passphrase that opens a folder now, and the one that shall; null for none. */
export interface Passphrases {
  readonly current: string | null;
  readonly next: string | null;
}

type Secret = Uint8Array<ArrayBuffer>;

const isPlain = (name: string): boolean => !isHeader(name) && !isLockedFile(name);

const wrong = () =>
  new UserError("This passphrase does not open the tenant.", {
    next: "Nothing was changed. Try again: capital letters count, and nobody can look it up.",
  });

/** The header of a locked folder; null where it has no passphrase. @throws UserError where it had one and its header is lost */
async function headerOf(raw: Folder): Promise<KeyBox | null> {
  const header = await readHeader(raw);
  if (header !== "damaged" && header !== null) return header;
  if ((await raw.names()).some(isLockedFile) && (await readManifest(raw)) === null)
    throw new UserError("The tenant’s files are locked, and both copies of what the passphrase opens are damaged.", {
      next: "Nothing was changed. Bring passphrase.json back from a copy of the browser’s profile, if there is one.",
    });
  return null;
}

/** When a folder's passphrase was set or changed, ISO 8601; null where it has none. @throws UserError where its header is lost */
export async function lockedSince(raw: Folder): Promise<string | null> {
  return (await headerOf(raw))?.made ?? null;
}

async function removeAll(raw: Folder, isLitter: (name: string) => boolean): Promise<void> {
  for (const name of await raw.names()) if (isLitter(name)) await raw.remove(name);
}

/**
 * Ends what a stopped change of the passphrase left: of a locked folder everything that lies open and an older header go, of an open one
 * everything locked. Needs no passphrase. @throws whatever the disk says
 */
export async function settle(raw: Folder): Promise<void> {
  const isLocked = (await headerOf(raw)) !== null;
  await removeAll(raw, isLocked ? isPlain : (name) => !isPlain(name));
  if (isLocked) await mendHeader(raw);
}

const folderOf = async (raw: Folder, secret: Secret, tenant: string): Promise<Folder> =>
  vaultFolder(raw, { tenant, keys: await keysOf(secret, tenant) });

/** @throws UserError where the box is another tenant's, or the passphrase another */
async function secretOf(box: KeyBox, passphrase: string, tenant: string): Promise<Secret> {
  if (box.tenant !== tenant)
    throw new UserError("The folder is locked for another tenant.", { next: "Open that tenant instead." });
  const secret = await openSecret(box, passphrase);
  if (!secret) throw wrong();
  return secret;
}

/** Writes every file of one folder that its manifest names into another; where nothing names any, there is nothing to write. */
async function copyAll(from: Folder, to: Folder, { job, stage }: { job: Job; stage: string }): Promise<void> {
  if ((await readManifest(from)) === null) return;
  const names = (await from.names()).filter((name) => isPlain(name) && !name.endsWith(unfinished));
  for (const [done, name] of names.entries()) {
    job.report({ stage, done, total: names.length, unit: "files" });
    await breathe(job);
    const file = await from.read(name);
    if (file) await to.write(name, file);
  }
}

/** Stands in for a folder of which nobody knows whether it is locked. */
const unknownFolder = (): Folder => {
  const refuse = async (): Promise<never> => {
    throw new UserError("The tenant’s folder could not be read after its passphrase was changed.", {
      next: "Reload the page and open the tenant again, by the new passphrase or by the old one.",
    });
  };
  return { read: refuse, write: refuse, remove: refuse, names: refuse };
};

/** A tenant's folder, with a passphrase or without. */
export class Vault {
  /** What the tenant holds; it stays this one when a passphrase is set, changed or removed. Changes come one after the other. */
  readonly folder: Folder;
  readonly #raw: Folder;
  readonly #options: VaultOptions;
  #inner: Folder;
  #isLocked: boolean;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(raw: Folder, locked: Folder | null, options: VaultOptions) {
    this.#raw = raw;
    this.#options = options;
    this.#inner = locked ?? raw;
    this.#isLocked = locked !== null;
    this.folder = {
      read: (name) => this.#inner.read(name),
      names: () => this.#inner.names(),
      write: (name, content) => this.#inTurn(() => this.#inner.write(name, content)),
      remove: (name) => this.#inTurn(() => this.#inner.remove(name)),
    };
  }

  /** Opens a tenant's folder. @throws UserError where it is locked and the passphrase is missing or wrong; nothing is changed then */
  static async open(raw: Folder, passphrase: string | null, options: VaultOptions): Promise<Vault> {
    const box = await headerOf(raw);
    if (box && passphrase === null)
      throw new UserError("This tenant is locked.", { next: "Open it with its passphrase." });
    const secret = box && (await secretOf(box, passphrase ?? "", options.tenant));
    if (options.isWritable) await settle(raw).catch(() => undefined);
    return new Vault(raw, secret && (await folderOf(raw, secret, options.tenant)), options);
  }

  /** Whether it has a passphrase. */
  get isLocked(): boolean {
    return this.#isLocked;
  }

  /**
   * Sets a passphrase (`current` null), changes it, or removes it (`next` null). Wherever this stops, the folder opens by the old passphrase or by
   * the new one, with everything in it. A change locks nothing anew but the tenant's secret.
   * @throws UserError where `current` is not the passphrase, or `next` is too short; nothing is changed then. Cancelled
   */
  setPassphrase({ current, next }: Passphrases, job: Job = quietJob()): Promise<void> {
    return this.#inTurn(async () => {
      if (next !== null && next.length < shortestPassphrase)
        throw new UserError(`A passphrase needs at least ${shortestPassphrase} characters.`, {
          next: "Nothing was changed. Four or five words in a row are hard to guess and easy to keep.",
        });
      const { tenant } = this.#options;
      const box = await headerOf(this.#raw);
      if ((box === null) !== (current === null)) throw wrong();
      if (box === null && next === null) return;
      const secret = box ? await secretOf(box, current ?? "", tenant) : newSecret();
      const locked = await folderOf(this.#raw, secret, tenant);
      try {
        await this.#rewrite(locked, { secret, wasLocked: box !== null, next, job });
        await settle(this.#raw);
      } catch (error) {
        await settle(this.#raw).catch(() => undefined);
        throw error;
      } finally {
        this.#inner = unknownFolder();
        this.#isLocked = (await headerOf(this.#raw)) !== null;
        this.#inner = this.#isLocked ? locked : this.#raw;
      }
    });
  }

  /** Everything is written anew first, then the header says, in one write or removal, that it holds. */
  async #rewrite(
    locked: Folder,
    { secret, wasLocked, next, job }: { secret: Secret; wasLocked: boolean; next: string | null; job: Job },
  ): Promise<void> {
    const raw = this.#raw;
    const { tenant, rounds = passphraseRounds } = this.#options;
    if (!wasLocked) {
      await settle(raw);
      await copyAll(raw, locked, { job, stage: "Locking the tenant’s files" });
    }
    if (next !== null) return writeHeader(raw, await lockSecret(secret, { tenant, passphrase: next, rounds }));
    if ((await readManifest(locked)) === null) await removeAll(raw, isLockedFile);
    await copyAll(locked, raw, { job, stage: "Unlocking the tenant’s files" });
    await removeHeader(raw);
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#last.then(change);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
