import type { Job } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";
import type { Artifact, Manifest } from "./manifest.ts";
import type { Shelf } from "./shelf.ts";

/** What stands around the work in its file: whose it is. */
interface Kept<Work> {
  readonly version: 1;
  readonly tenant: string;
  readonly work: Work;
}

const workOf = (manifest: Manifest | null): Artifact | undefined =>
  manifest?.artifacts.find(({ kind }) => kind === "work");

/** Keeps what a person did with the tenant, in place of what was kept before. @throws whatever the disk says; that is then still there */
export async function saveWork<Work>(shelf: Shelf, work: Work, job: Job): Promise<void> {
  const kept: Kept<Work> = { version: 1, tenant: shelf.tenant, work };
  const blob = new Blob([JSON.stringify(kept)], { type: "application/json" });
  const digest = await sha256(blob, job);
  const file = `work-${digest.slice(0, 16)}.json`;
  const artifact: Artifact = { file, kind: "work", bytes: blob.size, sha256: digest, about: null };
  await shelf.change(
    ({ artifacts }) => ({ artifacts: [...artifacts.filter(({ kind }) => kind !== "work"), artifact] }),
    {
      before: () => shelf.folder.write(file, blob),
    },
  );
}

/** What `saveWork` kept last; null where there is none, a text that says what is wrong where it is not whole. @throws Cancelled */
export async function loadWork<Work>(shelf: Shelf, job: Job): Promise<Work | null | string> {
  const artifact = workOf(await shelf.manifest());
  if (!artifact) return null;
  const blob = await shelf.folder.read(artifact.file);
  if (!blob) return `${artifact.file} is gone.`;
  if ((await sha256(blob, job)) !== artifact.sha256) return `${artifact.file} is damaged: its checksum differs.`;
  const { tenant, work } = JSON.parse(await blob.text()) as Kept<Work>;
  return tenant === shelf.tenant ? work : `${artifact.file} is another tenant’s.`;
}
