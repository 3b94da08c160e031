import type { Folder } from "./folder.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { memoryFolder } from "./memory-folder.ts";
import { opfsFolder } from "./opfs.ts";

/** A tenant's folder while it is open here. */
export interface TenantFolder {
  readonly id: string;
  readonly folder: Folder;
  /** False while another tab has it: this one then only reads. */
  readonly isWritable: boolean;
  /** False where the browser gives no place on disk. */
  readonly isKept: boolean;
  close(): void;
}

const root = "tenants";

async function rootFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(root, { create: true });
  } catch {
    return null;
  }
}

/** Holds a tenant's lock until `release`; null while another tab holds it. */
function lock(id: string): Promise<{ release(): void } | null> {
  if (!("locks" in navigator)) return Promise.resolve({ release: () => {} });
  return new Promise((resolve) => {
    void navigator.locks.request(`${root}/${id}`, { ifAvailable: true }, (held) => {
      if (!held) return resolve(null);
      return new Promise<void>((release) => resolve({ release }));
    });
  });
}

/** A new tenant's id. */
export const newTenantId = (): string => crypto.randomUUID();

/** Opens a tenant's folder, and makes it where there is none; one tab writes, others read. */
export async function openTenantFolder(id: string): Promise<TenantFolder> {
  const tenants = await rootFolder();
  if (!tenants) return { id, folder: memoryFolder(), isWritable: true, isKept: false, close: () => {} };
  const held = await lock(id);
  const folder = opfsFolder(await tenants.getDirectoryHandle(id, { create: true }));
  return { id, folder, isWritable: held !== null, isKept: true, close: () => held?.release() };
}

/** The manifests of the tenants on this disk; folders without one are passed over. */
export async function storedTenants(): Promise<Manifest[]> {
  const tenants = await rootFolder();
  if (!tenants) return [];
  const found: Manifest[] = [];
  for await (const handle of (tenants as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()) {
    if (handle.kind !== "directory") continue;
    const manifest = await readManifest(opfsFolder(handle as FileSystemDirectoryHandle)).catch(() => null);
    if (manifest) found.push(manifest);
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}
