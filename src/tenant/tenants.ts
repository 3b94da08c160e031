import type { OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import { chunksOf } from "./chunk-store.ts";
import type { Folder } from "./folder.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { memoryFolder } from "./memory-folder.ts";
import { opfsFolder } from "./opfs.ts";
import { lockedSince, settle, Vault } from "./vault/vault.ts";

/** A tenant's folder while it is open here. */
export interface TenantFolder {
  readonly id: string;
  readonly folder: Folder;
  /** Its passphrase, or that it has none. */
  readonly vault: Vault;
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

/**
 * Opens a tenant's folder, and makes it where there is none; one tab writes, others read.
 * @throws UserError where it is locked and the passphrase is missing or wrong
 */
export async function openTenantFolder(
  id: string,
  { passphrase = null }: { readonly passphrase?: string | null } = {},
): Promise<TenantFolder> {
  const tenants = await rootFolder();
  const raw = tenants ? opfsFolder(await tenants.getDirectoryHandle(id, { create: true })) : memoryFolder();
  const held = tenants ? await lock(id) : { release: () => {} };
  try {
    const vault = await Vault.open(raw, passphrase, { tenant: id, isWritable: held !== null });
    const close = () => held?.release();
    return { id, folder: vault.folder, vault, isWritable: held !== null, isKept: tenants !== null, close };
  } catch (error) {
    held?.release();
    throw error;
  }
}

/** Folders of tenants on this disk, by the tenants' ids. */
async function tenantFolders(): Promise<Map<string, Folder>> {
  const tenants = await rootFolder();
  const found = new Map<string, Folder>();
  if (!tenants) return found;
  for await (const handle of (tenants as unknown as { values(): AsyncIterable<FileSystemHandle> }).values())
    if (handle.kind === "directory") found.set(handle.name, opfsFolder(handle as FileSystemDirectoryHandle));
  return found;
}

/** The manifests of the tenants on this disk; folders without one, and locked ones, are passed over. */
export async function storedTenants(): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const folder of (await tenantFolders()).values()) {
    const isLocked = await lockedSince(folder).catch(() => null);
    const manifest = isLocked ? null : await readManifest(folder).catch(() => null);
    if (manifest) found.push(manifest);
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/** A tenant of which nothing can be told without its passphrase, not even its name. */
export interface LockedTenant {
  readonly id: string;
  /** When the passphrase was set or changed, ISO 8601, UTC. */
  readonly since: string;
}

/** The tenants on this disk that have a passphrase. What a crash left of their files from before it was set goes, where no tab has them open. */
export async function lockedTenants(): Promise<LockedTenant[]> {
  const found: LockedTenant[] = [];
  for (const [id, folder] of await tenantFolders()) {
    const since = await lockedSince(folder).catch(() => null);
    if (since === null) continue;
    found.push({ id, since });
    const held = await lock(id);
    if (held) await settle(folder).catch(() => undefined);
    held?.release();
  }
  return found.sort((a, b) => b.since.localeCompare(a.since));
}

/** A tenant whose logs are kept on this disk, as a list shows it. */
export interface RecentTenant {
  readonly id: string;
  /** Empty while it is locked. */
  readonly name: string;
  /** When its passphrase was set or changed, ISO 8601, UTC; null where it has none. Of a locked one nothing else is known. */
  readonly lockedSince: string | null;
  readonly bytes: number;
  /** Rows of its logs that are kept, and how many of its models. */
  readonly rows: number;
  readonly models: number;
  /** ISO 8601, UTC; empty where it was never opened again. */
  readonly opened: string;
  /** The file whose import stopped, or is under way elsewhere; null where all files are whole. */
  readonly stopped: { readonly file: string; readonly rows: number; readonly share: number } | null;
  /** Whether some tab has it open. */
  readonly isOpen: boolean;
}

/** The tenants whose logs lie on this disk, the one opened last first. */
export async function recentTenants(): Promise<RecentTenant[]> {
  const open = "locks" in navigator ? ((await navigator.locks.query()).held ?? []).map(({ name }) => name) : [];
  const recent = (await storedTenants()).flatMap((manifest): RecentTenant[] => {
    const last = chunksOf(manifest).at(-1)?.about;
    if (!last) return [];
    const { tenant: id, name, opened = "", artifacts } = manifest;
    const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
    const models = artifacts.filter(({ kind }) => kind === "model").length;
    const stopped = last.open && {
      file: last.open.name,
      rows: last.open.records,
      share: last.open.bytesRead / Math.max(1, last.open.bytes),
    };
    return [
      {
        id,
        name,
        lockedSince: null,
        bytes,
        rows: last.rows,
        models,
        opened,
        stopped,
        isOpen: open.includes(`${root}/${id}`),
      },
    ];
  });
  const locked = (await lockedTenants()).map(
    ({ id, since }): RecentTenant => ({
      id,
      name: "",
      lockedSince: since,
      bytes: 0,
      rows: 0,
      models: 0,
      opened: "",
      stopped: null,
      isOpen: open.includes(`${root}/${id}`),
    }),
  );
  return [...recent.sort((a, b) => b.opened.localeCompare(a.opened)), ...locked];
}

/** The files on this disk whose import stopped, and the tenants that they are of. */
export async function stoppedImports(): Promise<
  { readonly id: string; readonly name: string; readonly open: OpenFile }[]
> {
  return (await storedTenants()).flatMap((manifest) => {
    const open = chunksOf(manifest).at(-1)?.about.open;
    return open ? [{ id: manifest.tenant, name: manifest.name, open }] : [];
  });
}

/** Takes a tenant off this disk, models, verdicts and all. @throws UserError while a tab has it open */
export async function deleteTenant(id: string): Promise<void> {
  const tenants = await rootFolder();
  const held = await lock(id);
  if (!held)
    throw new UserError("A tab has this tenant open.", { next: "Close the tenant there, and delete it then." });
  try {
    await tenants?.removeEntry(id, { recursive: true });
  } finally {
    held.release();
  }
}
