import { openAsBlob } from "node:fs";
import { scalar } from "../../src/db/columns.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";
import { logMapping } from "./csv-file.mjs";
import { ownPeak, ownSeconds } from "./memory.mjs";

const tables = "events refs attributes event_ids rejects actors types entities attribute_values".split(" ");

/** Processor seconds by statement, its names and numbers left out. */
function watch(db: Awaited<ReturnType<typeof openTestDatabase>>) {
  const spent = new Map<string, number>();
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = ownSeconds();
    const result = await work();
    spent.set(name, (spent.get(name) ?? 0) + ownSeconds() - before);
    return result;
  };
  const title = (sql: string) =>
    sql
      .replace(/^--.*\n/gm, "")
      .replaceAll(/\s+/g, " ")
      .replaceAll(/\d{3,}/g, "N")
      .slice(0, 58);
  const watched = {
    ...db,
    query: (sql: string) => timed(title(sql), () => db.query(sql)),
    insertArrow: (table: string, ipc: Uint8Array) => timed("insertArrow", () => db.insertArrow(table, ipc)),
    registerBytes: (name: string, bytes: Uint8Array) => timed("registerBytes", () => db.registerBytes(name, bytes)),
  };
  return { watched, spent };
}

/** Imports one file with everything in this thread, where a profiler sees it. */
async function importHere(path: string, { verbose = false, sliceBytes = 16 * 2 ** 20 } = {}) {
  const db = await openTestDatabase();
  const { watched, spent } = watch(db);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const blob = await openAsBlob(path);
  const source = { name, size: blob.size, blob };
  const recognised = await recognise(source);
  const importer = createImporter(watched, { decoder: decodeHere(), raw: createRawStore(), sliceBytes });
  const mapping: Mapping = logMapping;
  const columns = recognised.dialect?.columns ?? [];
  const request = { source, recognised, format: "CSV", columns, vendor: null, derives: false, mapping };
  const started = performance.now();
  await importer.importSource(request, quietJob());
  const imported = (performance.now() - started) / 1000;
  await importer.finishImport();
  const seconds = (performance.now() - started) / 1000;
  const rows: Record<string, number> = {};
  for (const table of tables) rows[table] = scalar(await db.query(`select count(*)::integer from ${table}`));
  if (verbose) {
    for (const [sql, s] of [...spent].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.error(s.toFixed(2), sql);
    console.error(
      "in the database",
      [...spent.values()].reduce((a, b) => a + b, 0).toFixed(2),
      "doctors",
      (seconds - imported).toFixed(2),
    );
  }
  return { seconds, cpu: ownSeconds(), peakBytes: ownPeak(), rows };
}

console.log(
  JSON.stringify(
    await importHere(process.argv[2] ?? "", {
      verbose: process.argv.includes("--verbose"),
      sliceBytes: Number(process.argv[3] ?? 16) * 2 ** 20,
    }),
  ),
);
