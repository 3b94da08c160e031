import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSite } from "../support/site.ts";
import {
  goOn,
  hashOf,
  importWithin,
  openContext,
  startImport,
  storedTenants,
  untilKept,
  writeParquetLog,
} from "../support/stored-site.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

/** Sizes of the disk, spread evenly over all that the import writes: some for each of its chunks. */
export const cases = 30;

const rows = 100_000;

/** The browser's own quota runs out while a file is imported: what was kept by then is whole, and once there is room the import goes on. */
export async function fuzz({ cases: sizes }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const site = await openSite();
  const folder = mkdtempSync(join(tmpdir(), "shadowgraph-full-"));
  const file = join(folder, "log.parquet");
  writeParquetLog(file, rows);
  const wrong: string[] = [];
  const kept: number[] = [];
  try {
    const clean = await openContext(site);
    const page = await clean.newPage();
    await startImport(page, site.url, file);
    await untilKept(page);
    const all = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await page.close();
    const expected = await hashOf(clean, site.url);
    await clean.close();
    for (let i = 0; i < sizes; i++) {
      const context = await openContext(site);
      const full = await context.newPage();
      const bytes = Math.floor((all * (i + 0.5)) / sizes);
      const { isKept, said, giveRoom } = await importWithin(full, { url: site.url, file, bytes });
      if (!isKept) {
        if (!/disk space .* used up.*Delete tenants or models/.test(said)) wrong.push(`${bytes} bytes: ${said}`);
        await giveRoom();
        const [tenant] = await storedTenants(full);
        kept.push(tenant?.stopped?.rows ?? 0);
        await full.close();
        const next = await context.newPage();
        if (tenant?.stopped) await goOn(next, site.url, file);
        else await startImport(next, site.url, file);
        await untilKept(next);
        await next.close();
      } else await full.close();
      const found = await hashOf(context, site.url);
      if (found !== expected) wrong.push(`${bytes} bytes: ${found}`);
      await context.close();
    }
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const note = wrong[0] ?? `full after ${Math.min(...kept)} to ${Math.max(...kept)} of ${rows} rows`;
  return [{ what: "the browser’s quota runs out in an import", tried: kept.length, failed: wrong.length, note }];
}
