// npm run bench: a table of what things cost, each against its peer in the same run where it has one. A table, not a test.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWhatIsStale } from "./build.mjs";
import { bundleMeasurements } from "./bundle.mjs";
import { installWhatIsMissing, root } from "./install.mjs";

const names = [
  "feel",
  "import",
  "at-rest",
  "subspace",
  "detectors",
  "embedding",
  "model",
  "demo",
  "paper",
  "tables",
  "large",
];
const usage = `Usage: npm run bench -- [--large] [--only NAME,...]

  --large      also streams a CSV of 2 GiB through the built site (written to the temporary folder, deleted afterwards)
  --only NAME  some of ${names.join(", ")}`;

const bundled = ["import", "at-rest", "subspace", "demo", "embedding", "model", "paper", "paper-file"];

/** @param {readonly string[]} wanted */
async function bench(wanted) {
  const { atRestLines, demoLine, detectorLines, embeddingLines, importLine, largeLine, modelLines, subspaceLine } =
    await import("../test/bench/lines.mjs");
  const { paperLines } = await import("../test/bench/paper-lines.mjs");
  const { feelLines } = await import("../test/bench/feel.mjs");
  const { tableLines } = await import("../test/bench/tables.mjs");
  const { markdown } = await import("../test/bench/table.mjs");
  /** @type {Record<string, () => Promise<import("../test/bench/table.mjs").Line[]>>} */
  const makers = {
    feel: feelLines,
    import: importLine,
    "at-rest": atRestLines,
    subspace: subspaceLine,
    detectors: detectorLines,
    embedding: embeddingLines,
    model: modelLines,
    demo: demoLine,
    paper: paperLines,
    tables: tableLines,
    large: largeLine,
  };
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, Node ${process.version}`;
  mkdirSync(join(root, "out"), { recursive: true });
  /** @type {import("../test/bench/table.mjs").Line[]} */
  const lines = [];
  for (const name of wanted) {
    console.log(`Measuring ${name} …`);
    lines.push(...((await makers[name]?.()) ?? []));
    writeFileSync(join(root, "out", "bench.md"), `${machine}\n\n${markdown(lines)}\n`);
  }
  console.log(`\n${machine}\n\n${markdown(lines)}`);
}

installWhatIsMissing();
const { values } = parseArgs({
  options: { large: { type: "boolean", default: false }, only: { type: "string" }, help: { type: "boolean" } },
});
const wanted = values.only?.split(",") ?? names.filter((name) => name !== "large" || values.large);
const unknown = wanted.filter((name) => !names.includes(name));
if (values.help) console.log(usage);
else if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(", ")}.\n\n${usage}`);
  process.exitCode = 2;
} else {
  buildWhatIsStale();
  await bundleMeasurements("bench", bundled);
  await bench(wanted);
}
