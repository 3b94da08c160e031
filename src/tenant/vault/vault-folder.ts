import { toHex } from "../../lib/hex.ts";
import { type Folder, unfinished } from "../folder.ts";
import type { VaultKeys } from "./keys.ts";
import { lockFile, nameInside, unlockFile } from "./locked-file.ts";

const ending = ".locked";

/** Whether a file of a folder is one that `vaultFolder` wrote. */
export const isLockedFile = (name: string): boolean => name.endsWith(ending);

/** A file's name on disk tells its kind, which is what stands before its first mark, and nothing else. */
async function nameOnDisk(name: string, keys: VaultKeys): Promise<string> {
  const code = await crypto.subtle.sign("HMAC", keys.names, new TextEncoder().encode(name));
  const kind = /^[a-z]{1,12}(?=[-.])/.exec(name)?.[0] ?? "file";
  return `${kind}-${toHex(new Uint8Array(code, 0, 16))}${ending}`;
}

/** A folder whose files lie locked in another: what they hold, how they are named and whose they are is checked whenever one is read. */
export function vaultFolder(
  raw: Folder,
  { tenant, keys }: { readonly tenant: string; readonly keys: VaultKeys },
): Folder {
  /** Names on disk follow from the names within, so what was learnt stays true. */
  const within = new Map<string, string>();
  return {
    async read(name) {
      const file = await raw.read(await nameOnDisk(name, keys));
      return file && unlockFile(file, { tenant, name }, keys);
    },
    async write(name, content) {
      await raw.write(await nameOnDisk(name, keys), await lockFile(content, { tenant, name }, keys));
    },
    async remove(name) {
      await raw.remove(name.endsWith(unfinished) ? name : await nameOnDisk(name, keys));
    },
    async names() {
      const all = await raw.names();
      const names = all.filter((name) => name.endsWith(unfinished));
      for (const disk of all.filter(isLockedFile)) {
        const known = within.get(disk);
        const file = known === undefined ? await raw.read(disk) : null;
        const name = known ?? (file && (await nameInside(file, tenant, keys)));
        if (name === null || (await nameOnDisk(name, keys)) !== disk) continue;
        within.set(disk, name);
        names.push(name);
      }
      return names.sort();
    },
  };
}
