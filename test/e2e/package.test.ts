import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { root, run } from "../../bin/install.mjs";
import { writePackage } from "../../bin/package.mjs";

const folder = mkdtempSync(join(tmpdir(), "shadowgraph-package-"));
beforeAll(buildWhatIsStale);
afterAll(() => rmSync(folder, { recursive: true }));

test("two builds of one commit are equal byte for byte, and so are their zips", async () => {
  const again = join(folder, "again");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const built = [vite, "build", "--logLevel", "warn", "--outDir", again, "--emptyOutDir"];
  expect(run(process.execPath, built, { NODE_ENV: "production" })).toBe(0);
  const first = await writePackage(join(folder, "a"));
  const second = await writePackage(join(folder, "b"), { site: again });
  expect(second.sha256).toBe(first.sha256);
});

test("the zip has the site, its packages and their licences, and the sum beside it is its own", async () => {
  const { zip, sha256 } = await writePackage(folder);
  const bytes = readFileSync(zip);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  expect(readFileSync(`${zip}.sha256`, "utf8")).toMatch(new RegExp(`^${sha256}  shadowgraph-.*\\.zip\n$`));
  const files = unzipSync(bytes);
  const text = (name: string) => new TextDecoder().decode(files[name]);
  expect(text("index.html")).toContain("Content-Security-Policy");
  const { bomFormat, components } = JSON.parse(text("sbom.cdx.json")) as {
    bomFormat: string;
    components: { name: string }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["@duckdb/duckdb-wasm", "@observablehq/plot", "lit"]));
  for (const name of ["@duckdb/duckdb-wasm", "@observablehq/plot", "lit"])
    expect(text("THIRD-PARTY-NOTICES.txt")).toContain(`\n${name} `);
});

test("the hash that the page shows is that of its files", async () => {
  const listed = /JSON\.parse\(("(?:[^"\\]|\\.)*")\)/.exec(
    readFileSync(join(root, "dist", "service-worker.js"), "utf8"),
  );
  const { "index.html": page, ...others } = JSON.parse(JSON.parse(listed![1]!)) as Record<string, string>;
  const html = readFileSync(join(root, "dist", "index.html"));
  expect(createHash("sha256").update(html).digest("hex")).toBe(page);
  const build = createHash("sha256").update(JSON.stringify(others)).digest("hex");
  expect(html.toString()).toContain(`<meta name="build" content="${build}"`);
});
