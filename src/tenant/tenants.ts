import type { OpenFile } from "../ingest/recorder.ts";
import { UserError } from "../lib/errors.ts";
import { chunksOf } from "./chunk-store.ts";
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

/** A tenant whose logs are kept on this disk, as a list shows it. */
export interface RecentTenant {
  readonly id: string;
  readonly name: string;
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
    return [{ id, name, bytes, rows: last.rows, models, opened, stopped, isOpen: open.includes(`${root}/${id}`) }];
  });
  return recent.sort((a, b) => b.opened.localeCompare(a.opened));
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
