// Bundles measurements that import from src/ for Node, each to be run in a process of its own.
import { join } from "node:path";
import { root } from "./install.mjs";

/**
 * Bundles `test/FROM/NAME.ts` of each name into a folder of `out/`, which is emptied first. What it needs of bin/ stays where it lies.
 * @param {string} folder
 * @param {readonly string[]} names
 * @param {string} [from]
 * @returns the folder's path
 */
export async function bundleMeasurements(folder, names, from = "bench") {
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
        external: (id) => /\/bin\/[\w-]+\.mjs$/.test(id),
        input: Object.fromEntries(names.map((name) => [name, join(root, "test", from, `${name}.ts`)])),
      },
    },
  });
  return outDir;
}
