// npm test: installs what is missing and runs everything; the last line counts.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installWhatIsMissing, root, run } from "./install.mjs";

installWhatIsMissing();
const { buildWhatIsStale } = await import("./build.mjs");
const { findBrowser } = await import("./browser.mjs");
console.log(`Browser: ${(await findBrowser()).path}`);

const out = join(root, "out", "test");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const tool = (/** @type {string} */ path, /** @type {string[]} */ ...args) =>
  run(process.execPath, [join(root, "node_modules", path), ...args]);
let passed = 0;
let failed = 0;
let skipped = 0;

/**
 * Runs one of vitest's projects and counts its tests.
 * @param {string} project
 * @param {{ isQuiet?: boolean }} [options] quiet: what it says is printed once it is through
 * @returns {Promise<number>} its exit status
 */
async function vitest(project, { isQuiet = false } = {}) {
  const report = join(out, `${project}.json`);
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [join(root, "node_modules", "vitest/vitest.mjs"), ...args], {
    cwd: root,
    stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => said.push(part));
  const status = await new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  process.stdout.write(Buffer.concat(said));
  const counts = JSON.parse(readFileSync(report, "utf8"));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests + counts.numTodoTests;
  return status;
}

/** Unit tests compute, browser tests mostly wait: side by side they take a fifth less. */
async function unitAndBrowser() {
  const statuses = await Promise.all([vitest("unit"), vitest("browser", { isQuiet: true })]);
  return Math.max(...statuses);
}

function build() {
  buildWhatIsStale();
  return 0;
}

/** @type {[string, () => number | Promise<number>][]} */
const stages = [
  ["types", () => tool("typescript/bin/tsc", "--noEmit")],
  ["linter and folder rule", () => tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
  ["unit tests and browser tests", unitAndBrowser],
  ["build", build],
  ["end-to-end tests", () => vitest("e2e")],
];

let status = 0;
for (const [name, stage] of stages) {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const stageStatus = await stage();
  console.log(
    `── ${name}: ${stageStatus === 0 ? "ok" : "FAILED"}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (stageStatus !== 0 && failed === 0) failed += 1;
  status ||= stageStatus;
}
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exit(status === 0 && failed === 0 ? 0 : 1);
