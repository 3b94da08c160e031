import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { badFiles } from "./bad-files.ts";
import { smallTenant, toCsv } from "./small-tenant.ts";

let site: Site;
let visit: Visit;
let tenant: string;

const read = async (selector: string): Promise<string> =>
  (await visit.page.locator(selector).allTextContents()).join(" ").replace(/\s+/g, " ").trim();

async function drop({ name, content }: { name: string; content: string | Uint8Array }): Promise<void> {
  const { page } = visit;
  await page.goto(`${site.url}#/start`);
  await page.locator('input[name="files"]').setInputFiles({ name, mimeType: "", buffer: Buffer.from(content) });
  await page.locator(".plan-name", { hasText: name }).waitFor();
  await page.locator(".status.running").waitFor({ state: "detached" });
}

async function importIt(): Promise<number[]> {
  const { page } = visit;
  await page.locator(".import-bar button.primary").click();
  await page.locator(".imported, .row").first().waitFor({ timeout: 60_000 });
  await page.locator(".status.running").waitFor({ state: "detached", timeout: 60_000 });
  for (let attempt = 0; attempt < 40; attempt++) {
    await page.goto(`${site.url}#/import`);
    const shown = await page.evaluate(() =>
      ["in", "typed", "rejected"].map((kind) => document.querySelector(`[data-count="${kind}"]`)?.textContent ?? ""),
    );
    if (shown.every((text) => text !== "")) return shown.map((text) => Number(text.replace(/\D/g, "")));
    await page.waitForTimeout(250);
  }
  throw new Error("The import's counts never appeared.");
}

/** Waits until the investigation is through, and gives what the import says. */
async function outcome(): Promise<string> {
  const { page } = visit;
  await page.locator(".status.running").waitFor({ state: "detached", timeout: 60_000 });
  for (let attempt = 0; attempt < 60 && !(await page.locator(".imported").isVisible()); attempt++) {
    await page.goto(`${site.url}#/import`);
    await page.waitForTimeout(500);
  }
  return read(".imported");
}

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  await drop({ name: "good.csv", content: toCsv(smallTenant({ users: 6, days: 20 })) });
  await importIt();
  await outcome();
  tenant = await read(".tenant");
});
afterAll(() => site?.close());

describe("a file that can't be read at all is refused with the reason and the remedy, and the open tenant stays", () => {
  test.each([
    ["empty", /file is empty\. Export it again/],
    ["binary", /binary data.*Export it as CSV, JSON or Parquet/],
    ["no time column", /No column looks like the time.*“user”, “action”.*mapping/],
    ["no actor column", /No column looks like who did it.*“time”, “bytes”.*mapping/],
    ["header only", /has no rows\. Export it again/],
  ] as const)("%s", async (what, says) => {
    const { page } = visit;
    await drop(badFiles[what]);
    expect(await read(".plan .problem")).toMatch(says);
    expect(await page.locator(".import-bar button.primary").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Back to good.csv" }).click();
    expect(await read(".tenant")).toBe(tenant);
    await page.goto(`${site.url}#/queue`);
    await page.locator("sg-case .raw tbody tr").first().waitFor();
  });
});

describe("a file that is not what it should be is read as far as it can be, and says what is odd", () => {
  test.each([
    ["truncated gzip", /ends in mid-stream\. What came before was read\. Export or copy the file/, null],
    ["truncated JSON", /ends inside its list of records\. What came before was read\. Export or copy/, [201, 200, 1]],
    ["CSV named .json", /Its name says JSON; its content is delimited text/, [400, 400, 0]],
    ["JSON named .csv", /Its name says CSV; its content is JSON/, [200, 200, 0]],
    ["one user", /All events are of one actor: there are no peers/, [900, 900, 0]],
    ["one day", /All events are of one day, 2025-01-01: there is no history/, [400, 400, 0]],
    ["ten thousand columns", /wide\.csv/, [60, 60, 0]],
    ["a two-megabyte cell", /long-cell\.csv/, [300, 300, 0]],
    ["times in the future", /400 events in the future.*are the time format and zone right/, [400, 400, 0]],
    ["one second", /All events are in one second: is this the right time column/, [400, 400, 0]],
    [
      "bytes that are no UTF-8 in mid-file",
      /damaged characters: the rows that hold them are rejected/,
      [3000, 2999, 1],
    ],
    ["64-bit ids", /3 users/, [200, 200, 0]],
    ["a ragged file", /Lines before the header that are not records: 2/, [300, 270, 30]],
  ] as const)("%s", async (what, says, counts) => {
    await drop(badFiles[what]);
    const [rowsIn, typed, rejected] = await importIt();
    expect(rowsIn).toBe(typed! + rejected!);
    if (counts) expect([rowsIn, typed, rejected]).toEqual(counts);
    const said = await outcome();
    expect(said).toContain(badFiles[what].name);
    expect(said).toMatch(says);
    expect(await visit.page.locator(".status.failed").count()).toBe(0);
  });

  test("64-bit ids come through to the last digit", async () => {
    const { page } = visit;
    await drop(badFiles["64-bit ids"]);
    await importIt();
    await outcome();
    await page.goto(`${site.url}#/queue`);
    await page.locator(".row").first().waitFor();
    expect(await read(".row .actor")).toContain("9007199254740993");
  });

  test("fifty thousand types, by a mapping that names their column", async () => {
    const { page } = visit;
    await drop(badFiles["fifty thousand types"]);
    const type = page.locator("sg-mapping").getByLabel("Did what", { exact: true });
    await type.fill("action");
    await type.blur();
    expect(await importIt()).toEqual([50_000, 50_000, 0]);
    expect(await outcome()).toMatch(/50,000 event types/);
    expect(await page.locator(".status.failed").count()).toBe(0);
  });
});

test("none of it made the page complain or ask", () => {
  expect(visit.complaints).toEqual([]);
});
