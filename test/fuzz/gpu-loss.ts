import { spawnSync } from "node:child_process";
import { untilOffered } from "../../bin/automation.mjs";
import { webgpuFlags } from "../../bin/browser.mjs";
import { root } from "../../bin/install.mjs";
import { seededRandom } from "../../src/lib/random.ts";
import { mapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import type { LossResult } from "../support/gpu-loss.ts";
import { endGpuProcess, enduringFlags, openGpuProcess } from "../support/gpu-process.ts";
import { openSite } from "../support/site.ts";
import { namedAsHardware } from "./support/named-as-hardware.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

/** Times that the browser's GPU process is ended in the midst of an investigation. */
export const cases = 20;

/** What takes this long (ms) is taken for endless. */
const endlessMs = 300_000;

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

/** Every so manieth step at which the GPU process ends: the two kernels on TensorFlow.js take many that are alike. */
const strides: Readonly<Record<string, number>> = { subspace: 1, identity: 1, classifier: 3, training: 3 };

/** The kernels, while the browser's GPU process ends at their steps. */
async function processEndsAtSteps(): Promise<FuzzRow[]> {
  const gpu = await openGpuProcess();
  try {
    const rows: FuzzRow[] = [];
    for (const [kernel, stride] of Object.entries(strides)) {
      const before = gpu.ended();
      const results: LossResult[] = [];
      for (const isAfter of [false, true]) results.push(...(await gpu.losses(kernel, { first: 1, stride, isAfter })));
      const faults = results.flatMap(({ step, fault }) => (fault === "" ? [] : [`step ${step}: ${fault}`]));
      const late = results.filter(({ ended }) => ended === "gpu").length;
      const alive = results.length - (gpu.ended() - before);
      if (alive > 0) faults.push(`the process stayed alive ${alive} times`);
      const note = faults[0] ?? `${results.length - late} times the CPU took over, ${late} times the GPU was through`;
      const what = `the browser’s GPU process ends at a step of ${kernel}`;
      rows.push({ what, tried: results.length, failed: faults.length, note });
    }
    return rows;
  } finally {
    await gpu.close();
  }
}

/** Ends the GPU process of a browser while the built site investigates on it, at moments drawn from the whole run, and compares the scores. */
async function processEnds({ cases: rounds, seed }: FuzzOptions): Promise<FuzzRow> {
  const site = await openSite({ args: [...webgpuFlags, ...enduringFlags] });
  const random = seededRandom(seed);
  const wrong: string[] = [];
  const backends = new Map<string, number>();
  try {
    const buffer = Buffer.from(toCsv(smallTenant({ users: 6, days: 36 })));
    const investigate = async (endAfter: number | null, { isHardware = true } = {}) => {
      const page = await site.browser.newPage();
      if (isHardware) await page.addInitScript(namedAsHardware);
      await page.goto(site.url);
      await untilOffered(page);
      const input = await page.evaluateHandle(() => Reflect.get(globalThis, "shadowgraph").fileInput());
      await input.asElement()!.setInputFiles([{ name: "desk.csv", mimeType: "text/csv", buffer }]);
      const options = { mapping, zone: null, from: null, to: null, roots: null, like: [], seed: 7 };
      const started = performance.now();
      const running = page.evaluate((given) => Reflect.get(globalThis, "shadowgraph").investigate(given), options);
      if (endAfter !== null) {
        await page.waitForTimeout(endAfter);
        if (!(await endGpuProcess(site.browser))) wrong.push("the GPU process stayed alive");
      }
      const endless = page
        .waitForTimeout(endlessMs)
        .then(() => ({ problem: "it never came to an end", scores: "", run: "" }));
      const { scores, run, problem } = (await Promise.race([running, endless])) as {
        scores: string;
        run: string;
        problem: string | null;
      };
      const took = performance.now() - started;
      await page.context().close();
      return { scores, problem, took, backend: problem ? problem : String(JSON.parse(run).backend) };
    };
    const cpu = await investigate(null, { isHardware: false });
    const gpu = await investigate(null);
    if (/cpu/i.test(gpu.backend)) wrong.push(`without a loss it ran on ${gpu.backend}`);
    for (let round = 0; round < rounds; round++) {
      const found = await investigate(gpu.took * random());
      backends.set(found.backend, (backends.get(found.backend) ?? 0) + 1);
      const isLabelled = found.problem !== null && /GPU went away/.test(found.problem);
      const off = isLabelled ? 0 : apart(found.scores, cpu.scores);
      if (off > 0.02) wrong.push(`round ${round}: off by ${off} on ${found.backend}`);
    }
  } finally {
    await site.close();
  }
  const ended = [...backends].map(([backend, n]) => `${n} × ${backend}`).join(", ");
  const what = "the browser’s GPU process ends in an investigation";
  return { what, tried: rounds, failed: wrong.length, note: wrong[0] ?? `the CPU’s scores: ${ended}` };
}

/** How far the scores of two runs lie apart at most, relative above 1, infinite where they are not of the same user-days and roots. */
function apart(ours: string, theirs: string): number {
  const byKey = (csv: string) =>
    new Map(
      csv
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => {
          const fields = line.split(",");
          return [fields.slice(0, 4).join(","), Number(fields[4])] as const;
        }),
    );
  const [a, b] = [byKey(ours), byKey(theirs)];
  if (a.size === 0 || a.size !== b.size) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [key, score] of a) {
    const other = b.get(key) ?? Number.NaN;
    if (Number.isNaN(score) && Number.isNaN(other) && b.has(key)) continue;
    const difference = Math.abs(score - other) / Math.max(1, Math.abs(other));
    most = Math.max(most, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return most;
}

/** The GPU is lost at each step of each kernel; the browser's GPU process ends at their steps, and in the midst of an investigation. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  return [...atEachStep(), ...(await processEndsAtSteps()), await processEnds(options)];
}
