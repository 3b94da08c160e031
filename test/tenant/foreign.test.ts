import { expect, test } from "vitest";
import { quietJob } from "../../src/lib/job.ts";
import { appendChunk, chunksOf, readChunk } from "../../src/tenant/chunk-store.ts";
import { writeManifest } from "../../src/tenant/manifest.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../src/tenant/model-store.ts";
import { Shelf } from "../../src/tenant/shelf.ts";
import { Vault } from "../../src/tenant/vault/vault.ts";
import { loadWork, saveWork } from "../../src/tenant/work.ts";

const job = quietJob();
const passphrase = "words that nobody knows";
const codec = {
  pack: (values: Int32Array) => ({ header: {}, sections: new Map([["values", values]]) }),
  unpack: ({ sections }: { sections: ReadonlyMap<string, unknown> }) => sections.get("values") as Int32Array,
};
const start = { events: 0, actors: 0, types: 0, entities: 0, attribute_values: 0, relationships: 0, rejects: 0 };
const block = { firstLine: 1, text: new Blob(["a,b\n"]), starts: null, firstStart: 1, lastStart: 1, events: null };

const modelsOf = (shelf: Shelf) =>
  new ModelStore<Int32Array, string>(shelf.folder, { tenant: shelf.tenant, codec, shelf });

/** A tenant with one artifact of each kind. */
async function tenantOf(tenant: string, files = new Map<string, Blob>()) {
  const shelf = new Shelf(memoryFolder(files), tenant);
  const tables = new Map([["events", Uint8Array.of(1, 2, 3)]]);
  const chunk = { from: start, to: { ...start, events: 1 }, tables, blocks: [{ file: 0, block }], zone: "UTC" };
  await appendChunk(shelf, { ...chunk, closed: [], open: null }, { number: 0, rows: 1, name: tenant });
  await saveWork(shelf, { note: tenant }, job);
  const model = await modelsOf(shelf).save(Int32Array.of(1), "monday", { name: tenant, job });
  return { shelf, files, model: model.id };
}

/** What each kind of artifact says when it is read: "read", or why not. */
async function readAll(shelf: Shelf, model: string): Promise<Record<string, string>> {
  const manifest = (await shelf.manifest())!;
  const said = (what: Promise<unknown>) =>
    what.then(
      (found) => (typeof found === "string" ? found : "read"),
      (error: Error) => error.message,
    );
  const chunk = readChunk(shelf, manifest, chunksOf(manifest)[0]!, job).then(({ lacks }) => lacks ?? {});
  return {
    chunk: await said(chunk),
    work: await said(loadWork(shelf, job)),
    model: await said(modelsOf(shelf).load(model, job)),
  };
}

test("each kind of artifact is read by its own tenant", async () => {
  const { shelf, model } = await tenantOf("ours");
  modelsOf(shelf).unload(model);
  expect(await readAll(shelf, model)).toEqual({ chunk: "read", work: "read", model: "read" });
});

test("each kind of another tenant's artifact is refused, even where somebody has written it into the list of files", async () => {
  const theirs = await tenantOf("theirs");
  const files = new Map(theirs.files);
  const forged = { ...(await theirs.shelf.manifest())!, tenant: "ours", generation: 9 };
  await writeManifest(memoryFolder(files), forged);
  const said = await readAll(new Shelf(memoryFolder(files), "ours"), theirs.model);
  for (const [kind, text] of Object.entries(said)) expect(text, kind).toMatch(/another tenant/);
});

test("each kind of another tenant's file is refused where it lies under the name of this one's locked file", async () => {
  const disks = await Promise.all(["ours", "theirs"].map((tenant) => tenantOf(tenant)));
  for (const { shelf, files } of disks) {
    const vault = await Vault.open(memoryFolder(files), null, { tenant: shelf.tenant, isWritable: true, rounds: 1 });
    await vault.setPassphrase({ current: null, next: passphrase });
  }
  const [ours, theirs] = disks as [(typeof disks)[0], (typeof disks)[0]];
  const ofKind = (files: Map<string, Blob>, kind: string) => [...files.keys()].find((name) => name.startsWith(kind))!;
  for (const kind of ["chunk", "text", "work", "model"]) {
    const mixed = new Map(ours.files);
    mixed.set(ofKind(ours.files, kind), theirs.files.get(ofKind(theirs.files, kind))!);
    const vault = await Vault.open(memoryFolder(mixed), passphrase, { tenant: "ours", isWritable: true, rounds: 1 });
    const said = await readAll(new Shelf(vault.folder, "ours"), ours.model);
    expect(said[kind === "text" ? "chunk" : kind], kind).toMatch(/damaged/);
    expect(Object.values(said).filter((text) => text === "read")).toHaveLength(2);
  }
});
