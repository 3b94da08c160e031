// The table of the page on three million rows, in a real browser: what sorting, filtering and windows cost, and how it scrolls.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";
import { findBrowser } from "../../bin/browser.mjs";
import { root } from "../../bin/install.mjs";
import { serve } from "../../bin/serve.mjs";

/** Builds the page into a temporary folder, opens it for `use`, and gives the folder back. @template T @param {(page: import("playwright-core").Page) => Promise<T>} use @param {string} [query] */
export async function onTablesPage(use, query = "") {
  const site = mkdtempSync(join(tmpdir(), "shadowgraph-tables-"));
  const here = join(root, "test", "bench");
  await build({
    root: here,
    base: "./",
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      outDir: site,
      emptyOutDir: true,
      target: "es2023",
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8000,
      rolldownOptions: { input: join(here, "tables-page.html") },
    },
  });
  const found = await findBrowser();
  const server = await serve({ folder: site });
  const browser = await chromium.launch({ executablePath: found.path, args: found.args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("pageerror", (error) => console.error(error));
    page.setDefaultTimeout(300_000);
    await page.goto(`${server.url}tables-page.html${query}`);
    await page.waitForFunction("globalThis.tables !== undefined");
    return await use(page);
  } finally {
    await browser.close();
    await server.close();
    rmSync(site, { force: true, recursive: true });
  }
}

/** @returns {Promise<import("./table.mjs").Line[]>} */
export const tableLines = () =>
  onTablesPage(async (page) => {
    /** @type {Record<"rows" | "plain" | "number" | "sorted" | "time" | "text" | "filter" | "search" | "histogram" | "top", number>} */
    const cost = await page.evaluate("globalThis.tables.measure()");
    /** @type {Record<"median" | "most" | "longTasks" | "longest", number>} */
    const scrolled = await page.evaluate("globalThis.tables.scroll()");
    const ms = (/** @type {number} */ one) => `${Math.round(one)} ms`;
    const of = `${cost.rows.toLocaleString("en")} rows in a table`;
    return [
      {
        what: `${of}: a window of 120, anywhere`,
        ours: ms(cost.plain),
        note: `after a sort that mixes all rows ${ms(cost.sorted)}`,
      },
      {
        what: `${of}: sort`,
        ours: ms(cost.number),
        note: `by a number; by a time ${ms(cost.time)}, by a text ${ms(cost.text)}; once, then windows`,
      },
      {
        what: `${of}: filter by a range`,
        ours: ms(cost.filter),
        note: `search in three text columns ${ms(cost.search)}`,
      },
      { what: `${of}: a column's histogram`, ours: ms(cost.histogram), note: `top values of 5,000 ${ms(cost.top)}` },
      {
        what: `${of}: a frame while it scrolls`,
        ours: ms(scrolled.median),
        note: `longest ${ms(scrolled.most)}; ${scrolled.longTasks} tasks over 50 ms on the window's thread, longest ${ms(scrolled.longest)}`,
      },
    ];
  });
