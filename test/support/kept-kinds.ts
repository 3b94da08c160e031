import { quietJob } from "../../src/lib/job.ts";
import { appendChunk, chunksOf, dropChunks, readChunk } from "../../src/tenant/chunk-store.ts";
import type { Folder } from "../../src/tenant/folder.ts";
import { ModelStore } from "../../src/tenant/model-store.ts";
import { Shelf } from "../../src/tenant/shelf.ts";
import { loadWork, saveWork } from "../../src/tenant/work.ts";

/** One kind of thing that a tenant's folder holds, each told by a word. */
export interface KeptKind {
  /** The words of what is there. @throws where something of it is not whole */
  read(folder: Folder): Promise<readonly string[]>;
  keep(folder: Folder, word: string): Promise<unknown>;
  /** Takes the first of what is there off the disk, or all but it where only the end can go. */
  remove?(folder: Folder): Promise<unknown>;
  /** What is there once a word was kept beside others. */
  beside(words: readonly string[], word: string): readonly string[];
}

const job = quietJob();
const tenant = "ours";
const codec = {
  pack: (values: Int32Array) => ({ header: {}, sections: new Map([["values", values]]) }),
  unpack: ({ sections }: { sections: ReadonlyMap<string, unknown> }) => sections.get("values") as Int32Array,
};
const storeOf = (folder: Folder) => new ModelStore<Int32Array, string>(folder, { tenant, codec });

const models: KeptKind = {
  read: async (folder) => {
    const store = storeOf(folder);
    const found = await store.list();
    for (const { id, about } of found)
      if ((await store.load(id, job))[0] !== about.length) throw new Error(`${about} is another.`);
    return found.map(({ about }) => about);
  },
  keep: (folder, word) => storeOf(folder).save(new Int32Array(4).fill(word.length), word, { name: "Ours", job }),
  remove: async (folder) => {
    const store = storeOf(folder);
    await store.delete((await store.list())[0]!.id);
  },
  beside: (words, word) => [...words, word],
};

const work: KeptKind = {
  read: async (folder) => {
    const found = await loadWork<{ word: string }>(new Shelf(folder, tenant), job);
    if (typeof found === "string") throw new Error(found);
    return found ? [found.word] : [];
  },
  keep: (folder, word) => saveWork(new Shelf(folder, tenant), { word }, job),
  beside: (_, word) => [word],
};

const start = { events: 0, actors: 0, types: 0, entities: 0, attribute_values: 0, relationships: 0, rejects: 0 };

const chunks: KeptKind = {
  read: async (folder) => {
    const shelf = new Shelf(folder, tenant);
    const manifest = await shelf.manifest();
    const words: string[] = [];
    for (const stored of chunksOf(manifest)) {
      const { chunk, lacks } = await readChunk(shelf, manifest!, stored, job);
      const word = new TextDecoder().decode(chunk.tables.get("events"));
      if (lacks !== null || (await chunk.blocks[0]!.block.text.text()) !== word) throw new Error(`${word}: ${lacks}`);
      words.push(word);
    }
    return words;
  },
  keep: async (folder, word) => {
    const shelf = new Shelf(folder, tenant);
    const words = await chunks.read(folder);
    // As the keeper does: what is tried again is tried at its place.
    const number = words.includes(word) ? words.indexOf(word) : words.length;
    const text = new Blob([word]);
    const block = { firstLine: 1, text, starts: null, firstStart: 1, lastStart: 1, events: null };
    const tables = new Map([["events", new TextEncoder().encode(word)]]);
    const chunk = { from: start, to: start, tables, blocks: [{ file: 0, block }], closed: [], open: null, zone: "UTC" };
    await appendChunk(shelf, chunk, { number, rows: number + 1, name: "Ours" });
  },
  remove: (folder) => dropChunks(new Shelf(folder, tenant), 1),
  beside: (words, word) => [...words, word],
};

/** The kinds by their names. */
export const keptKinds = { model: models, work, chunk: chunks } satisfies Record<string, KeptKind>;
