import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleMeasurements } from "../../bin/bundle.mjs";
import { root } from "../../bin/install.mjs";

test("npm run fuzz leaves alone what another campaign, that may still run, has built", () => {
  const others = ["fuzz", "fuzz-another"].map((name) => join(root, "out", name));
  const built = others.map((folder) => join(folder, "another.js"));
  for (const folder of others) mkdirSync(folder, { recursive: true });
  for (const path of built) writeFileSync(path, "");
  try {
    const given = ["bin/fuzz.mjs", "--only", "mapping", "--cases", "1", "--seed", "1"];
    expect(execFileSync(process.execPath, given, { cwd: root, encoding: "utf8" })).toMatch(/mapping/);
    expect(built.filter((path) => !existsSync(path))).toEqual([]);
  } finally {
    for (const folder of others) rmSync(folder, { recursive: true });
  }
});

test("a part that drives the browser finds what it needs of bin", async () => {
  const folder = await bundleMeasurements("fuzz-disk-full", ["disk-full"], "fuzz");
  const script = readFileSync(join(folder, "disk-full.js"), "utf8");
  const wanted = [...script.matchAll(/from "(\.[^"]*\/bin\/[\w-]+\.mjs)"/g)].map(([, path]) => path!);
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
});
