// Runs one bundled part and prints its rows as JSON: `node run-part.mjs PATH CASES SEED`, 0 cases for the part's own number.
import { pathToFileURL } from "node:url";

const [path = "", cases = "0", seed = "0"] = process.argv.slice(2);
try {
  /** @type {import("./part.ts").FuzzPart} */
  const part = await import(pathToFileURL(path).href);
  const rows = await part.fuzz({ cases: Number(cases) || part.cases, seed: Number(seed) });
  console.log(JSON.stringify(rows));
  process.exit(0);
} catch (error) {
  console.error(String(error instanceof Error ? error.stack : error).replaceAll(/\s*\n\s*/g, " "));
  process.exit(1);
}
