import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import type { CDPSession, Page, Worker } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { keepMemories, searchMemories, workerHeaps } from "../support/worker-heaps.ts";
import { header, mapping, smallTenant } from "./small-tenant.ts";

let site: Site;
let visit: Visit;
let cdp: CDPSession;
beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  await visit.page.addInitScript(keepMemories);
  await visit.page.reload();
  cdp = await visit.page.context().newCDPSession(visit.page);
});
afterAll(() => site?.close());

/** A tenant every field of which has its own word in it. */
function tenantOf(word: string, seed: number) {
  const rows = smallTenant({ users: 6, days: 36, seed }).map(({ line }) => {
    const [id, when, ...texts] = line.split(",");
    return [`${word}-${id}`, when, ...texts.map((text) => `${word}-${text}`)].join(",");
  });
  const own = { ...mapping, roots: [`${word}-Refund`] };
  const files = [
    { name: `${word}.csv`, mimeType: "text/csv", buffer: Buffer.from(`${header}\n${rows.join("\n")}\n`) },
    { name: "mapping.json", mimeType: "", buffer: Buffer.from(JSON.stringify(own)) },
  ];
  return { word, files };
}
type Planted = ReturnType<typeof tenantOf>;
const alpha = tenantOf("zqalpha", 3);
const bravo = tenantOf("zqbravo", 4);

const holds = (bytes: Buffer, word: string): boolean =>
  [Buffer.from(word), Buffer.from(word, "utf16le")].some((needle) => bytes.includes(needle)) ||
  bytes.toString("latin1").toLowerCase().includes(word);

/** What a click saves, with what is inside where it is an archive. */
async function saved(page: Page, click: () => Promise<void>): Promise<Record<string, Buffer>> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), click()]);
  const bytes = readFileSync(await download.path());
  const name = download.suggestedFilename();
  const inside = name.endsWith(".zip") ? Object.entries(unzipSync(bytes)) : [];
  return Object.fromEntries([[name, bytes], ...inside.map(([at, part]) => [`${name}/${at}`, Buffer.from(part)])]);
}

/** Drops a tenant, and does with it what can be done, its names hidden halfway or shown; gives every file that it gave out. */
async function use(
  page: Page,
  { word, files }: Planted,
  { areNamesHidden = false } = {},
): Promise<Record<string, Buffer>> {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.goto(`${site.url}#/start`);
  await page.locator('input[name="files"]').setInputFiles(files);
  await page.locator(".plan-name", { hasText: word }).waitFor();
  await page.locator(".import-bar button.primary").click();
  await page.waitForURL(/#\/queue/, { timeout: 60_000 });
  await page.locator("sg-case .raw tbody tr", { hasText: word }).first().waitFor({ timeout: 60_000 });
  await page.locator("input[name=note]").fill(`${word}-note`);
  await page.locator("input[name=tags]").fill(`${word}-tag`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("y");
  await page.locator(".precision").waitFor();
  await page.keyboard.press("s");
  await page.keyboard.press("w");
  const [asFound, toggled] = areNamesHidden ? ["User", word] : [word, "User"];
  await page.locator("sg-user h1", { hasText: asFound }).waitFor();
  await page.keyboard.press("p");
  await page.locator("sg-user h1", { hasText: toggled }).waitFor();
  await page.goto(`${site.url}#/tenant`);
  await page.locator("sg-tenant .grid svg").first().waitFor();
  const out: Record<string, Buffer> = {};
  await page.goto(`${site.url}#/report`);
  for (const name of ["Case bundle", "cases.csv", "scores.csv"])
    Object.assign(out, await saved(page, () => button(name).click()));
  await page.goto(`${site.url}#/import`);
  await button("Fit and keep a model").click();
  await page.locator(".models-list li").waitFor({ timeout: 60_000 });
  Object.assign(out, await saved(page, () => button("Export").first().click()));
  await page.goto(`${site.url}#/notebook`);
  await page.locator(".nb-outline .nb-line", { hasText: "event_types" }).click();
  const table = page.locator("sg-cell sg-table").filter({ hasText: word }).first();
  for (const format of ["CSV", "Parquet"]) {
    await table.getByRole("button", { name: "Save", exact: true }).click();
    Object.assign(out, await saved(page, () => button(format).click()));
  }
  return out;
}

/** Every file, key and value that the origin has on the browser's disk. */
async function storage(page: Page): Promise<Record<string, Buffer>> {
  const found = await page.evaluate(async () => {
    const all: [string, string][] = Object.entries({ ...localStorage, ...sessionStorage });
    const letters = (bytes: Uint8Array) => {
      let text = "";
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
      return text;
    };
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      const handles = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
      for await (const handle of handles) {
        const at = `${path}/${handle.name}`;
        if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle, at);
        else {
          const file = await (handle as FileSystemFileHandle).getFile();
          all.push([at, letters(new Uint8Array(await file.arrayBuffer()))]);
        }
      }
    };
    await walk(await navigator.storage.getDirectory(), "opfs");
    for (const { name } of await indexedDB.databases()) all.push([`indexedDB ${name}`, ""]);
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) all.push([`cache ${name}`, url]);
    return all;
  });
  return Object.fromEntries(found.map(([name, text]) => [name, Buffer.from(`${name}\n${text}`, "latin1")]));
}

/** Everything that the page's own thread holds, as DevTools' heap snapshot has it. */
async function memory(): Promise<Buffer> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
  cdp.on("HeapProfiler.addHeapSnapshotChunk", take);
  await cdp.send("HeapProfiler.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.takeHeapSnapshot", { captureNumericValue: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", take);
  return Buffer.from(chunks.join(""));
}

/** Every worker of the page, those that workers start too, and what their WebAssembly holds: it has one word, and not the other. */
async function expectWorkersOf(own: string, other: string): Promise<void> {
  const memories = await searchMemories(visit.page, [own, other]);
  expect(Math.max(...memories.map(({ bytes }) => bytes))).toBeGreaterThan(2 ** 24);
  expect(memories.flatMap(({ holds }) => holds)).toEqual([own]);
  const heaps = await workerHeaps(cdp);
  expect(heaps.length).toBe(visit.page.workers().length);
  expect(heaps.some((heap) => heap.includes(own))).toBe(true);
  expect(heaps.filter((heap) => heap.includes(other))).toHaveLength(0);
}

describe("two tenants, one after the other in one tab", () => {
  let ofAlpha: Record<string, Buffer>;
  let ofBravo: Record<string, Buffer>;
  let workers: Worker[];
  let ended = 0;

  beforeAll(async () => {
    const { page } = visit;
    ofAlpha = await use(page, alpha);
    workers = page.workers();
    for (const worker of workers) worker.on("close", () => ended++);
    ofBravo = await use(page, bravo, { areNamesHidden: true });
  });

  test("give out files that hold their own words, and none of the other's", () => {
    expect(Object.keys(ofAlpha).length).toBeGreaterThan(9);
    for (const [name, bytes] of Object.entries(ofAlpha)) expect(holds(bytes, "zqbravo"), name).toBe(false);
    for (const [name, bytes] of Object.entries(ofBravo)) expect(holds(bytes, "zqalpha"), name).toBe(false);
    for (const out of [ofAlpha, ofBravo])
      for (const kind of [/report\.html$/, /cases\.csv$/, /scores\.csv$/, /\.sgmodel$/, /\.parquet$/])
        expect(
          Object.entries(out).some(([name, bytes]) => kind.test(name) && /zq/.test(bytes.toString("latin1"))),
        ).toBe(true);
  });

  test("lie in folders of their own on the browser's disk, and nowhere else on it", async () => {
    const found = Object.entries(await storage(visit.page)).map(([name, bytes]) => ({
      name,
      words: ["zqalpha", "zqbravo"].filter((word) => holds(bytes, word)),
    }));
    const folderOf = (name: string) => /^opfs\/tenants\/[^/]+/.exec(name)?.[0] ?? name;
    const folders = new Map<string, Set<string>>();
    for (const { name, words } of found)
      for (const word of words) folders.set(folderOf(name), (folders.get(folderOf(name)) ?? new Set()).add(word));
    expect(
      [...folders.keys()].every((name) => name.startsWith("opfs/tenants/")),
      [...folders.keys()].join(),
    ).toBe(true);
    expect([...folders.values()].map((words) => [...words].join()).sort()).toEqual(["zqalpha", "zqbravo"]);
  });

  test("leave nothing of the first in memory once the second is open", async () => {
    expect(workers.length).toBeGreaterThan(1);
    await expect.poll(() => ended).toBe(workers.length);
    const heap = await memory();
    expect(holds(heap, "zqbravo")).toBe(true);
    // The list of the tenants on this machine tells their names.
    const text = heap.toString("latin1").replaceAll("zqalpha.csv", "");
    const left = [...text.matchAll(/"[^"\n]{0,80}zqalpha[^"\n]{0,80}"?/g)].map(([one]) => one);
    expect([...new Set(left)].slice(0, 20)).toEqual([]);
  });

  test("leave nothing of the first in any worker of the second, nor in the memory of its database", () =>
    expectWorkersOf("zqbravo", "zqalpha"));

  test("leave nothing of the second where the first is opened again", async () => {
    const { page } = visit;
    const before = page.workers();
    await page.goto(`${site.url}#/start`);
    await page.locator(".recent-name", { hasText: "zqalpha" }).first().click();
    await page.waitForURL(/#\/queue/, { timeout: 60_000 });
    await page.locator("sg-case .raw tbody tr", { hasText: "zqalpha" }).first().waitFor({ timeout: 60_000 });
    await expect.poll(() => page.workers().filter((worker) => before.includes(worker))).toEqual([]);
    await expectWorkersOf("zqalpha", "zqbravo");
    await page.goto(`${site.url}#/start`);
    await page.locator(".recent-name", { hasText: "zqbravo" }).first().click();
    await page.waitForURL(/#\/queue/, { timeout: 60_000 });
    await page.locator("sg-case .raw tbody tr", { hasText: "zqbravo" }).first().waitFor({ timeout: 60_000 });
  });

  test("are as they were when the disk is full, and what to delete is said", async () => {
    const { page } = visit;
    const models = page.locator("sg-models");
    const fit = models.getByRole("button", { name: "Fit and keep a model" });
    await page.goto(`${site.url}#/import`);
    await models.locator(".models-list li").waitFor();
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await cdp.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin, quotaSize: usage + 1000 });
    await fit.click();
    const status = page.locator("sg-status");
    await status.getByText(/disk space .* used up/).waitFor({ timeout: 60_000 });
    expect(await status.textContent()).toMatch(/kept before is as it was. Delete tenants or models/);
    await expect.poll(() => models.locator(".models-list li").count()).toBe(1);
    await page.getByRole("button", { name: "Set a passphrase…" }).click();
    for (const name of ["next", "again"]) await page.locator(`input[name="${name}"]`).fill("four words in a row");
    await page.keyboard.press("Enter");
    await page.locator("sg-passphrase .problem", { hasText: "used up" }).waitFor({ timeout: 60_000 });
    await cdp.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Set a passphrase…" }).waitFor();
    const left = Object.keys(await storage(page)).filter((name) => /\.locked|passphrase|\.part$/.test(name));
    expect(left).toEqual([]);
    await fit.click();
    await expect.poll(() => models.locator(".models-list li").count(), { timeout: 60_000 }).toBe(2);
  });

  test("leave no word of a locked one open on the browser's disk", async () => {
    const { page } = visit;
    const words = async () => {
      const found = Object.entries(await storage(page)).filter(([, bytes]) => holds(bytes, "zqbravo"));
      return found.map(([name]) => name);
    };
    expect((await words()).length).toBeGreaterThan(3);
    await page.getByRole("button", { name: "Set a passphrase…" }).click();
    for (const name of ["next", "again"]) await page.locator(`input[name="${name}"]`).fill("four words in a row");
    await page.keyboard.press("Enter");
    await page.locator("sg-passphrase [role=status]", { hasText: "Locked." }).waitFor({ timeout: 60_000 });
    await expect.poll(words).toEqual([]);
  });

  test("complain of nothing", () => expect(visit.complaints).toEqual([]));
});
