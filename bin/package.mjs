// npm run package: the built site, what it is made of and its licences as one zip that any static host can serve, with its SHA-256 beside it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { buildWhatIsStale } from "./build.mjs";
import { installWhatIsMissing, root } from "./install.mjs";

/** The same in every build, so that two zips of one commit are the same bytes; zip knows no earlier time. */
const when = new Date(1980, 0, 1);

/** @param {string} folder @returns {string[]} paths below it, sorted */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll("\\", "/"))
    .sort();

/** The locked packages that the site is built from, as CycloneDX; without the time and the number that make each run's differ. */
function billOfMaterials() {
  const asked = ["sbom", "--omit=dev", "--package-lock-only", "--sbom-format=cyclonedx", "--loglevel=error"];
  const { stdout, status } = spawnSync("npm", asked, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error("npm sbom failed: npm 9.5 or newer is needed.");
  const { serialNumber: _, metadata, ...rest } = JSON.parse(stdout);
  const { timestamp: __, tools: ___, ...kept } = metadata;
  return `${JSON.stringify({ ...rest, metadata: kept }, null, 2)}\n`;
}

/** Name, version and licence text of each package in the bill. @param {string} bill */
function notices(bill) {
  /** @type {{ components: { name: string, version: string, licenses?: { license?: { id?: string }, expression?: string }[] }[] }} */
  const { components } = JSON.parse(bill);
  const parts = components
    .filter(({ name }) => existsSync(join(root, "node_modules", name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, licenses = [] }) => {
      const folder = join(root, "node_modules", name);
      const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
        .sort()
        .map((file) => readFileSync(join(folder, file), "utf8").trim());
      const named = licenses.map(({ license, expression }) => license?.id ?? expression ?? "").join(", ");
      return [`${name} ${version}`, named, ...texts].filter((text) => text !== "").join("\n\n");
    });
  return `Shadowgraph is built from these packages.\n\n${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * Writes `shadowgraph-<version>.zip` and `shadowgraph-<version>.zip.sha256` into a folder.
 * @param {string} out
 * @param {{ site?: string }} [options] the built site
 * @returns {Promise<{ zip: string, sha256: string, files: number }>}
 */
export async function writePackage(out, { site = join(root, "dist") } = {}) {
  const { zipSync } = await import("fflate");
  const bill = billOfMaterials();
  /** @type {Record<string, Uint8Array>} */
  const files = Object.fromEntries(filesBelow(site).map((name) => [name, readFileSync(join(site, name))]));
  files["sbom.cdx.json"] = Buffer.from(bill);
  files["THIRD-PARTY-NOTICES.txt"] = Buffer.from(notices(bill));
  files["LICENSE.txt"] = readFileSync(join(root, "LICENSE"));
  const bytes = zipSync(files, { mtime: when, level: 9 });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const name = `shadowgraph-${version}.zip`;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, name), bytes);
  writeFileSync(join(out, `${name}.sha256`), `${sha256}  ${name}\n`);
  return { zip: join(out, name), sha256, files: Object.keys(files).length };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  installWhatIsMissing();
  buildWhatIsStale();
  const { zip, sha256, files } = await writePackage(join(root, "out"));
  console.log(`${relative(root, zip)}: ${files} files\nSHA-256 ${sha256}`);
}
