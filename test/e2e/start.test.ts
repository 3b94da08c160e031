import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { root } from "../../bin/install.mjs";

beforeAll(buildWhatIsStale);

test("the page starts with under 200 kB of script: the places beside the start come after it", () => {
  const html = readFileSync(join(root, "dist", "index.html"), "utf8");
  const scripts = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*"\.\/(assets\/[^"]+\.js)"/g)];
  const bytes = scripts.reduce((sum, [, name]) => sum + readFileSync(join(root, "dist", name!)).length, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(200_000);
});
