import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../bin/install.mjs";

test("npm run fuzz leaves alone what another campaign, that may still run, has built", () => {
  const other = join(root, "out", "fuzz", "another");
  const built = join(other, "another.js");
  mkdirSync(other, { recursive: true });
  writeFileSync(built, "");
  try {
    const arguments_ = ["bin/fuzz.mjs", "--only", "mapping", "--cases", "1", "--seed", "1"];
    expect(execFileSync(process.execPath, arguments_, { cwd: root, encoding: "utf8" })).toMatch(/mapping/);
    expect(existsSync(built)).toBe(true);
  } finally {
    rmSync(other, { recursive: true });
  }
}, 120_000);
