import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Package {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test("the lock holds the optional packages of every platform: npm ci refuses one that lacks any", () => {
  const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
    packages: Readonly<Record<string, Package>>;
  };
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  const lacking = wanted.filter(
    ({ path, name }) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
  );
  expect(wanted.length).toBeGreaterThan(5);
  expect(lacking).toEqual([]);
});
