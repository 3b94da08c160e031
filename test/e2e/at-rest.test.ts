import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isExpected, openSite, type Site } from "../support/site.ts";
import {
  crashBeyond,
  goOn,
  hashOf,
  importWithin,
  openContext,
  startImport,
  storedTenants,
  untilKept,
  writeParquetLog,
} from "../support/stored-site.ts";
import { smallTenant, toCsv } from "./small-tenant.ts";

let site: Site;
let folder: string;
let file: string;
let log: string;
/** What a clean import of the log gives. */
let clean: Promise<string>;

beforeAll(async () => {
  site = await openSite();
  folder = mkdtempSync(join(tmpdir(), "shadowgraph-at-rest-"));
  file = join(folder, "support.csv");
  writeFileSync(file, toCsv(smallTenant({ users: 12, days: 40 })));
  log = join(folder, "log.parquet");
  writeParquetLog(log, 80_000);
});

afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (page: Page, selector: string): Promise<string> =>
  ((await page.locator(selector).first().textContent()) ?? "").replace(/\s+/g, " ").trim();

/** What the queue shows of its first cases, and the first raw row of the open case. */
async function queueOf(page: Page): Promise<readonly string[]> {
  await page.goto(`${site.url}#/queue`);
  await page.locator("sg-case .raw tbody tr").first().waitFor();
  const rows = await page
    .locator(".row")
    .evaluateAll((all) =>
      all
        .slice(0, 8)
        .map((row) => [...row.querySelectorAll(".headline, .dots, .who")].map((part) => part.textContent).join(" ")),
    );
  await page.locator(".raw tbody tr .toggle button").first().click();
  const raw = await read(page, "tr.record pre");
  return [...rows.map((row) => row.replace(/\s+/g, " ").trim()), raw];
}

async function cleanHash(): Promise<string> {
  const context = await openContext(site);
  const page = await context.newPage();
  await startImport(page, site.url, log);
  await untilKept(page);
  await page.close();
  const hash = await hashOf(context, site.url);
  await context.close();
  return hash;
}

describe("a tenant that stays on the machine", () => {
  test("is there after a reload, with its queue, raw rows, verdicts and evidence, and a second tab reads it only", async () => {
    const context = await openContext(site);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !isExpected(message.text())) complaints.push(message.text());
    });
    await startImport(page, site.url, file);
    await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 60_000 });
    await page.keyboard.press("y");
    await page.locator(".row .judged").first().waitFor();
    await page.locator(".raw .toggle button").first().focus();
    await page.keyboard.press("e");
    await page.locator(".row .pieces").waitFor();
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
    expect(await read(page, ".tray li .k")).toContain("support.csv : ");
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

  test("whose tab dies in the midst of a file goes on with it, to what a clean import gives", async () => {
    const crashed = await openContext(site);
    const page = await crashed.newPage();
    await startImport(page, site.url, log);
    const rows = await crashBeyond(page, 0);
    expect(rows).toBeGreaterThan(0);
    const next = await crashed.newPage();
    expect(await goOn(next, site.url, log)).toMatch(
      /^The import of log\.parquet stopped at row [\d,]+ \(\d+ %\): drop/,
    );
    await untilKept(next);
    expect((await storedTenants(next)).map(({ stopped }) => stopped)).toEqual([null]);
    await next.close();
    const resumed = await hashOf(crashed, site.url);
    await crashed.close();
    clean ??= cleanHash();
    expect(resumed).toBe(await clean);
  });

  test("whose disk is full in the midst of a file says so, keeps what it has and goes on once there is room", async () => {
    const context = await openContext(site);
    const page = await context.newPage();
    const { isKept, said, giveRoom } = await importWithin(page, { url: site.url, file: log, bytes: 1_000_000 });
    expect(isKept).toBe(false);
    expect(said).toMatch(/^Kept up to row \d+, .* disk space .* used up\. .*Delete tenants or models/);
    await giveRoom();
    await page.close();
    const next = await context.newPage();
    expect(await goOn(next, site.url, log)).toMatch(/stopped at row [\d,]+/);
    await untilKept(next);
    await next.close();
    const found = await hashOf(context, site.url);
    await context.close();
    clean ??= cleanHash();
    expect(found).toBe(await clean);
  });
});
