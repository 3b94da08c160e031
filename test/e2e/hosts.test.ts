import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { root } from "../../bin/install.mjs";

beforeAll(buildWhatIsStale);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

test("no built file, wasm included, holds a host that code could contact", () => {
  const files = filesBelow(join(root, "dist"));
  const hosts = new Set<string>();
  for (const file of files) {
    for (const [, host] of readFileSync(file, "latin1").matchAll(/(?:https?|wss?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi))
      hosts.add(host!);
  }
  const contactable = [...hosts].filter(
    (host) => !["www.w3.org", "schemas.xmlsoap.org"].includes(host) && !host.endsWith(".invalid"),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(contactable).toEqual([]);
});

test("the first element of the head is the policy", () => {
  const html = readFileSync(join(root, "dist", "index.html"), "utf8");
  expect(html).toMatch(/<head>\s*<meta\s+http-equiv="Content-Security-Policy"/);
});

test("names of schemas that logs use as keys come through the build as they are", () => {
  const built = filesBelow(join(root, "dist")).filter((file) => file.endsWith(".js"));
  const claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
  expect(built.some((file) => readFileSync(file, "utf8").includes(claims))).toBe(true);
});
