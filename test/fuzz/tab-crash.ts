import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomInt, seededRandom } from "../../src/lib/random.ts";
import { openSite } from "../support/site.ts";
import {
  crashBeyond,
  goOn,
  hashOf,
  openContext,
  startImport,
  untilKept,
  writeCsvLog,
  writeParquetLog,
} from "../support/stored-site.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

export const cases = 30;

/** How many rows of each kind of log: every fifth crash is in the midst of 60 MB of text, the others of a Parquet file. */
const sizes = { csv: 1_300_000, parquet: 200_000 };

/** The tab dies in the midst of an import, wherever that is: dropped again, the file goes on to what a clean import gives. */
export async function fuzz({ cases: crashes, seed }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const random = seededRandom(seed);
  const site = await openSite();
  const folder = mkdtempSync(join(tmpdir(), "shadowgraph-crash-"));
  const rows: FuzzRow[] = [];
  try {
    for (const kind of ["parquet", "csv"] as const) {
      const file = join(folder, `log.${kind}`);
      (kind === "csv" ? writeCsvLog : writeParquetLog)(file, sizes[kind]);
      const clean = await openContext(site);
      const page = await clean.newPage();
      await startImport(page, site.url, file);
      await untilKept(page);
      await page.close();
      const expected = await hashOf(clean, site.url);
      await clean.close();
      const tries = kind === "csv" ? Math.floor(crashes / 5) : crashes - Math.floor(crashes / 5);
      const said: string[] = [];
      const stops: number[] = [];
      for (let i = 0; i < tries; i++) {
        const context = await openContext(site);
        const dying = await context.newPage();
        await startImport(dying, site.url, file);
        const there = await crashBeyond(dying, randomInt(random, Math.floor(sizes[kind] / (kind === "csv" ? 3 : 2))));
        if (there > 0) {
          stops.push(there);
          const next = await context.newPage();
          await goOn(next, site.url, file);
          await untilKept(next);
          await next.close();
        }
        const found = await hashOf(context, site.url);
        if (found !== expected) said.push(`after ${there} rows: ${found}`);
        await context.close();
      }
      const note = said[0] ?? `stopped at row ${Math.min(...stops)} to ${Math.max(...stops)} of ${sizes[kind]}`;
      rows.push({ what: `a tab that dies in mid-ingest (${kind})`, tried: stops.length, failed: said.length, note });
    }
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
