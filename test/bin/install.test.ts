import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { installWhatIsMissing } from "../../bin/install.mjs";

test("nothing is installed through a node_modules that is a link: it would empty another checkout's", () => {
  const folder = mkdtempSync(join(tmpdir(), "shadowgraph-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, ".package-lock.json"), "{}");
  writeFileSync(join(folder, "package-lock.json"), "{}");
  symlinkSync(other, join(folder, "node_modules"), "junction");

  utimesSync(join(other, ".package-lock.json"), 1000, 2000);
  expect(() => installWhatIsMissing(folder)).toThrow(/symbolic link/);
  expect(readdirSync(other)).toEqual([".package-lock.json"]);

  utimesSync(join(folder, "package-lock.json"), 1000, 1000);
  expect(() => installWhatIsMissing(folder)).not.toThrow();
});
