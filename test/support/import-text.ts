import { Blob } from "node:buffer";
import type { Database } from "../../src/db/database.ts";
import { buildActions } from "../../src/features/actions.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "./database.ts";

/** A tenant's canonical tables and actions, made in this thread from delimited texts by name. */
export async function importTexts(
  files: Iterable<readonly [name: string, text: string]>,
  mappingOf: (name: string) => Mapping,
): Promise<Database> {
  const db = await openTestDatabase();
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore() });
  for (const [name, text] of files) {
    const blob = new Blob([text]) as unknown as globalThis.Blob;
    const source = { name, size: blob.size, blob };
    const recognised = await recognise(source);
    const columns = recognised.dialect?.columns ?? [];
    const request = { source, recognised, format: "CSV", columns, vendor: null, derives: false };
    await importer.importSource({ ...request, mapping: mappingOf(name) }, quietJob());
  }
  await importer.finishImport();
  await buildActions(db);
  return db;
}
