// npm run fuzz: tries what must hold on far more inputs than npm test does, and prints what was tried and what held.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleMeasurements } from "./bundle.mjs";
import { installWhatIsMissing, root } from "./install.mjs";

const names = readdirSync(join(root, "test", "fuzz"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => name.slice(0, -3));
const usage = `Usage: npm run fuzz -- [--only NAME,...] [--cases N] [--seed S]

  --only NAME  some of ${names.join(", ")}
  --cases N    how many of each; else each part's own number
  --seed S     a whole number: the same one tries the same inputs`;

/**
 * @param {readonly string[]} wanted
 * @param {number} cases 0: each part's own number
 * @param {number} seed
 */
async function fuzz(wanted, cases, seed) {
  const { measure } = await import("../test/bench/child.mjs");
  const { table } = await import("../test/bench/table.mjs");
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, Node ${process.version}, seed ${seed}`;
  /** @type {string[][]} */
  const rows = [];
  let broken = 0;
  for (const name of wanted) {
    console.log(`Trying ${name} …`);
    const folder = await bundleMeasurements(`fuzz-${name}`, [name], "fuzz");
    const started = performance.now();
    let why = "";
    const runner = join(root, "test", "fuzz", "support", "run-part.mjs");
    /** @type {import("../test/fuzz/support/part.ts").FuzzRow[] | null} */
    const results = await measure(
      process.execPath,
      [runner, join(folder, `${name}.js`), String(cases), String(seed)],
      (text) => {
        why = text;
      },
    );
    const seconds = `${((performance.now() - started) / 1000).toFixed(0)} s`;
    for (const row of results ?? [{ what: name, tried: 0, failed: 1, note: why }]) {
      broken += row.failed;
      const held = row.failed === 0 ? "all" : `${row.failed} did not`;
      rows.push([row.what, row.tried.toLocaleString("en"), held, seconds, row.note]);
      if (row.failed > 0) console.error(`${row.what}: ${row.note}`);
    }
    const text = `${machine}\n\n${table(["what", "tried", "held", "part took", "remark"], rows)}\n`;
    mkdirSync(join(root, "out"), { recursive: true });
    writeFileSync(join(root, "out", "fuzz.md"), text);
    if (name === wanted.at(-1)) console.log(`\n${text}`);
  }
  if (broken > 0) process.exitCode = 1;
}

installWhatIsMissing();
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    cases: { type: "string", default: "0" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    help: { type: "boolean" },
  },
});
const wanted = values.only?.split(",") ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (values.help) console.log(usage);
else if (unknown.length > 0 || !Number.isSafeInteger(cases) || cases < 0 || !Number.isSafeInteger(seed)) {
  console.error(`${unknown.length > 0 ? `There is no part ${unknown.join(", ")}.` : "A number is wrong."}\n\n${usage}`);
  process.exitCode = 2;
} else await fuzz(wanted, cases, seed);
