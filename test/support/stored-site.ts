import { writeFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { BrowserContext, Page } from "playwright-core";
import { untilOffered } from "../../bin/automation.mjs";
import type { Site } from "./site.ts";

/** A context with a disk of its own, as a person's browser has it. */
export const openContext = ({ browser }: Site): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1440, height: 900 } });

/** Writes a log as Parquet, which is read 20,000 rows at a time: a small file with many places to stop at. */
export function writeParquetLog(path: string, rows: number): void {
  const column = (name: string, of: (i: number) => string) => ({
    name,
    data: Array.from({ length: rows }, (_, i) => of(i)),
    type: "STRING" as const,
  });
  const bytes = parquetWriteBuffer({
    columnData: [
      column("when", (i) => new Date(Date.UTC(2025, 2, 1) + i * 20_000).toISOString()),
      column("user", (i) => `user${i % 40}`),
      column("action", (i) => `action${(i * i) % 7}`),
      column("host", (i) => `host${(i * 7919) % 3001}`),
    ],
  });
  writeFileSync(path, new Uint8Array(bytes));
}

/** Writes a log as delimited text of so many rows, some 46 bytes each. */
export function writeCsvLog(path: string, rows: number): void {
  const lines = Array.from({ length: rows }, (_, i) => {
    const at = new Date(Date.UTC(2025, 2, 1) + i * 4000).toISOString();
    return `${at},user${i % 40},action${(i * i) % 7},host${(i * 7919) % 3001}`;
  });
  writeFileSync(path, `when,user,action,host\n${lines.join("\n")}\n`);
}

/** What a page knows of a tenant on the disk of its context. */
interface Stored {
  readonly id: string;
  readonly stopped: { readonly rows: number } | null;
}

/** The tenants on the page's disk. */
export async function storedTenants(page: Page): Promise<Stored[]> {
  await untilOffered(page);
  return page.evaluate("shadowgraph.stored()");
}

/** What the only tenant on a context's disk holds, as one text; a text that says what is missing where it is not whole. */
export async function hashOf(context: BrowserContext, url: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(url);
  await untilOffered(page);
  const { hash, lacks } = await page.evaluate<{ hash: string; lacks: readonly string[] }>(
    "shadowgraph.stored().then(([{ id }]) => shadowgraph.storedHash(id))",
  );
  await page.close();
  return [hash, ...lacks].join("\n");
}

/** Starts the import of a file that is to be kept. */
export async function startImport(page: Page, url: string, file: string): Promise<void> {
  await page.goto(url);
  await page.locator('input[name="files"]').setInputFiles(file);
  await page.getByRole("button", { name: "Import 1 file" }).click();
}

/** Resolves when all of the open tenant is on disk. */
export const untilKept = (page: Page): Promise<void> => page.locator("[data-kept=kept]").waitFor({ timeout: 120_000 });

/** Kills the page's process as soon as more than `rows` of what it imports are on disk. @returns how many were, 0 where it was too late */
export async function crashBeyond(page: Page, rows: number): Promise<number> {
  for (;;) {
    const [tenant] = await storedTenants(page);
    if (tenant && !tenant.stopped) return 0;
    const there = tenant?.stopped?.rows ?? 0;
    if (there <= rows) continue;
    const session = await page.context().newCDPSession(page);
    const gone = page.waitForEvent("crash");
    session.send("Page.crash").catch(() => {});
    await gone;
    return there;
  }
}

/** Drops a file again whose import stopped, and has it go on. @returns what the start said of it */
export async function goOn(page: Page, url: string, file: string): Promise<string> {
  await page.goto(url);
  const said = (await page.locator(".recent-stopped").textContent()) ?? "";
  await page.locator('input[name="files"]').setInputFiles(file);
  await page.getByRole("button", { name: /^Go on at row/ }).click();
  return said.replace(/\s+/g, " ").trim();
}

/** Gives the page's origin so many bytes of disk beyond what it has taken. @returns gives it again what the browser would */
export async function limitDisk(page: Page, bytes: number): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + bytes });
  return () => session.detach();
}

/** Imports a file with so many bytes of disk to keep it in. @returns how the page says that it is kept, once that is known, and what gives it room again */
export async function importWithin(page: Page, { url, file, bytes }: { url: string; file: string; bytes: number }) {
  await page.goto(url);
  const giveRoom = await limitDisk(page, bytes);
  await page.locator('input[name="files"]').setInputFiles(file);
  await page.getByRole("button", { name: "Import 1 file" }).click();
  const line = page.locator("[data-kept=kept], [data-kept=failed]").first();
  await line.waitFor({ timeout: 120_000 });
  return {
    isKept: (await line.getAttribute("data-kept")) === "kept",
    said: ((await line.textContent()) ?? "").replace(/\s+/g, " ").trim(),
    giveRoom,
  };
}
