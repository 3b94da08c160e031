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
  const contactable = [...hosts].filter((host) => host !== "www.w3.org" && !host.endsWith(".invalid"));
  expect(files.length).toBeGreaterThan(3);
  expect(contactable).toEqual([]);
});

test("the first element of the head is the policy", () => {
  const html = readFileSync(join(root, "dist", "index.html"), "utf8");
  expect(html).toMatch(/<head>\s*<meta\s+http-equiv="Content-Security-Policy"/);
});
