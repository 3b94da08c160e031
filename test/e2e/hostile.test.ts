import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { readCsv } from "./csv.ts";
import { hostileLog, hostileMapping, hostileNames, hostileNotebook } from "./hostile-tenant.ts";

let site: Site;
let visit: Visit;
const dialogs: string[] = [];
const shots = process.env.HOSTILE_SHOTS;

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  visit.page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
});
afterAll(() => site?.close());

/** What of a page a hostile name could have made, or hidden in. */
async function wrongOn(place: string): Promise<string[]> {
  const { page } = visit;
  if (shots) await page.screenshot({ path: `${shots}/${place.replaceAll("/", "-")}.png` });
  const found = await page.evaluate(() => {
    const wrong: string[] = [];
    if ("hit" in window) wrong.push(`a script ran: ${(window as { hit?: unknown }).hit}`);
    for (const element of document.body.querySelectorAll(
      "script, iframe, object, embed, img[src='x'], [onerror], [onload], style",
    ))
      wrong.push(`injected: ${element.outerHTML.slice(0, 100)}`);
    for (const link of document.querySelectorAll("a[href]"))
      if (!/^(#|blob:)/.test(link.getAttribute("href") ?? "")) wrong.push(`a link: ${link.getAttribute("href")}`);
    const hidden = /(?!\s)\p{Cc}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (hidden.test(node.nodeValue ?? "") && !node.parentElement?.closest(".cm-editor, select"))
        wrong.push(`hidden in ${node.parentElement?.className}: ${JSON.stringify(node.nodeValue?.slice(0, 60))}`);
    for (const element of document.body.querySelectorAll("[title], [aria-label]"))
      if (hidden.test(`${element.getAttribute("title")}${element.getAttribute("aria-label")}`))
        wrong.push("hidden in a tooltip");
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) wrong.push(`${over} px wider than the window`);
    for (const element of document.querySelectorAll("h1, h2, h3, h4, p, td, th, li, a, dd, dt, span, button, text")) {
      const { height } = element.getBoundingClientRect();
      const around = element.parentElement?.getBoundingClientRect().height ?? 0;
      if (height > 900 && around > 900 && element.querySelector("table, ul, svg, p") === null)
        wrong.push(`${Math.round(height)} px high: ${element.tagName}.${element.className}`);
    }
    return wrong;
  });
  return found.map((text) => `${place}: ${text}`);
}

test("hostile names are shown as text on every page, run nothing, hide nothing and widen nothing", async () => {
  const { page } = visit;
  const wrong: string[] = [];
  const log = {
    name: "<img src=x onerror=window.hit=7>\u202e.ndjson",
    mimeType: "",
    buffer: Buffer.from(hostileLog()),
  };
  const mapping = { name: "x.mapping.json", mimeType: "", buffer: Buffer.from(JSON.stringify(hostileMapping)) };
  await page.locator('input[name="files"]').setInputFiles([log, mapping]);
  await page.locator(".plan-name").waitFor();
  wrong.push(...(await wrongOn("plan")));
  await page.locator(".import-bar button.primary").click();
  await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
  await page.locator(".status.running").waitFor({ state: "detached", timeout: 120_000 });
  const links = new Set<string>();
  const visitPlace = async (place: string, waitFor: string) => {
    await page.goto(`${site.url}#/${place}`);
    await page.locator(waitFor).first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(100);
    wrong.push(...(await wrongOn(place)));
    for (const href of await page
      .locator("a[href^='#/entity/'], a[href^='#/user/']")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href")!)))
      links.add(href);
  };
  for (const rank of [1, 2, 3]) await visitPlace(`queue/${rank}`, "sg-case .raw tbody tr");
  await visitPlace("import", ".imported");
  await visitPlace("users", ".userlist tbody tr");
  await visitPlace("map", "svg.usermap");
  await visitPlace("tenant", "sg-tenant .grid svg");
  await visitPlace("report", "sg-report");
  const long = hostileNames.findIndex((name) => name.length > 10_000);
  for (const user of [0, long, long + 1, long + 3]) await visitPlace(`user/${user}`, "sg-user h1");
  for (const entity of [...links].filter((href) => href.startsWith("#/entity/")).slice(0, 2))
    await visitPlace(entity.slice(2), "sg-entity h1");
  expect(wrong).toEqual([]);
});

test("a hostile notebook shows its text, and runs what it may", async () => {
  const { page } = visit;
  await page.goto(`${site.url}#/notebook`);
  await page.locator("sg-notebook").waitFor();
  const transfer = await page.evaluateHandle((text) => {
    const made = new DataTransfer();
    made.items.add(new File([text], "<img src=x onerror=window.hit=8>.md", { type: "text/markdown" }));
    return made;
  }, hostileNotebook);
  await page.dispatchEvent("sg-app", "drop", { dataTransfer: transfer });
  await page.locator("sg-cell").nth(4).waitFor();
  await page.getByRole("button", { name: "Run all" }).click();
  await page.locator("sg-cell td", { hasText: "<img src=x onerror=window.hit=16>" }).first().waitFor();
  await page.locator("sg-cell", { hasText: "<img src=x onerror=window.hit=17> ⟨U+202E⟩ ⟨U+001B⟩" }).first().waitFor();
  const wrong = await wrongOn("notebook");
  expect(wrong).toEqual([]);
});

test("what is exported is text: cases.csv runs no formula, the report holds no element of a name", async () => {
  const { page } = visit;
  await page.goto(`${site.url}#/report`);
  const save = async (name: RegExp) => {
    const download = page.waitForEvent("download", { timeout: 60_000 });
    await page.getByRole("button", { name }).first().click();
    return readFileSync(await (await download).path(), "utf8");
  };
  const cases = readCsv(await save(/cases\.csv/));
  const cells = cases.flatMap((row) => Object.values(row));
  expect(cells.filter((cell) => /^[=+@＝\t\r]/.test(cell))).toEqual([]);
  const report = await save(/Download the report/);
  const shown = await site.browser.newPage();
  await shown.setContent(report);
  const found = await shown.evaluate(() => ({
    hit: "hit" in window,
    elements: document.querySelectorAll("script, img, iframe, [onerror], [onload], a[href^='javascript:']").length,
    text: document.body.textContent ?? "",
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  await shown.close();
  expect([found.hit, found.elements, found.over]).toEqual([false, 0, 0]);
  expect(/(?!\s)\p{Cc}|[\u202a-\u202e\u200b]/u.test(found.text)).toBe(false);
});

test("none of it opened a dialog, made the page complain, or asked for anything", () => {
  expect(hostileNames.length).toBeGreaterThan(20);
  expect(dialogs).toEqual([]);
  expect(visit.complaints).toEqual([]);
  expect(visit.requests.filter((url) => !url.startsWith(site.url))).toEqual([]);
});
