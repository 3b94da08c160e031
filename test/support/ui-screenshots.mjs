// Builds the interface over the made-up engine into a temporary folder and photographs its places:
//   node test/support/ui-screenshots.mjs OUT [name part]
import { mkdtempSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { findBrowser } from "../../bin/browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [out = "screenshots", only = ""] = process.argv.slice(2);
const site = mkdtempSync(join(tmpdir(), "ui-fixture-"));
await mkdir(out, { recursive: true });
await build({
  root: here,
  base: "./",
  configFile: false,
  logLevel: "error",
  build: {
    outDir: site,
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: join(here, "ui-fixture.html") },
  },
});
/** @type {Record<string, string>} */
const kinds = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? "/", "http://x").pathname;
  try {
    const body = await readFile(join(site, path));
    response.writeHead(200, { "content-type": kinds[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
const address = server.address();
const port = typeof address === "object" && address ? address.port : 0;
const browser = await findBrowser();
const chrome = await chromium.launch({ executablePath: browser.path, args: browser.args });

/** @typedef {import("playwright-core").Page} Page */
/** @type {(page: Page) => Promise<void>} */
const demo = async (page) => {
  await page.getByRole("button", { name: "Open the demo tenant" }).click();
  await page.locator(".case .raw").waitFor({ state: "attached", timeout: 8000 });
};
/** @type {(page: Page, names?: string[]) => Promise<void>} */
const choose = async (
  page,
  names = ["actions.csv", "tickets-2025-09.csv.gz", "directory.ndjson.zst", "holiday.png"],
) => {
  const files = names.map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("x".repeat(1000)) }));
  await page.locator('input[name="files"]').setInputFiles(files);
  await page.locator(".plan-name").waitFor();
};
/** @type {Record<string, { query?: string, full?: boolean, act: (page: Page, narrow: boolean) => Promise<void> }>} */
const scenes = {
  start: { act: async () => {} },
  "recent-start": { query: "?recent", full: true, act: (page) => page.locator(".recent-name").first().waitFor() },
  "recent-import": {
    query: "?recent",
    act: async (page) => {
      await page.goto(`${page.url()}#/import`);
      await page.locator(".recent-delete").first().click();
    },
  },
  "recent-stopped": {
    query: "?recent",
    act: (page) => choose(page, ["signin-events-2025-10.ndjson.zst"]),
  },
  "recent-kept": {
    query: "?recent",
    full: true,
    act: async (page) => {
      await choose(page);
      await page.getByRole("button", { name: /^Import/ }).click();
      await page.locator(".case .raw").waitFor({ state: "attached", timeout: 8000 });
      await page.goto(`${page.url().replace(/#.*/, "")}#/import`);
      await page.locator("[data-kept]").waitFor();
    },
  },
  running: {
    query: "?pace=400",
    act: async (page) => {
      await page.getByRole("button", { name: "Open the demo tenant" }).click();
      await page.waitForTimeout(6800);
    },
  },
  import: { act: (page) => choose(page) },
  imported: {
    act: async (page) => {
      await demo(page);
      await page.goto(`${page.url().replace(/#.*/, "")}#/import`);
      await page.locator("sg-table tbody td").first().waitFor();
    },
  },
  queue: {
    act: async (page, narrow) => {
      await demo(page);
      if (narrow) await page.screenshot({ path: join(out, "queue-list-narrow.png") });
      if (narrow) await page.locator(".row").first().click();
    },
  },
  case: {
    full: true,
    act: async (page, narrow) => {
      await demo(page);
      if (narrow) await page.locator(".row").first().click();
      await page.locator(".raw .toggle button").nth(1).click();
      await page.locator(".subgraph .press").nth(5).click();
    },
  },
  awkward: {
    query: "?awkward",
    full: true,
    act: async (page, narrow) => {
      await demo(page);
      if (narrow) await page.locator(".row").first().click();
    },
  },
  thousand: {
    query: "?cases=1000",
    act: async (page, narrow) => {
      await demo(page);
      if (narrow) await page.locator(".row").nth(3).click();
      for (let i = 0; i < 3; i++) await page.keyboard.press("j");
      await page.waitForTimeout(200);
    },
  },
  failed: {
    query: "?failing",
    act: async (page) => {
      await page.getByRole("button", { name: "Open the demo tenant" }).click();
      await page.locator(".case .problem").waitFor({ state: "attached" });
    },
  },
  users: {
    act: async (page) => {
      await demo(page);
      await page.getByRole("link", { name: "Users" }).click();
      await page.locator("sg-users svg").waitFor();
    },
  },
  user: {
    full: true,
    act: async (page) => {
      await demo(page);
      await page.getByRole("link", { name: "Users" }).click();
      await page.locator(".userlist th a").first().click();
      await page.locator("sg-user .raw tbody tr").first().waitFor();
    },
  },
  entity: {
    full: true,
    act: async (page) => {
      await demo(page);
      await page.getByRole("link", { name: "Users" }).click();
      await page.locator(".userlist th a").first().click();
      await page.locator("sg-user .fresh a").first().click();
      await page.locator("sg-entity .raw tbody tr").first().waitFor();
    },
  },
  map: {
    full: true,
    act: async (page) => {
      await demo(page);
      await page.goto(`${page.url().replace(/#.*/, "")}#/map`);
      await page.locator("sg-map svg.usermap").waitFor();
    },
  },
  tenant: {
    full: true,
    act: async (page) => {
      await demo(page);
      await page.keyboard.press("y");
      await page.goto(`${page.url().replace(/#.*/, "")}#/tenant`);
      await page.locator("sg-tenant svg.silhouette").waitFor();
    },
  },
  report: {
    act: async (page) => {
      await demo(page);
      await page.getByRole("link", { name: "Report" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download the report" }).click(),
      ]);
      await download.saveAs(join(out, "report.html"));
      await page.locator(".contents").waitFor();
    },
  },
  findings: {
    act: async (page) => {
      await demo(page);
      await page.getByRole("link", { name: "Notebook" }).click();
    },
  },
  proof: {
    act: async (page) => {
      await demo(page);
      await page.locator(".seal").click();
    },
  },
  help: { act: (page) => page.keyboard.press("?") },
  empty: {
    act: async (page) => {
      await page.goto(`${page.url()}#/queue`);
    },
  },
};
let wrong = 0;
for (const [name, { query = "", full = false, act }] of Object.entries(scenes)) {
  if (only !== "" && !name.includes(only)) continue;
  for (const narrow of [false, true])
    for (const dark of [false, true]) {
      const viewport = narrow ? { width: 390, height: 844 } : { width: 1440, height: 900 };
      const context = await chrome.newContext({ viewport, colorScheme: dark ? "dark" : "light", hasTouch: narrow });
      const page = await context.newPage();
      const label = `${name}${narrow ? "-narrow" : ""}${dark ? "-dark" : ""}`;
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        wrong++;
        console.log(`${label}: ${message.text()}`);
      });
      page.on("pageerror", (error) => {
        wrong++;
        console.log(`${label}: ${error.message}`);
      });
      await page.goto(`http://localhost:${port}/ui-fixture.html${query}`);
      try {
        await act(page, narrow);
      } catch (error) {
        wrong++;
        console.log(`${label}: ${error instanceof Error ? error.message.slice(0, 300) : error}`);
      }
      await page.waitForTimeout(250);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      const inner = await page.evaluate(() => {
        const main = document.querySelector("main");
        return main ? main.scrollWidth - main.clientWidth : 0;
      });
      if (over > 0 || inner > 0) console.log(`${label}: overflows by ${over} and ${inner} px`);
      if (full) {
        const height = await page.evaluate(() =>
          Math.max(...["main", ".case-pane"].map((s) => document.querySelector(s)?.scrollHeight ?? 0)),
        );
        await page.setViewportSize({ ...viewport, height: Math.min(6000, height + 110) });
        await page.waitForTimeout(200);
      }
      await page.screenshot({ path: join(out, `${label}.png`) });
      await context.close();
    }
}
await chrome.close();
server.close();
process.exitCode = wrong > 0 ? 1 : 0;
