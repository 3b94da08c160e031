import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { findBrowser, webgpuFlags } from "../../bin/browser.mjs";
import { root } from "../../bin/install.mjs";
import { serve } from "../../bin/serve.mjs";
import type { LossResult } from "./gpu-loss.ts";

/** Flags with which Chromium gives WebGPU again however often its GPU process ended; else it does so once. */
export const enduringFlags = ["--disable-gpu-process-crash-limit", "--disable-domain-blocking-for-3d-apis"];

/** Kernels in a Chromium whose GPU process really ends. */
export interface GpuProcess {
  /** Ends it at every `stride`-th of a kernel's steps in turn, from its `first` on. */
  losses(
    kernel: string,
    options: { readonly first: number; readonly stride: number; readonly isAfter: boolean },
  ): Promise<LossResult[]>;
  /** Times that it ended. */
  ended(): number;
  close(): Promise<void>;
}

/** Ends a browser's GPU process. @returns when it is gone, false where it was not within some seconds */
export async function endGpuProcess(browser: Browser): Promise<boolean> {
  const session = await browser.newBrowserCDPSession();
  const running = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.find(({ type }) => type === "GPU")?.id;
  };
  const before = await running();
  await session.send("Browser.crashGpuProcess");
  let isGone = false;
  for (let i = 0; i < 100 && !isGone; i++) {
    isGone = (await running()) !== before;
    if (!isGone) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await session.detach();
  return isGone && before !== undefined;
}

/** Builds the page of kernels and opens it. */
export async function openGpuProcess(): Promise<GpuProcess> {
  const folder = mkdtempSync(join(tmpdir(), "shadowgraph-gpu-"));
  const here = join(root, "test", "support");
  await build({
    root: here,
    base: "./",
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      chunkSizeWarningLimit: 8000,
      rolldownOptions: { input: join(here, "gpu-process-page.html") },
    },
  });
  const found = await findBrowser();
  const server = await serve({ folder });
  const args = [...found.args, ...webgpuFlags, ...enduringFlags];
  const browser = await chromium.launch({ executablePath: found.path, args });
  const page = await browser.newPage();
  let ended = 0;
  await page.route("**/end-gpu-process", async (route) => {
    if (await endGpuProcess(browser)) ended++;
    await route.fulfill({ status: 204 });
  });
  await page.goto(`${server.url}gpu-process-page.html`);
  await page.waitForFunction("globalThis.losses !== undefined");
  return {
    losses: (kernel, options) =>
      page.evaluate(([name, given]) => Reflect.get(globalThis, "losses")(name, given), [kernel, options] as const),
    ended: () => ended,
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
