import { readFileSync } from "node:fs";
import type { CDPSession, Page } from "playwright-core";
import { smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { openSite, type Site } from "../support/site.ts";
import { openContext } from "../support/stored-site.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

export const cases = 100;

/** Tenants that are opened before memory is first weighed: by then all that is loaded once is there. */
const warmUp = 5;
const most = 1.1;

/** Bytes of memory that the browser's pages hold (Linux: the resident set of its renderers). */
async function rendererBytes(site: Site): Promise<number> {
  const session: CDPSession = await site.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo
    .filter(({ type }) => type === "renderer")
    .reduce(
      (sum, { id }) => sum + 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0),
      0,
    );
}

/** Chooses a file in the page itself: what the test's own driver hands over it also keeps alive, the view around the input with it. */
function chooseFile({ name, text }: { name: string; text: string }): void {
  const input = document.querySelector<HTMLInputElement>('input[name="files"]')!;
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: "text/csv" }));
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

/** Deletes the tenants that are kept, but for the open one: each that is left would have a line of its own on the start. */
async function deleteClosed(page: Page): Promise<void> {
  await page.locator(".recent li", { hasText: "open here" }).waitFor();
  const closed = page.locator(".recent li").filter({ hasNotText: "open here" });
  for (let left = await closed.count(); left > 0; left--) {
    await closed.first().locator(".recent-delete").click();
    await page.locator(".recent-yes").click();
    await closed.nth(left - 1).waitFor({ state: "detached" });
  }
}

/** What a tab holds, once nothing is left that nobody needs. */
interface Weight {
  /** Bytes of the pages' processes. */
  readonly resident: number;
  /** Bytes of the page's own thread, with the machine code that the browser makes of what runs often. */
  readonly heap: number;
  /** Nodes of all documents, attached or not. */
  readonly nodes: number;
  readonly listeners: number;
}

const nothing: Weight = { resident: 0, heap: 0, nodes: 0, listeners: 0 };

/** Tenants are kept, investigated, closed and deleted one after the other in one tab: what it holds comes back to where it was. */
export async function fuzz({ cases: tenants }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const site = await openSite();
  try {
    const context = await openContext(site);
    const page = await context.newPage();
    await page.goto(site.url);
    const cdp = await context.newCDPSession(page);
    const weigh = async (): Promise<Weight> => {
      await page.goto(`${site.url}#/`);
      await page.waitForTimeout(3000);
      await cdp.send("HeapProfiler.collectGarbage");
      await page.waitForTimeout(1000);
      await cdp.send("HeapProfiler.collectGarbage");
      const { metrics } = await cdp.send("Performance.getMetrics");
      const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
      return {
        resident: await rendererBytes(site),
        heap: metric("JSHeapUsedSize"),
        nodes: metric("Nodes"),
        listeners: metric("JSEventListeners"),
      };
    };
    await cdp.send("Performance.enable");
    let start = nothing;
    for (let i = 0; i < tenants + warmUp; i++) {
      const text = toCsv(smallTenant({ users: 8, days: 40, seed: i + 1 }));
      await page.goto(`${site.url}#/`);
      await page.locator('input[name="files"]').waitFor({ state: "attached" });
      if (i > 0) await deleteClosed(page);
      await page.evaluate(chooseFile, { name: `tenant-${i}.csv`, text });
      await page.getByRole("button", { name: "Import 1 file" }).click();
      await page.locator(".tenant", { hasText: `tenant-${i}.csv` }).waitFor({ timeout: 60_000 });
      await page.waitForURL("**/#/queue*", { timeout: 120_000 });
      await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
      if (i === warmUp - 1) start = await weigh();
    }
    const end = await weigh();
    const grown = (["resident", "heap", "nodes", "listeners"] as const).filter((key) => end[key] > start[key] * most);
    const mb = (n: number) => `${(n / 1e6).toFixed(1)} MB`;
    const note = [
      `pages’ memory ${mb(start.resident)} after ${warmUp} tenants, ${mb(end.resident)} after ${tenants} more`,
      `heap of the page ${mb(start.heap)}, then ${mb(end.heap)}`,
      `nodes ${start.nodes}, then ${end.nodes}; listeners ${start.listeners}, then ${end.listeners}`,
    ].join("; ");
    const what = "tenants loaded, investigated and closed in one tab";
    return [{ what, tried: tenants, failed: grown.length, note: [...grown, note].join(": ") }];
  } finally {
    await site.close();
  }
}
