import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { untilOffered } from "../../bin/automation.mjs";
import { randomInt, seededRandom } from "../../src/lib/random.ts";
import { smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { openSite } from "../support/site.ts";
import { hashOf, openContext, startImport, storedTenants, untilKept } from "../support/stored-site.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

export const cases = 200;

interface Opened {
  readonly hash: string;
  readonly lacks: readonly string[];
  readonly is: string;
  readonly notebook: string | null;
}

/** Two tabs open one tenant at about the same time, and each writes its notebook: one may, the other only reads, and nothing is corrupt. */
export async function fuzz({ cases: rounds, seed }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const random = seededRandom(seed);
  const site = await openSite();
  const folder = mkdtempSync(join(tmpdir(), "shadowgraph-tabs-"));
  const file = join(folder, "support.csv");
  writeFileSync(file, toCsv(smallTenant({ users: 5, days: 20 })));
  const wrong: string[] = [];
  let both = 0;
  try {
    const context = await openContext(site);
    const first = await context.newPage();
    await startImport(first, site.url, file);
    await untilKept(first);
    await first.reload();
    const expected = await hashOf(context, site.url);
    const [{ id } = { id: "" }] = await storedTenants(first);
    const second = await context.newPage();
    await second.goto(site.url);
    await Promise.all([first, second].map(untilOffered));
    const open = async (page: Page, text: string): Promise<Opened> => {
      await page.waitForTimeout(randomInt(random, 120));
      return page.evaluate(
        ([tenant, note]) => Reflect.get(globalThis, "shadowgraph").storedHash(tenant, note),
        [id, text],
      );
    };
    let last = new Set<string | null>();
    for (let round = 0; round < rounds; round++) {
      const texts = [`# ${round} first`, `# ${round} second`];
      const opened = await Promise.all([open(first, texts[0]!), open(second, texts[1]!)]);
      for (const { hash, lacks, notebook } of opened) {
        if ([hash, ...lacks].join("\n") !== expected) wrong.push(`round ${round}: ${lacks.join(" ") || hash}`);
        if (round > 0 && !last.has(notebook) && !texts.includes(notebook ?? ""))
          wrong.push(`round ${round}: the notebook was ${notebook}`);
      }
      const writers = opened.flatMap(({ is }, i) => (is === "kept" ? [texts[i]!] : []));
      if (writers.length === 0) wrong.push(`round ${round}: nobody could write`);
      if (writers.length === 2) both++;
      last = new Set(writers);
    }
    await context.close();
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const note = wrong[0] ?? `in ${both} rounds the tabs wrote one after the other, in the others one read only`;
  return [{ what: "two tabs that open one tenant", tried: rounds, failed: wrong.length, note }];
}
