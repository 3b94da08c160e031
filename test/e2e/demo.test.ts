import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { readCsv } from "./csv.ts";

let site: Site;
let visit: Visit;
let sealedAt = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  const { page, requests } = visit;
  await page.getByRole("button", { name: "Open the demo tenant" }).click();
  await page.locator(".seal.sealed").waitFor({ timeout: 60_000 });
  sealedAt = requests.length;
  await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 180_000 });
});

afterAll(() => site?.close());

const read = async (selector: string): Promise<string> =>
  ((await visit.page.locator(selector).first().textContent()) ?? "").replace(/\s+/g, " ").trim();
const current = () => read(".row[aria-current] .rank");

/** First and last ISO day of `22 Sep – 2 Oct 2025` or `30 Sep 2025`. */
function daysOf(range: string): { from: string; to: string } {
  const [first = "", last = first] = range.split(" – ");
  const year = last.slice(-4);
  const iso = (text: string) => new Date(`${text} UTC`).toISOString().slice(0, 10);
  return { from: iso(/\d{4}$/.test(first) ? first : `${first} ${year}`), to: iso(last) };
}

describe("the demo tenant", () => {
  test("opens its queue on the first case, by one click", async () => {
    expect(await current()).toBe("1");
    expect(await visit.page.locator(".row").count()).toBeGreaterThan(20);
    expect(await read(".case h1")).toBe(await read(".row[aria-current] .headline"));
  });

  test("is gone through by J and K, starred by S, entered by Enter", async () => {
    const { page } = visit;
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect.poll(current).toBe("3");
    await page.keyboard.press("k");
    await expect.poll(current).toBe("2");
    await page.locator('.case[aria-busy="false"]').waitFor();
    await page.keyboard.press("s");
    await page.locator('.verdict .starred[aria-pressed="true"]').waitFor();
    await page.keyboard.press("s");
    await page.locator('.verdict .btn:not(.starred):has(kbd:text-is("S"))[aria-pressed="false"]').waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement?.matches('sg-case h1')")).toBe(true);
    await page.keyboard.press("k");
    await expect.poll(current).toBe("1");
    await page.locator('.case[aria-busy="false"]').waitFor();
  });

  test("a reason leads down to raw rows with file, line and the record as it stands in the file", async () => {
    const { page } = visit;
    const reason = page.locator(".bars .press").first();
    await reason.focus();
    await reason.press("Enter");
    await page.locator("sg-case-rows .chip").waitFor();
    const row = page.locator(".raw tbody tr").first();
    const [file, line] = (await read(".raw tbody tr .where")).split(" : ");
    expect(file).toMatch(/\.(csv|ndjson|json)/);
    expect(Number(line!.replace(/\D/g, ""))).toBeGreaterThan(0);
    await row.locator(".toggle button").click();
    const raw = await read("tr.record pre");
    const time = await row.locator("time").getAttribute("datetime");
    const type = await read(".raw tbody tr td:nth-child(3)");
    expect(raw).toContain(time!.slice(0, 4));
    for (const part of type.split(/[ .]/)) expect(raw).toContain(part);
  });

  test("what was planted is told only when asked, and at least a third of its kinds are among the cases", async () => {
    const { page } = visit;
    await page.goto(`${site.url}#/report`);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "cases.csv" }).click();
    const cases = readCsv(readFileSync(await (await download).path(), "utf8")).slice(0, 50);
    expect(cases.length).toBeGreaterThan(20);
    await page.goto(`${site.url}#/import`);
    const panel = page.locator("details.planted");
    expect(await panel.getAttribute("open")).toBeNull();
    expect(await panel.locator("li").first().isVisible()).toBe(false);
    await panel.locator("summary").click();
    const told = await panel.locator("li").evaluateAll((items) =>
      items.map((item) => ({
        actors: item.querySelector("b")?.textContent?.split(", ") ?? [],
        range: /, ([^:]+):/.exec(item.textContent ?? "")?.[1] ?? "",
        kind: item.querySelector(".k")?.textContent ?? "",
      })),
    );
    const kinds = new Set(told.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThanOrEqual(6);
    const found = told.filter(({ actors, range }) => {
      const { from, to } = daysOf(range);
      return cases.some(({ actor, day }) => actors.includes(actor!) && day! >= from && day! <= to);
    });
    expect(new Set(found.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(kinds.size / 3);
  });

  test("a query is written over, its mistake marked where it stands, and laid out, behind the seal", async () => {
    const { page } = visit;
    await page.goto(`${site.url}#/notebook`);
    const editor = page.locator('sg-cell .cm-content[aria-label="sql cell overview"]');
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("select day, nope from log ");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect.poll(() => editor.locator(".cm-lintRange-error").textContent(), { timeout: 30_000 }).toBe("nope");
    await page.keyboard.press("Shift+Alt+f");
    await expect
      .poll(() => editor.locator(".cm-line").allTextContents())
      .toEqual(["select", "  day,", "  nope", "from", "  log"]);
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("go to cell profile");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.evaluate("document.activeElement?.getAttribute('aria-label')"))
      .toBe("profile cell profile");
  });

  test("asks no other origin for anything, and nobody for anything once it is sealed", async () => {
    const { page, requests } = visit;
    expect(requests.filter((url) => !url.startsWith(new URL(site.url).origin))).toEqual([]);
    expect(requests.slice(sealedAt)).toEqual([]);
    await page.locator(".seal").click();
    await page.locator("sg-proof dialog[open]").waitFor();
    expect(await read("sg-proof")).toContain("since the first file it has made no request");
    await page.keyboard.press("Escape");
  });

  test("complains of nothing", () => {
    expect(visit.complaints).toEqual([]);
  });
});
