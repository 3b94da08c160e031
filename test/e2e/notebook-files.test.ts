import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrowser } from "../../bin/browser.mjs";
import { openSite, type Site } from "../support/site.ts";

let site: Site;
let context: BrowserContext;

beforeAll(async () => {
  site = await openSite();
  const found = await findBrowser();
  context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "shadowgraph-")), {
    executablePath: found.path,
    args: found.args,
    viewport: { width: 1440, height: 900 },
  });
});

afterAll(async () => {
  await context?.close();
  await site?.close();
});

const notebook = "---\nshadowgraph: 1\ntitle: Nights\n---\n\n# Nights\n\n```sql days\nselect 1 as n\n```\n";

async function openPage(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.url}#/notebook`);
  await page.locator("sg-notebook").waitFor();
  return page;
}

/** Drops a notebook on the page, as a file manager does. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const made = new DataTransfer();
      made.items.add(new File([content!], fileName!, { type: "text/markdown" }));
      return made;
    },
    [name, text],
  );
  await page.dispatchEvent("sg-app", "drop", { dataTransfer: transfer });
  await page.locator(".nb-file", { hasText: `${name} · saved` }).waitFor();
}

const draftsOnDisk = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("notebooks");
    const texts: string[] = [];
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>)
      if (name.startsWith("draft-") && name.endsWith(".json")) texts.push(await (await handle.getFile()).text());
    return texts.join("\n");
  });

describe("a page that dies while a notebook is written", () => {
  test("gives the text back when it is opened again, until it is kept or discarded", async () => {
    const page = await openPage();
    await drop(page, "nights.md", notebook);
    const editor = page.locator("sg-cell .cm-content");
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" -- written before the crash");
    await expect.poll(() => draftsOnDisk(page), { timeout: 10_000 }).toContain("written before the crash");
    const devtools = await context.newCDPSession(page);
    void devtools.send("Page.crash").catch(() => {});
    await page.waitForEvent("crash");
    await page.close();

    const again = await openPage();
    await expect.poll(() => again.locator("sg-cell .cm-content").textContent()).toContain("written before the crash");
    const line = again.locator(".nb-restored");
    expect(await line.textContent()).toMatch(/Restored what you wrote on .+ \(not saved to a file\)\./);
    expect(await again.locator(".nb-file").textContent()).toContain("nights.md · changed since it was saved");
    await line.getByRole("button", { name: "Keep" }).click();
    await line.waitFor({ state: "detached" });
    await again.close({ runBeforeUnload: false });

    const third = await openPage();
    await third.locator(".nb-restored").getByRole("button", { name: "Discard" }).click();
    await third.locator(".nb-restored").waitFor({ state: "detached" });
    await expect.poll(() => draftsOnDisk(third)).toBe("");
    await third.close();

    const fourth = await openPage();
    await fourth.locator("sg-notebook-files").waitFor();
    expect(await fourth.locator(".nb-restored").count()).toBe(0);
    await fourth.close();
  });

  test("leaves the work of a tab that is still open to that tab", async () => {
    const first = await openPage();
    await drop(first, "first.md", notebook);
    await first.locator("sg-cell .cm-content").click();
    await first.keyboard.type("x");
    await expect.poll(() => draftsOnDisk(first), { timeout: 10_000 }).not.toBe("");
    const second = await openPage();
    await second.locator("sg-notebook-files").waitFor();
    expect(await second.locator(".nb-restored").count()).toBe(0);
    await second.close();
    await first.close({ runBeforeUnload: false });
  });
});

test("closing asks when something is not saved, and only then", async () => {
  const page = await openPage();
  await page.locator(".nb-restored").getByRole("button", { name: "Discard" }).click();
  await drop(page, "nights.md", notebook);
  await page.locator("sg-cell .cm-content").click();
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await page.keyboard.type("x");
  await page.locator(".nb-dot.unsaved").waitFor();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(1);
  expect(page.isClosed()).toBe(false);
  await page.evaluate("delete globalThis.showSaveFilePicker");
  const download = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  expect((await download).suggestedFilename()).toBe("nights.md");
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => page.isClosed()).toBe(true);
  expect(asked).toBe(1);
});
