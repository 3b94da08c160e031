// Measurements of the built site in a real browser; each starts a browser of its own, so that peak memory is the run's.
import { chromium } from "playwright-core";
import { untilOffered } from "../../bin/automation.mjs";
import { findBrowser } from "../../bin/browser.mjs";
import { serve } from "../../bin/serve.mjs";
import { processMemory } from "./memory.mjs";

/** The browser's processes that run pages. @param {import("playwright-core").Browser} browser */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer");
}

/**
 * Opens the built site for `use`, and adds what its renderer took.
 * @template T
 * @param {string} fragment
 * @param {(page: import("playwright-core").Page, url: string) => Promise<T>} use
 */
async function visit(fragment, use) {
  const found = await findBrowser();
  const server = await serve();
  const browser = await chromium.launch({ executablePath: found.path, args: found.args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}${fragment}`);
    const result = await use(page, server.url);
    const pages = await renderers(browser);
    const peakBytes = Math.max(0, ...pages.map(({ id }) => processMemory(id, "VmHWM")));
    const cpu = Math.max(0, ...pages.map(({ cpuTime }) => cpuTime));
    return { ...result, cpu, peakBytes };
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * Samples the largest renderer's resident size until it is stopped.
 * @param {import("playwright-core").Page} page
 */
function watchMemory(page) {
  /** @type {{ at: number, bytes: number }[]} */
  const samples = [];
  const browser = page.context().browser();
  let stopped = false;
  const watching = (async () => {
    const ids = browser ? (await renderers(browser)).map(({ id }) => id) : [];
    while (!stopped) {
      samples.push({ at: performance.now(), bytes: Math.max(0, ...ids.map((id) => processMemory(id, "VmRSS"))) });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return samples;
    },
  };
}

/**
 * Imports files, and nothing more: seconds by stage, rows, and the bytes that the database holds.
 * @param {readonly string[]} files
 * @param {import("../../src/ingest/mapping.ts").Mapping} mapping
 */
export const importInSite = (files, mapping) =>
  visit("#automation", async (page) => {
    await untilOffered(page);
    const input = await page.evaluateHandle("globalThis.shadowgraph.fileInput()");
    await input.asElement()?.setInputFiles([...files]);
    let lastImport = 0;
    await page.exposeFunction("shadowgraphProgress", (/** @type {string} */ stage) => {
      if (stage.startsWith("Importing")) lastImport = performance.now();
    });
    const watched = watchMemory(page);
    const options = { mapping, zone: null, from: null, to: null, roots: null, like: [], seed: 7, importOnly: true };
    /** @type {{ run: string, problem: string | null, lines: string[] }} */
    const result = await page.evaluate(`globalThis.shadowgraph.investigate(${JSON.stringify(options)})`);
    if (result.problem) throw new Error(result.problem);
    /** @type {import("../../src/engine/api/exports.ts").RunFacts} */
    const run = JSON.parse(result.run);
    const samples = await watched.stop();
    const importPeak = Math.max(0, ...samples.filter(({ at }) => at <= lastImport).map(({ bytes }) => bytes));
    const seconds = run.seconds.import ?? 0;
    return { seconds, stages: run.seconds, rows: run.rows, heldBytes: run.peakBytes, importPeak };
  });

/** The demo from the click to the ranked queue. */
export const demoToQueue = () =>
  visit("", async (page) => {
    const button = page.getByRole("button", { name: /demo/i }).first();
    await button.waitFor();
    const started = performance.now();
    await button.click();
    await page.waitForURL(/#\/queue/, { timeout: 300_000 });
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    return { seconds: (performance.now() - started) / 1000 };
  });
