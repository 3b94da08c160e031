import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { header, smallTenant, toCsv } from "./small-tenant.ts";

let site: Site;
let visit: Visit;

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
});
afterAll(() => site?.close());

const rows = smallTenant({ users: 12, days: 40 });
const markup = `<img src=x onerror="document.title='broken'"><b>bold</b>`;
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The desk's log with what real exports hold: quoted line ends, markup, rows twice, and rows that can't be read. */
const odd = {
  twice: [rows[10]!.line, rows[11]!.line, rows[2000]!.line],
  unreadable: [
    "E9001,31/02/2025 25:00:00,agent01,View,T1,C1,DE",
    "E9002,,agent01,View,T1,C1,DE",
    "E9003,14/04/2025 09:00:00,,View,T1,C1,DE",
  ],
  special: [
    `E9004,14/04/2025 09:00:00,agent03,${quoted(markup)},${quoted("first line\nsecond, line")},C1,DE`,
    `E9005,14/04/2025 09:01:00,${quoted(markup)},View,${quoted('said ""so""')},C1,DE`,
  ],
};
const log = `${header}\n${[...rows.map(({ line }) => line), ...odd.twice, ...odd.unreadable, ...odd.special].join("\n")}\n`;
const rowsIn = rows.length + 8;

async function drop(files: readonly { name: string; content: string | Uint8Array }[]): Promise<void> {
  const { page } = visit;
  await page.goto(`${site.url}#/start`);
  await page
    .locator('input[name="files"]')
    .setInputFiles(files.map(({ name, content }) => ({ name, mimeType: "", buffer: Buffer.from(content) })));
  await page.locator(".plan-name").waitFor();
}
const read = async (selector: string): Promise<string> =>
  ((await visit.page.locator(selector).first().textContent()) ?? "").replace(/\s+/g, " ").trim();
const counts = async (): Promise<number[]> =>
  Promise.all(
    ["in", "typed", "rejected", "duplicate"].map(async (kind) =>
      Number((await read(`[data-count="${kind}"]`)).replace(/\D/g, "")),
    ),
  );
const field = (label: string) => visit.page.locator("sg-mapping").getByLabel(label, { exact: true });

describe("the import of an export as people have it", () => {
  test("shows what was recognised, the mapping and why", async () => {
    await drop([{ name: "desk.csv", content: log }]);
    expect(await read(".plan .facts")).toContain("CSV");
    expect(await field("Time").inputValue()).toBe("when");
    expect(await field("Format").inputValue()).toContain("%d/%m/%Y");
    expect(await field("Who").inputValue()).toBe("user");
    expect(await field("Did what").inputValue()).toBe("action");
    expect(await field("Id").inputValue()).toBe("event_id");
    expect(await visit.page.locator("sg-mapping .why").count()).toBeGreaterThan(2);
    expect(await visit.page.locator(".preview tbody tr").count()).toBeGreaterThan(3);
  });

  test("takes the mapping as it is edited in the form, and imports by it", async () => {
    const { page } = visit;
    await field("Zone").fill("Europe/Berlin");
    await field("Roots").fill("Refund");
    await field("Roots").blur();
    await page.getByRole("button", { name: "JSON" }).click();
    const edited = JSON.parse(await page.getByLabel("Mapping as JSON").inputValue());
    expect(edited).toMatchObject({ zone: "Europe/Berlin", roots: ["Refund"], actor: "user" });
    await page.locator(".import-bar button.primary").click();
    await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
    expect(await page.locator(".row").count()).toBeGreaterThan(5);
    expect(await read(".tenant")).toContain("Europe/Berlin");
  });

  test("accounts for every row on screen, and lists the rejects with file, line, reason and raw text", async () => {
    const { page } = visit;
    await page.goto(`${site.url}#/import`);
    expect(await counts()).toEqual([rowsIn, rowsIn - 6, 3, 3]);
    const table = page.locator("sg-table", { hasText: "E9001" });
    await table.waitFor();
    const said = ((await table.textContent()) ?? "").replace(/\s+/g, " ");
    const firstBad = 1 + rows.length + odd.twice.length + 1;
    for (const line of odd.unreadable) expect(said).toContain(line);
    for (const at of [0, 1, 2]) expect(said.replaceAll(/(?<=\d)[\s,](?=\d{3})/g, "")).toContain(String(firstBad + at));
    expect(said).toContain("desk.csv");
    expect(said).toContain("31/02/2025 25:00:00");
    expect(said).toMatch(/No time in “when”/);
    expect(said).toMatch(/No actor in “user”/);
  });

  test("shows markup of the log as text", async () => {
    const { page } = visit;
    await page.goto(`${site.url}#/users`);
    await page.waitForTimeout(300);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.title()).not.toBe("broken");
  });

  test("makes a report of one file without script or reference, which opens offline", async () => {
    const { page } = visit;
    await page.goto(`${site.url}#/report`);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the report" }).click();
    const report = readFileSync(await (await download).path(), "utf8");
    expect(report).not.toMatch(/<script|<link|<iframe|<object|<embed|@import/i);
    const offline = await site.browser.newContext({ offline: true, acceptDownloads: false });
    const other = await offline.newPage();
    const asked: string[] = [];
    other.on("request", (request) => asked.push(request.url()));
    await other.setContent(report);
    expect(await other.locator("h1").first().textContent()).not.toBe("");
    expect(((await other.locator("body").textContent()) ?? "").length).toBeGreaterThan(500);
    expect(await other.locator('img[src="x"]').count()).toBe(0);
    expect(asked.filter((url) => !/^(data|about):/.test(url))).toEqual([]);
    await offline.close();
  });
});

describe("several files", () => {
  test("are one tenant: plain, gzip, and those in a zip", async () => {
    const { page } = visit;
    const parts = [0, 1, 2, 3].map((part) => rows.filter((_, i) => i % 4 === part));
    const text = (part: number) => Buffer.from(toCsv(parts[part]!));
    const zip = zipSync({
      "a/one.csv": text(0),
      "a/two.csv": text(1),
      "a/readme.txt": Buffer.from("These are the logs."),
    });
    await drop([
      { name: "logs.zip", content: zip },
      { name: "three.csv.gz", content: gzipSync(text(2)) },
      { name: "four.csv", content: text(3) },
    ]);
    expect(await page.locator(".files .file").count()).toBe(5);
    expect(await page.locator(".files .file.bad").count()).toBe(1);
    await page.locator(".import-bar button.primary").click();
    await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
    await page.goto(`${site.url}#/import`);
    expect(await counts()).toEqual([rows.length, rows.length, 0, 0]);
  });

  test("an import that is cancelled ends within about a second and leaves the open tenant as it was", async () => {
    const { page } = visit;
    const before = await read(".tenant");
    const long = Buffer.from(toCsv(smallTenant({ users: 60, days: 60 })));
    const body = long.subarray(long.indexOf(10) + 1);
    const content = Buffer.concat([long, ...Array.from({ length: 35 }, () => body)]);
    await drop([{ name: "long.csv", content }]);
    await page.locator(".import-bar button.primary").click();
    await page.locator(".status.running progress[value]").waitFor();
    const pressed = performance.now();
    await page.locator(".status.running button").click();
    await page.locator(".status", { hasText: "cancelled" }).waitFor({ timeout: 10_000 });
    expect(performance.now() - pressed).toBeLessThan(1500);
    expect(await read(".status")).toContain("What was loaded before is still here");
    expect(await read(".tenant")).toBe(before);
    await page.goto(`${site.url}#/queue`);
    await page.locator("sg-case .raw tbody tr").first().waitFor();
  });
});

test("all that while nothing was asked of anybody, and nothing was complained of", () => {
  expect(visit.complaints).toEqual([]);
  expect(visit.requests.filter((url) => !url.startsWith(site.url))).toEqual([]);
});
