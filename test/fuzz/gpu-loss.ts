import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { webgpuFlags } from "../../bin/browser.mjs";
import { root } from "../../bin/install.mjs";
import { mapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { openSite } from "../support/site.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

/** Times that the browser's GPU process is ended in the midst of an investigation. */
export const cases = 5;

const mark = "gpu-loss ";

/** The browser tests, at every step of every kernel. */
function atEachStep(): FuzzRow[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project", "browser", "test/browser/gpu-loss.test.ts"],
    { cwd: root, encoding: "utf8", env: { ...process.env, VITE_GPU_LOSS: "all" }, maxBuffer: 2 ** 28 },
  );
  const rows = stdout.split("\n").flatMap((line): FuzzRow[] => {
    const at = line.indexOf(mark);
    return at < 0 ? [] : [JSON.parse(line.slice(at + mark.length)) as FuzzRow];
  });
  if (rows.length > 0) return rows;
  return [{ what: "the GPU is lost at each step", tried: 0, failed: 1, note: stderr.slice(-500) }];
}

/** Ends the GPU process of a browser while the built site investigates, and compares the scores. */
async function processEnds({ cases: rounds }: FuzzOptions): Promise<FuzzRow> {
  const site = await openSite({ args: webgpuFlags });
  const wrong: string[] = [];
  try {
    const buffer = Buffer.from(toCsv(smallTenant({ users: 6, days: 36 })));
    const scores = async (crashAfter: number | null): Promise<string> => {
      const { page } = await site.open();
      const input = await page.evaluateHandle(() => Reflect.get(globalThis, "shadowgraph").fileInput());
      await input.asElement()!.setInputFiles([{ name: "desk.csv", mimeType: "text/csv", buffer }]);
      const options = { mapping, zone: null, from: null, to: null, roots: null, like: [], seed: 7 };
      const running = page.evaluate((given) => Reflect.get(globalThis, "shadowgraph").investigate(given), options);
      if (crashAfter !== null) {
        await page.waitForTimeout(crashAfter);
        const cdp = await site.browser.newBrowserCDPSession();
        await cdp.send("Browser.crashGpuProcess");
        await cdp.detach();
      }
      const result = (await running) as { scores: string; problem: string | null };
      await page.context().close();
      return result.problem ?? createHash("sha256").update(result.scores).digest("hex");
    };
    const expected = await scores(null);
    for (let round = 0; round < rounds; round++) {
      const found = await scores(400 * (round + 1));
      if (found !== expected && !/GPU went away/.test(found)) wrong.push(`round ${round}: ${found}`);
    }
  } finally {
    await site.close();
  }
  const note = wrong[0] ?? "the same scores";
  return { what: "the browser's GPU process ends in an investigation", tried: rounds, failed: wrong.length, note };
}

/** The GPU is lost at each step of each kernel; and the browser's GPU process ends in the midst of an investigation. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  return [...atEachStep(), await processEnds(options)];
}
