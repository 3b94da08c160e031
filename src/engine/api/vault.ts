import type { OnProgress } from "../../lib/job.ts";
import type { Passphrases } from "../../tenant/vault/vault.ts";

/** How the open tenant's folder stands. */
export interface FolderLock {
  /** Whether its files lie locked under a passphrase. */
  readonly isLocked: boolean;
  /** False where the browser gives no place on disk, or another tab writes the folder. */
  readonly canChange: boolean;
}

/** The passphrase of the open tenant: what lies in its folder is locked under it. */
export interface VaultCalls {
  /** @throws UserError where the folder can't be opened */
  folderLock(): Promise<FolderLock>;
  /** Sets the passphrase (`current` null), changes it, or removes it (`next` null). @throws UserError, Cancelled; then all is as it was */
  setPassphrase(passphrases: Passphrases, onProgress: OnProgress): Promise<FolderLock>;
}
