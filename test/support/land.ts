import type { Land } from "../../src/engine/homes.ts";
import type { Folder } from "../../src/tenant/folder.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { Vault } from "../../src/tenant/vault/vault.ts";

/** Folders in memory that count as kept; `folderOf` puts another kind in their place. */
export function landInMemory(
  disk = new Map<string, Map<string, Blob>>(),
  {
    folderOf = memoryFolder,
    isWritable = true,
  }: { folderOf?: (files: Map<string, Blob>) => Folder; isWritable?: boolean } = {},
): Land {
  return {
    open: async (id, { passphrase }) => {
      const files = disk.get(id) ?? new Map<string, Blob>();
      disk.set(id, files);
      const vault = await Vault.open(folderOf(files), passphrase, { tenant: id, isWritable, rounds: 1 });
      return { id, folder: vault.folder, vault, isWritable, isKept: true, close: () => {} };
    },
    remove: async (id) => void disk.delete(id),
  };
}
