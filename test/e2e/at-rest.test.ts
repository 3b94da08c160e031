import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site } from "../support/site.ts";
import { smallTenant, toCsv } from "./small-tenant.ts";

let site: Site;
let folder: string;
let file: string;

beforeAll(async () => {
  site = await openSite();
  folder = mkdtempSync(join(tmpdir(), "shadowgraph-at-rest-"));
  file = join(folder, "support.csv");
  writeFileSync(file, toCsv(smallTenant({ users: 12, days: 40 })));
});

afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const openContext = (): Promise<BrowserContext> => site.browser.newContext({ viewport: { width: 1440, height: 900 } });

/** A log of a little over one slice of 32 MiB. */
function largeCsv(): string {
  const rows = Array.from({ length: 650_000 }, (_, i) => {
    const at = new Date(Date.UTC(2025, 2, 1) + i * 4000).toISOString();
    return `${at},user${i % 40},action${i % 7},host${i % 300},padding`;
  });
  return `when,user,action,host,note\n${rows.join("\n")}\n`;
}

const choose = (page: Page, name: string): Promise<void> => page.locator('input[name="files"]').setInputFiles(name);

interface Stored {
  readonly id: string;
  readonly stopped: { readonly rows: number } | null;
}

const stored = (page: Page): Promise<Stored[]> => page.evaluate("shadowgraph.stored()");

/** The hash of the only tenant on a context's disk. */
async function hashOf(context: BrowserContext): Promise<unknown> {
  const page = await context.newPage();
  await page.goto(site.url);
  return page.evaluate("shadowgraph.stored().then(([{ id }]) => shadowgraph.storedHash(id))");
}

const read = async (page: Page, selector: string): Promise<string> =>
  ((await page.locator(selector).first().textContent()) ?? "").replace(/\s+/g, " ").trim();

async function importFile(page: Page): Promise<void> {
  await choose(page, file);
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 60_000 });
}

/** What the queue shows of its first cases, and the first raw row of the open case. */
async function queueOf(page: Page): Promise<readonly string[]> {
  await page.goto(`${site.url}#/queue`);
  await page.locator("sg-case .raw tbody tr").first().waitFor();
  const rows = await page.locator(".row").evaluateAll((all) => all.slice(0, 8).map((row) => row.textContent ?? ""));
  await page.locator(".raw tbody tr .toggle button").first().click();
  const raw = await read(page, "tr.record pre");
  return [...rows.map((row) => row.replace(/\s+/g, " ").trim()), raw];
}

describe("a tenant that stays on the machine", () => {
  test("is there after a reload, with its queue, raw rows and verdicts, and a second tab reads it only", async () => {
    const context = await openContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/canary\./.test(message.text()))
        complaints.push(message.text());
    });
    await page.goto(site.url);
    await importFile(page);
    await page.keyboard.press("y");
    await page.locator(".row .judged").first().waitFor();
    const before = await queueOf(page);
    await page.goto(`${site.url}#/import`);
    await page.locator('[data-kept="kept"]').waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1500);
    await page.goto(`${site.url}#/`);
    await page.reload();
    await page.locator(".recent-name").first().click();
    await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 60_000 });
    expect(await queueOf(page)).toEqual(before);
    expect(await read(page, ".row .judged")).toContain("worth auditing");
    expect(complaints).toEqual([]);

    const other = await context.newPage();
    await other.goto(site.url);
    await expect.poll(() => read(other, ".recent-facts")).toContain("open in another tab");
    await other.locator(".recent-name").first().click();
    await other.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 60_000 });
    await other.goto(`${site.url}#/import`);
    expect(await read(other, '[data-kept="read"]')).toContain("Another tab has this tenant open");
    await context.close();
  });

  test("whose tab dies in the midst of a large file goes on with it, to what a clean import gives", async () => {
    const large = join(folder, "large.csv");
    writeFileSync(large, largeCsv());
    const crashed = await openContext();
    const page = await crashed.newPage();
    await page.goto(site.url);
    await choose(page, large);
    await page.getByRole("button", { name: "Import 1 file" }).click();
    await expect.poll(async () => (await stored(page))[0]?.stopped?.rows ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
    const session = await crashed.newCDPSession(page);
    const gone = page.waitForEvent("crash");
    session.send("Page.crash").catch(() => {});
    await gone;
    const other = await crashed.newPage();
    await other.goto(site.url);
    await other.locator(".recent-stopped").waitFor();
    expect(await read(other, ".recent-stopped")).toContain("The import of large.csv stopped at row");
    await choose(other, large);
    await other.getByRole("button", { name: /^Go on at row/ }).click();
    await other.locator("[data-kept=kept]").waitFor({ timeout: 60_000 });
    expect((await stored(other)).map(({ stopped }) => stopped)).toEqual([null]);
    const resumed = await hashOf(crashed);
    await crashed.close();

    const clean = await openContext();
    const whole = await clean.newPage();
    await whole.goto(site.url);
    await choose(whole, large);
    await whole.getByRole("button", { name: "Import 1 file" }).click();
    await whole.locator("[data-kept=kept]").waitFor({ timeout: 60_000 });
    await whole.close();
    expect(resumed).toEqual(await hashOf(clean));
    await clean.close();
  });
});
