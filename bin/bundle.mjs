// Bundles measurements that import from src/ for Node, each to be run in a process of its own.
import { join } from "node:path";
import { root } from "./install.mjs";

/**
 * Bundles `test/bench/NAME.ts` of each name into a folder of `out/`, which is emptied first.
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns the folder's path
 */
export async function bundleMeasurements(folder, names) {
  const { build } = await import("vite");
  const outDir = join(root, "out", folder);
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      ssr: true,
      target: "node20",
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(root, "test", "bench", `${name}.ts`)])),
      },
    },
  });
  return outDir;
}
