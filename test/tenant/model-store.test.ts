import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { Budget } from "../../src/tenant/budget.ts";
import type { Folder } from "../../src/tenant/folder.ts";
import { readManifest } from "../../src/tenant/manifest.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { type ModelCodec, ModelStore, tenantOfModel } from "../../src/tenant/model-store.ts";
import { failingFolder } from "../support/failing-folder.ts";

type Toy = Int32Array;
const codec: ModelCodec<Toy> = {
  pack: (model) => ({ header: {}, sections: new Map([["values", model]]) }),
  unpack: ({ sections }) => sections.get("values") as Toy,
};
const job = quietJob();
const open = (folder: Folder, { tenant = "ours", memory = 1e9 } = {}) =>
  new ModelStore<Toy, string>(folder, { tenant, codec, memory });
const toy = (n: number, value = n): Toy => new Int32Array(n).fill(value);
const save = (store: ReturnType<typeof open>, about: string, model = toy(4, about.length)) =>
  store.save(model, about, { name: "Ours", job });

describe("the memory budget", () => {
  const use = fc.record({ id: fc.constantFrom(..."abcdefgh"), bytes: fc.integer({ min: 1, max: 60 }) });

  test("is never exceeded but by one alone, and the last used stay", () =>
    fc.assert(
      fc.property(fc.array(use, { maxLength: 60 }), (uses) => {
        const budget = new Budget<number>({ most: 100 });
        const sizes = new Map<string, number>();
        const order: string[] = [];
        for (const { id, bytes } of uses) {
          const known = budget.get(id);
          if (known === undefined) {
            budget.put(id, bytes, bytes);
            sizes.set(id, bytes);
          }
          if (order.includes(id)) order.splice(order.indexOf(id), 1);
          order.push(id);
          const held = budget.ids;
          expect(held).toEqual(order.slice(order.length - held.length));
          expect(budget.bytes).toBe(held.reduce((sum, one) => sum + sizes.get(one)!, 0));
          expect(budget.bytes <= 100 || held.length === 1).toBe(true);
          order.splice(0, order.length - held.length);
        }
      }),
    ));

  test("lets go of the model that was used least recently, whose file stays", async () => {
    const store = open(memoryFolder(), { memory: 2 * 4400 });
    const ids = [];
    for (const value of [1, 2, 3]) ids.push((await save(store, `${value}`, toy(1000, value))).id);
    const loaded = async () => (await store.list()).filter(({ isLoaded }) => isLoaded).map(({ about }) => about);
    expect(await loaded()).toEqual(["2", "3"]);
    await store.load(ids[1]!, job);
    expect((await store.load(ids[0]!, job))[0]).toBe(1);
    expect(await loaded()).toEqual(["1", "2"]);
    store.unload(ids[0]!);
    store.unload(ids[1]!);
    expect([await loaded(), store.heldBytes]).toEqual([[], 0]);
    expect((await store.load(ids[2]!, job))[0]).toBe(3);
  });
});

describe("a tenant's models", () => {
  test("are there again when the folder is opened anew", async () => {
    const folder = memoryFolder();
    const { id } = await save(open(folder), "monday");
    const store = open(folder);
    expect(await store.list()).toMatchObject([{ id, about: "monday", isLoaded: false }]);
    expect([...(await store.load(id, job))]).toEqual([6, 6, 6, 6]);
    expect((await readManifest(folder))?.name).toBe("Ours");
  });

  test("go out as a file and come in as one, once", async () => {
    const { id } = await save(open(memoryFolder()), "monday");
    const store = open(memoryFolder());
    const other = open(memoryFolder());
    const saved = await save(other, "monday");
    const file = await other.export(saved.id);
    for (let i = 0; i < 2; i++) expect((await store.import(file, { name: "Ours", where: "f", job })).id).toBe(id);
    expect(await store.list()).toHaveLength(1);
    expect(await tenantOfModel(file, { where: "f", job })).toBe("ours");
  });

  test("of another tenant are refused, by import and in the folder itself", async () => {
    const files = new Map<string, Blob>();
    const theirs = open(memoryFolder(files), { tenant: "theirs" });
    const { id } = await save(theirs, "monday");
    const ours = open(memoryFolder());
    await expect(ours.import(await theirs.export(id), { name: "", where: "f", job })).rejects.toThrow(/another tenant/);
    await expect(open(memoryFolder(files)).load(id, job)).rejects.toThrow(/folder is another tenant's/);
    const mixed = new Map<string, Blob>();
    await save(open(memoryFolder(mixed)), "ours");
    const [own] = await open(memoryFolder(mixed)).list();
    mixed.set(`model-${own!.id}.sgmodel`, files.get(`model-${id}.sgmodel`)!);
    await expect(open(memoryFolder(mixed)).load(own!.id, job)).rejects.toThrow(/of another tenant/);
    expect(await ours.list()).toEqual([]);
  });

  test("that are damaged, or no longer there, are said to be so", async () => {
    const files = new Map<string, Blob>();
    const store = open(memoryFolder(files));
    const { id } = await save(store, "monday");
    store.unload(id);
    const file = `model-${id}.sgmodel`;
    files.set(file, files.get(file)!.slice(0, 60));
    await expect(store.load(id, job)).rejects.toThrow(UserError);
    files.delete(file);
    await expect(store.load(id, job)).rejects.toThrow(/no such model/);
  });

  test("are gone from every generation once they are deleted", async () => {
    const files = new Map<string, Blob>();
    const store = open(memoryFolder(files));
    const { id } = await save(store, "monday");
    await save(store, "the next");
    await store.delete(id);
    expect([...files.keys()].filter((name) => name.includes(id))).toEqual([]);
    for (const file of files.values()) expect(await file.text()).not.toContain("monday");
    expect((await store.list()).map(({ about }) => about)).toEqual(["the next"]);
  });

  test("are as before or as after, wherever the machine stops", async () => {
    const change: Record<string, (store: ReturnType<typeof open>, id: string) => Promise<unknown>> = {
      save: (store) => save(store, "the next"),
      delete: (store, id) => store.delete(id),
    };
    for (const [what, work] of Object.entries(change)) {
      let finished = false;
      for (let n = 1; !finished; n++) {
        const files = new Map<string, Blob>();
        const { id } = await save(open(memoryFolder(files)), "first");
        await save(open(memoryFolder(files)), "second!");
        const folder = failingFolder(files, n);
        await work(open(folder), id).catch(() => undefined);
        finished = folder.steps() < n;
        const store = open(memoryFolder(files));
        const names = (await store.list()).map(({ about }) => about);
        const after = what === "save" ? ["first", "second!", "the next"] : ["second!"];
        expect([["first", "second!"], after], `${what} stopped at step ${n}`).toContainEqual(names);
        for (const one of await store.list()) expect((await store.load(one.id, job))[0]).toBe(one.about.length);
        await save(store, "and on");
        expect((await store.list()).map(({ about }) => about)).toEqual([...names, "and on"]);
        if (finished) expect(names).toEqual(after);
      }
    }
  });

  test("survive a manifest that is cut off: the one before holds", async () => {
    const files = new Map<string, Blob>();
    await save(open(memoryFolder(files)), "first");
    await save(open(memoryFolder(files)), "second!");
    const newest = (await readManifest(memoryFolder(files)))!.generation;
    for (const [name, file] of files)
      if (name.startsWith("manifest") && (await file.text()).includes(`"generation": ${newest}`))
        files.set(name, file.slice(0, file.size - 20));
    expect((await open(memoryFolder(files)).list()).map(({ about }) => about)).toEqual(["first"]);
  });
});
