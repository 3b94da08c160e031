import { UserError } from "../../lib/errors.ts";
import type { FolderLock, VaultCalls } from "../api/vault.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of the open tenant's passphrase. */
export function vaultCalls(bench: Workbench): VaultCalls {
  /** The folder of what is kept of the tenant; null before it has one. */
  const id = (): string | null => {
    const { disk, models, homes, tenant } = bench;
    return disk.home ?? models.home ?? (homes.isOpen(tenant.id) ? tenant.id : null);
  };
  const folderLock = async (): Promise<FolderLock> => {
    const home = id();
    if (home === null) return { isLocked: false, canChange: true };
    const { vault, isKept, isWritable } = (await bench.homes.open(home)).folder;
    return { isLocked: vault.isLocked, canChange: isKept && isWritable };
  };
  return {
    folderLock,
    setPassphrase: (passphrases, onProgress) =>
      bench.jobs.run(onProgress, async (job) => {
        const { vault, isKept, isWritable } = (await bench.homes.open(id() ?? bench.tenant.id)).folder;
        if (!isKept)
          throw new UserError("This browser gives no place on disk: there is nothing to lock.", {
            next: "What is imported is gone with the tab.",
          });
        if (!isWritable)
          throw new UserError("Another tab has this tenant open, and only one may change its folder.", {
            next: "Close the tenant there, and set the passphrase then.",
          });
        await vault.setPassphrase(passphrases, job);
        if (passphrases.current === null) await bench.disk.readTextsAgain(job);
        return folderLock();
      }),
  };
}
