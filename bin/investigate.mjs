// npm run investigate: the standard investigation of some files, in a headless browser, on the same built site.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { untilOffered } from "./automation.mjs";
import { buildWhatIsStale } from "./build.mjs";
import { installWhatIsMissing } from "./install.mjs";

const usage = `Usage: npm run investigate -- [--mapping M.json] [--zone ZONE] [--from DATE] [--to DATE] [--roots TYPE,...] [--like ACTION,...] [--seed N] --out DIR FILE...

  --mapping M.json   how columns become events (see README); without it the vendor or the table is recognised
  --zone ZONE        IANA zone of the calendar days, where the mapping names none (default UTC)
  --from, --to DATE  bound the scored days (default: the last seven that have data)
  --roots TYPE,...   event types that are roots of the graph detector
  --like ACTION,...  known interesting roots, by the log's own id
  --seed N           seed of everything random (default 7)
  --out DIR          where scores.csv, cases.csv, report.html and run.json go`;

/** A mistake in how the command was called: exit code 2. */
class UsageError extends Error {}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mapping: { type: "string" },
      zone: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      roots: { type: "string" },
      like: { type: "string" },
      seed: { type: "string", default: "7" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  if (!values.out) throw new UsageError("Say where to write with --out DIR.");
  const files = positionals.flatMap(filesAt);
  if (files.length === 0) throw new UsageError("Name at least one file to read.");
  for (const name of /** @type {const} */ (["from", "to"])) {
    const day = values[name];
    if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
      throw new UsageError(`--${name} takes a day as YYYY-MM-DD, not ${day}.`);
  }
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new UsageError(`--seed takes a whole number, not ${values.seed}.`);
  const list = (/** @type {string | undefined} */ text) =>
    text
      ?.split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  return {
    out: resolve(values.out),
    files,
    options: {
      mapping: values.mapping === undefined ? null : readMapping(values.mapping),
      zone: values.zone ?? null,
      from: values.from ?? null,
      to: values.to ?? null,
      roots: list(values.roots) ?? null,
      like: list(values.like) ?? [],
      seed,
    },
  };
}

/**
 * A file, or every file below a folder.
 * @param {string} path
 * @returns {string[]}
 */
function filesAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${path} does not exist.`);
  if (!stat.isDirectory()) return [resolve(path)];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesAt(join(path, name)));
}

/** @param {string} path */
function readMapping(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(
      `${path} could not be read as a JSON mapping: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The largest resident size that a renderer of the browser reached, in bytes; 0 where the system doesn't tell. */
async function peakBytes(/** @type {import("playwright-core").Browser} */ browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return Math.max(
    0,
    ...processInfo.map(({ type, id }) => {
      if (type !== "renderer") return 0;
      try {
        return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
      } catch {
        return 0;
      }
    }),
  );
}

/** @param {NonNullable<ReturnType<typeof readArguments>>} arguments_ */
async function investigate({ out, files, options }) {
  const { chromium } = await import("playwright-core");
  const { findBrowser } = await import("./browser.mjs");
  const { serve } = await import("./serve.mjs");
  const found = await findBrowser();
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: found.path,
    args: [...found.args, "--enable-unsafe-webgpu"],
  });
  try {
    const page = await browser.newPage();
    let hasFiles = false;
    let requests = 0;
    page.on("request", (request) => {
      if (hasFiles && !/^(blob|data):/.test(request.url())) requests += 1;
    });
    page.on("pageerror", (error) => console.error(error.message));
    let lastStage = "";
    await page.exposeFunction("shadowgraphProgress", (/** @type {string} */ stage) => {
      if (stage !== lastStage) console.log(`  ${stage} …`);
      lastStage = stage;
    });
    await page.goto(`${server.url}#automation`);
    await untilOffered(page);
    const input = await page.evaluateHandle("globalThis.shadowgraph.fileInput()");
    hasFiles = true;
    await input.asElement()?.setInputFiles(files);
    /** @type {AutomationResult} */
    const result = await page.evaluate(`globalThis.shadowgraph.investigate(${JSON.stringify(options)})`);
    for (const line of result.lines) console.log(line);
    if (result.problem) {
      console.error(result.problem);
      return result.needsMapping ? 2 : 1;
    }
    const run = { ...JSON.parse(result.run), requests };
    run.peakBytes = Math.max(run.peakBytes, await peakBytes(browser));
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "scores.csv"), result.scores);
    writeFileSync(join(out, "cases.csv"), result.cases);
    writeFileSync(join(out, "report.html"), result.report);
    writeFileSync(join(out, "run.json"), `${JSON.stringify(run, null, 2)}\n`);
    console.log(
      `Wrote scores.csv, cases.csv, report.html and run.json to ${basename(out)}/ in ${run.seconds.total.toFixed(1)} s.`,
    );
    return 0;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @typedef {{ lines: string[], problem: string | null, needsMapping: boolean, scores: string, cases: string, report: string, run: string }} AutomationResult */

try {
  installWhatIsMissing();
  const arguments_ = readArguments();
  if (arguments_ === null) console.log(usage);
  else {
    buildWhatIsStale();
    process.exitCode = await investigate(arguments_);
  }
} catch (error) {
  const isUsage =
    error instanceof UsageError || String(/** @type {{ code?: string }} */ (error).code).startsWith("ERR_PARSE_ARGS");
  console.error(error instanceof Error ? error.message : error);
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = isUsage ? 2 : 1;
}
