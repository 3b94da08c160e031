import { openAsBlob } from "node:fs";
import type { Table } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { buildActions } from "../../src/features/actions.ts";
import type { Marks } from "../../src/ingest/canonical.ts";
import { readMarks } from "../../src/ingest/canonical.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import type { RawBlock } from "../../src/ingest/raw-store.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import type { OpenFile } from "../../src/ingest/recorder.ts";
import { quietJob } from "../../src/lib/job.ts";
import { packChunk, unpackChunk } from "../../src/tenant/chunk.ts";
import { insertTables, readTables, tenantHash } from "../../src/tenant/chunk-tables.ts";
import { openTestDatabase } from "../support/database.ts";
import { logMapping } from "./csv-file.mjs";
import { ownPeak, ownSeconds } from "./memory.mjs";

const job = quietJob();

/** Processor seconds of some work, so that what else the machine does counts little. */
async function timed<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const before = ownSeconds();
  const result = await work();
  return [result, ownSeconds() - before];
}

/** A table as Parquet, compressed by Snappy, as exports write it. */
function asParquet(table: Table): ArrayBuffer {
  const columnData = table.schema.fields.map(({ name }, c) => {
    const vector = table.getChildAt(c)!;
    return { name, data: Array.from({ length: vector.length }, (_, i) => vector.get(i) as unknown) };
  });
  return parquetWriteBuffer({ columnData });
}

/** Imports a log, keeps it in chunks of a slice each, and reads them back. */
async function measureAtRest(path: string) {
  const db = await openTestDatabase();
  const name = path.slice(path.lastIndexOf("/") + 1);
  const blob = await openAsBlob(path);
  const source = { name, size: blob.size, blob };
  const recognised = await recognise(source);
  const told: { readonly open: OpenFile; readonly to: Marks; readonly block: RawBlock | null }[] = [];
  const recorder = {
    appended: (open: OpenFile, to: Marks, block: RawBlock | null) => void told.push({ open, to, block }),
    closed: () => {},
    takenBack: async () => {},
  };
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore(), recorder: () => recorder });
  const mapping: Mapping = logMapping;
  const columns = recognised.dialect?.columns ?? [];
  const request = { source, recognised, format: "CSV", columns, vendor: null, derives: false, mapping };
  const [, importing] = await timed(() => importer.importSource(request, job));
  let from: Marks = await readMarks(await openTestDatabase());
  let [reading, packing, bytes] = [0, 0, 0];
  const files: { readonly tables: Blob; readonly texts: Blob }[] = [];
  for (const [number, { open, to, block }] of told.entries()) {
    const start = from;
    const [tables, read] = await timed(() => readTables(db, start, to));
    const blocks = block ? [{ file: open.file, block }] : [];
    const chunk = { from, to, tables, blocks, closed: [], open, zone: "UTC" };
    const [packed, took] = await timed(() => packChunk(chunk, { tenant: "bench", number }, job));
    files.push(packed);
    [reading, packing, bytes] = [reading + read, packing + took, bytes + packed.tables.size];
    from = to;
  }
  const events = await db.query("select event, epoch_us(ts) as ts, actor, type, file, line, refs_key from events");
  const refs = await db.query("select * from refs");
  const [parquet, writingParquet] = await timed(() => [asParquet(events), asParquet(refs)]);
  const whole = await readTables(db, { ...from, events: 0 }, from);
  const arrowBytes = (whole.get("events")?.length ?? 0) + (whole.get("refs")?.length ?? 0);
  const again = await openTestDatabase();
  const [, loading] = await timed(async () => {
    for (const [number, { tables, texts }] of files.entries())
      await insertTables(
        again,
        (await unpackChunk(tables, texts, { tenant: "bench", number }, { where: "", job })).tables,
      );
  });
  const [, folding] = await timed(() => buildActions(again));
  const [hash, hashing] = await timed(() => tenantHash(again));
  await buildActions(db);
  const isSame = (await tenantHash(db)).replace(/files .*/, "") === hash.replace(/files .*/, "");
  const parquetBytes = parquet.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    events: from.events,
    chunks: files.length,
    ...{ importing, reading, packing, bytes, loading, folding, hashing, isSame },
    ...{ writingParquet, parquetBytes, arrowBytes, peakBytes: ownPeak() },
  };
}

console.log(JSON.stringify(await measureAtRest(process.argv[2] ?? "")));
