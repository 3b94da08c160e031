import * as Comlink from "comlink";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { fetchDuckdbParts } from "../../src/db/parts.ts";
import type { ModelSummary } from "../../src/engine/api/models.ts";
import type { Engine } from "../../src/engine/api.ts";
import EngineWorker from "../../src/engine/engine.worker.ts?worker&inline";
import { deskDay, deskLog, deskMapping } from "../support/desk-log.ts";

const days = deskLog({ agents: 10, days: 16 });
const [header] = days[0]!.split("\n");
const csv = (name: string, some: readonly string[]) =>
  new File([header!, "\n", ...some.map((day) => day.slice(day.indexOf("\n") + 1))], name);
const before = csv("before.csv", days.slice(0, -1));
const today = csv("today.csv", days.slice(-1));
const settings = { history: 12, steps: 1 };

const open: Worker[] = [];

/** A tenant of a file in an engine of its own, as a tab has it. */
async function tab(file: File): Promise<{ engine: Comlink.Remote<Engine>; close(): void }> {
  const worker = new EngineWorker();
  open.push(worker);
  const engine = Comlink.wrap<Engine>(worker);
  await engine.open(await fetchDuckdbParts(), { name: "tenant", seed: 7 });
  await engine.importFiles(
    [file],
    { [file.name]: deskMapping },
    Comlink.proxy(() => {}),
  );
  return { engine, close: () => worker.terminate() };
}
const quiet = () => Comlink.proxy(() => {});

/** The files of a tenant's folder as they lie on the browser's disk, their bytes as letters. */
async function tenantFiles(id: string): Promise<Map<string, { readonly text: string }>> {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle("tenants")).getDirectoryHandle(id);
  const files = new Map<string, { readonly text: string }>();
  for await (const handle of (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values()) {
    const bytes = await (await handle.getFile()).arrayBuffer();
    files.set(handle.name, { text: new TextDecoder("latin1").decode(bytes) });
  }
  return files;
}

afterEach(() => {
  for (const worker of open.splice(0)) worker.terminate();
});

describe("models on the browser's own disk", () => {
  let saved: ModelSummary;
  let file: File;
  let tenant: string;

  beforeAll(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry("tenants", { recursive: true }).catch(() => {});
    const first = await tab(before);
    saved = await first.engine.saveModel("desk", settings, quiet());
    file = new File([await first.engine.exportModel(saved.id)], "desk.sgmodel");
    const folder = await first.engine.models();
    tenant = folder.tenant!;
    expect(folder).toMatchObject({ isKept: true, isWritable: true, models: [{ id: saved.id, isLoaded: true }] });
    expect(saved).toMatchObject({ from: deskDay(0), to: deskDay(14), files: [{ name: "before.csv" }] });
    first.close();
  }, 240_000);

  test("are there after the tab was closed, and score the next day's export into a queue", async () => {
    const { engine } = await tab(today);
    expect(await engine.storedTenants()).toEqual([{ id: tenant, name: "before.csv", models: 1, lockedSince: null }]);
    expect((await engine.models()).models).toEqual([]);
    expect((await engine.useStoredTenant(tenant)).models).toMatchObject([{ id: saved.id, isLoaded: false }]);
    const judged = await engine.score("today", {}, quiet());
    expect(judged).toMatchObject({ from: deskDay(15), to: deskDay(15), model: { id: saved.id } });
    expect(judged.notes[0]).toContain("1 user is new");
    expect(judged.results.map(({ detector, items }) => [detector, items > 0])).toEqual([
      ["profile", true],
      ["subspace", true],
      ["graph", true],
    ]);
    const cases = await engine.queue("queue", { detectors: ["today"] }, quiet());
    expect(cases[0]!.opinions).toHaveLength(3);
    expect(cases.every(({ day }) => day === deskDay(15))).toBe(true);
    const found = cases.find(({ actionId }) => actionId !== null)!;
    const detail = await engine.case(found.id);
    expect(detail.heat.days).toContain(deskDay(10));
    expect(detail.rows.length).toBeGreaterThan(0);
    expect(detail.subgraph!.nodes.some(({ kind, label }) => kind === "actor" && label === found.actor)).toBe(true);
    for (const { detector, p } of detail.opinions) {
      if (p === null) continue;
      const sum = detail.reasons.filter((one) => one.detector === detector).reduce((all, { value }) => all + value, 0);
      expect(sum, detector).toBeCloseTo(-Math.log10(p), 6);
    }
    expect((await engine.profileOf(found.actor)).features.length).toBeGreaterThan(0);
    const clears = await engine.clears(cases[0]!.id);
    expect(clears === null || clears.sentence.length > 0).toBe(true);
    await engine.star(found.id, true, quiet());
    expect((await engine.scoresCsv()).split("\n")).toContainEqual(expect.stringMatching(/^graph-nn,agent-/));
    expect((await engine.models()).models[0]!.isLoaded).toBe(true);
  });

  test("hold the net that a train cell trained, and embed the next day's roots by it in the workers", async () => {
    const { engine: first, close } = await tab(before);
    const gnn = { ...settings, embedding: "gnn" as const, training: { steps: 4, width: 8, heads: 2 } };
    await first.train("learning", { ...gnn, from: deskDay(14), to: deskDay(14) }, quiet());
    const late = { ...gnn, net: "learning", to: deskDay(10) };
    await expect(first.saveModel("early", late, quiet())).rejects.toThrow(/learnt from the days before/);
    const kept = await first.saveModel("net", { ...gnn, net: "learning" }, quiet());
    const moved = new File([await first.exportModel(kept.id)], "net.sgmodel");
    close();
    const { engine } = await tab(today);
    await engine.importModel(moved);
    const { results } = await engine.score("today", {}, quiet());
    expect(results[2]!.items).toBeGreaterThan(0);
    expect(results[2]!.facts[0]).toMatch(/^The embedding was trained in 4 steps/);
  });

  test("lie locked under a passphrase, tell nothing without it, and are whole with it", async () => {
    const passphrase = "four words in a row";
    const first = await tab(today);
    await first.engine.useStoredTenant(tenant);
    expect(await first.engine.folderLock()).toEqual({ isLocked: false, canChange: true });
    const lock = await first.engine.setPassphrase({ current: null, next: passphrase }, quiet());
    expect(lock).toEqual({ isLocked: true, canChange: true });
    expect((await first.engine.models()).models).toMatchObject([{ id: saved.id }]);
    first.close();
    const { engine, close } = await tab(today);
    const [found] = (await engine.storedTenants()).filter(({ id }) => id === tenant);
    expect(found).toMatchObject({ id: tenant, name: "", models: 0, lockedSince: expect.stringMatching(/^20/) });
    for (const wrong of [undefined, "four words in a rose"])
      await expect(engine.useStoredTenant(tenant, wrong)).rejects.toThrow(/locked|Nothing was changed/);
    await expect(engine.importModel(file)).rejects.toThrow(/locked/);
    expect((await engine.useStoredTenant(tenant, passphrase)).models).toMatchObject([{ id: saved.id }]);
    const again = new Uint8Array(await (await engine.exportModel(saved.id)).arrayBuffer());
    expect(again).toEqual(new Uint8Array(await file.arrayBuffer()));
    const files = await tenantFiles(tenant);
    expect(files.size).toBeGreaterThan(3);
    for (const [name, { text }] of files) expect(`${name} ${text}`).not.toMatch(/agent-|before\.csv|desk|sgmodel/);
    await engine.setPassphrase({ current: passphrase, next: null }, quiet());
    expect([...(await tenantFiles(tenant)).keys()].filter((name) => name.endsWith(".locked"))).toEqual([]);
    close();
  });

  test("are written by one tab at a time", async () => {
    const { engine: writer, close } = await tab(today);
    await writer.useStoredTenant(tenant);
    const { engine: reader } = await tab(today);
    expect((await reader.useStoredTenant(tenant)).isWritable).toBe(false);
    await expect(reader.deleteModel(saved.id)).rejects.toThrow(/Another tab/);
    expect((await reader.score("today", {}, quiet())).results).toHaveLength(3);
    close();
  });

  test("come in as a file: into the tenant that they are of, and no other", async () => {
    const fresh = await tab(today);
    expect((await fresh.engine.importModel(file)).id).toBe(saved.id);
    expect(await fresh.engine.models()).toMatchObject({ tenant, models: [{ id: saved.id }] });
    await expect(fresh.engine.importModel(new File([file.slice(0, 999)], "torn.sgmodel"))).rejects.toThrow(
      /torn.sgmodel/,
    );
    fresh.close();
    const other = await tab(before);
    await other.engine.saveModel("other", settings, quiet());
    await expect(other.engine.importModel(file)).rejects.toThrow(/another tenant/);
    await expect(other.engine.useStoredTenant(tenant)).rejects.toThrow(/another tenant/);
  });

  test("leave nothing behind once they are deleted", async () => {
    const { engine } = await tab(today);
    await engine.useStoredTenant(tenant);
    await engine.deleteModel(saved.id);
    expect((await engine.models()).models).toEqual([]);
    const names = [...(await tenantFiles(tenant)).keys()];
    expect(names.filter((name) => !name.startsWith("manifest"))).toEqual([]);
  });
});
