import { UserError } from "../../lib/errors.ts";
import { breathe, type Job, quietJob } from "../../lib/job.ts";
import { guardRatio } from "./decompress.ts";
import type { Source } from "./format.ts";
import { isZip, packedBytes, readZipEntries, type ZipEntry } from "./zip.ts";

const deepest = 3;
const partBytes = 16 * 1024 * 1024;

/**
 * The readable things among dropped files, in their order: zip archives, known by content, are opened member by member
 * (`logs.zip/day1.csv`), folders keep their paths. What can't be opened comes as a source with a `problem`.
 * @throws Cancelled
 */
export async function* openSources(
  files: readonly File[],
  { job = quietJob() }: { job?: Job } = {},
): AsyncGenerator<Source> {
  for (const file of files) {
    const name = file.webkitRelativePath || file.name;
    if (!isLitter(name)) yield* open({ name, size: file.size, blob: file }, 0, job);
  }
}

/** What systems put beside files: no log. */
const isLitter = (name: string): boolean => /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name);

async function* open(source: Source, depth: number, job: Job): AsyncGenerator<Source> {
  const head = new Uint8Array(
    await source.blob
      .slice(0, 4)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0)),
  );
  if (!isZip(head)) {
    yield source;
    return;
  }
  if (depth >= deepest) {
    yield {
      ...source,
      problem: new UserError("the archives lie too deep in one another.", {
        where: source.name,
        next: "Unpack it first.",
      }),
    };
    return;
  }
  try {
    const entries = await readZipEntries(source.blob, source.name);
    if (entries.some(({ name }) => name === "[Content_Types].xml"))
      throw new UserError("this is an Office document.", { where: source.name, next: "Save the sheet as CSV first." });
    const members = entries.filter(({ name }) => !isLitter(name));
    if (members.length === 0)
      throw new UserError("there is no file in the archive.", {
        where: source.name,
        next: "Pack or download it again.",
      });
    for (const entry of members) yield* openMember(source, entry, depth, job);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield { ...source, problem: error };
  }
}

async function* openMember(archive: Source, entry: ZipEntry, depth: number, job: Job): AsyncGenerator<Source> {
  const name = `${archive.name}/${entry.name}`;
  let member: Source;
  try {
    const blob = await unpack(archive.blob, entry, name, job);
    member = { name, size: blob.size, blob };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield { name, size: entry.size, blob: new Blob([]), problem: error };
    return;
  }
  yield* open(member, depth + 1, job);
}

async function unpack(archive: Blob, entry: ZipEntry, name: string, job: Job): Promise<Blob> {
  if (entry.encrypted)
    throw new UserError("this file is encrypted.", { where: name, next: "Unpack it with its password first." });
  if (entry.method !== 0 && entry.method !== 8)
    throw new UserError(`this file is packed by a method that is not read (${entry.method}).`, {
      where: name,
      next: "Unpack the archive first, or pack it as a plain zip.",
    });
  const packed = await packedBytes(archive, entry, name);
  return entry.method === 0 ? packed : inflate(packed, name, job);
}

/** Inflates into a Blob part by part, so that no more than a part is held beside it. */
async function inflate(packed: Blob, name: string, job: Job): Promise<Blob> {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let given = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  for (;;) {
    const next = await reader.read().catch(() => {
      throw new UserError("this file is damaged in its archive.", { where: name, next: "Pack or download it again." });
    });
    if (next.done) break;
    parts.push(next.value);
    held += next.value.length;
    given += next.value.length;
    guardRatio(packed.size, given, name);
    if (held < partBytes) continue;
    await breathe(job);
    blobs.push(new Blob(parts));
    parts = [];
    held = 0;
  }
  return new Blob([...blobs, ...parts]);
}
