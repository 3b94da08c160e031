// Installs what is missing, and nothing else: the lock file decides.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program in the repository's root with the terminal as its own, and gives its exit status.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
export function run(program, args, environment = {}) {
  const shell = process.platform === "win32";
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: "inherit",
    shell,
    env: { ...process.env, ...environment },
  });
  return result.status ?? 1;
}

/**
 * Installs the locked packages where they are missing or older than the lock.
 * @param {string} folder the repository's root
 * @throws when `node_modules` is a symbolic link, or the installation fails
 */
export function installWhatIsMissing(folder = root) {
  const modules = join(folder, "node_modules");
  const installed = join(modules, ".package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error(
      "node_modules is a symbolic link, and installing would empty the folder that it points to. Run npm ci there, or remove the link and start again.",
    );
  console.log("Installing the locked packages …");
  const status = run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) throw new Error("npm ci failed: see its words above.");
}
