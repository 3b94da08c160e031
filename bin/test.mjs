// npm test: installs what is missing and runs everything; the last line counts.
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

/** @param {string} project */
function vitest(project) {
  const report = join(out, `${project}.json`);
  const status = tool(
    "vitest/vitest.mjs",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  );
  const counts = JSON.parse(readFileSync(report, "utf8"));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests + counts.numTodoTests;
  return status;
}

function build() {
  buildWhatIsStale();
  return 0;
}

/** @type {[string, () => number][]} */
const stages = [
  ["types", () => tool("typescript/bin/tsc", "--noEmit")],
  ["linter and folder rule", () => tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
  ["unit tests", () => vitest("unit")],
  ["browser tests", () => vitest("browser")],
  ["build", build],
  ["end-to-end tests", () => vitest("e2e")],
];

let status = 0;
for (const [name, stage] of stages) {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const stageStatus = stage();
  console.log(
    `── ${name}: ${stageStatus === 0 ? "ok" : "FAILED"}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (stageStatus !== 0 && failed === 0) failed += 1;
  status ||= stageStatus;
}
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exit(status === 0 && failed === 0 ? 0 : 1);
