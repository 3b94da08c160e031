// Builds the site where it is missing or older than what it is made of.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./install.mjs";

const inputs = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

/**
 * The newest change below a path.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds into dist/ unless what stands there is newer than its sources. @throws when the build fails */
export function buildWhatIsStale() {
  const built = join(root, "dist", "index.html");
  const isFresh =
    existsSync(built) && statSync(built).mtimeMs > Math.max(...inputs.map((name) => newest(join(root, name))));
  if (isFresh) return;
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  // A test runner sets NODE_ENV to `test`, and would get the development build of every package.
  const status = run(process.execPath, [vite, "build", "--logLevel", "warn"], { NODE_ENV: "production" });
  if (status !== 0) throw new Error("The build failed: see its words above.");
}
