import { ints, texts } from "../../../src/db/columns.ts";
import type { Database } from "../../../src/db/database.ts";
import { decodeHere } from "../../../src/ingest/decode-here.ts";
import type { Source } from "../../../src/ingest/formats/format.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { readSample } from "../../../src/ingest/formats/sample.ts";
import { createImporter, type Importer } from "../../../src/ingest/importer.ts";
import type { Mapping } from "../../../src/ingest/mapping.ts";
import { createRawStore } from "../../../src/ingest/raw-store.ts";
import type { FileReport } from "../../../src/ingest/report.ts";
import { quietJob } from "../../../src/lib/job.ts";

const tables =
  "files rejects actors types entities relationships attribute_values events refs attributes volumes event_ids actions action_refs";

/** An empty tenant in a database that may have held another, and a way to import a file into it as the page does. */
export async function emptyTenant(
  db: Database,
  { sliceBytes = 1 << 20 }: { sliceBytes?: number } = {},
): Promise<{ importer: Importer; load(source: Source, mapping: Mapping): Promise<FileReport> }> {
  await db.run(
    tables
      .split(" ")
      .map((table) => `delete from ${table}`)
      .join(";\n"),
  );
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore(), sliceBytes });
  return {
    importer,
    load: async (source, mapping) => {
      const recognised = await recognise(source);
      const columns = recognised.dialect?.columns ?? (await readSample(source, recognised)).columns;
      const request = { source, recognised, format: recognised.format, columns, vendor: null, derives: false };
      return importer.importSource({ ...request, mapping }, quietJob());
    },
  };
}

const told = `
  select concat_ws(' · ', 'event', epoch_us(ts) - $shift, a.name, t.name,
    (select string_agg(concat_ws('=', n.name, r.name), ',' order by n.name, r.name) from refs join entities r on r.id = entity join relationships n on n.id = relationship where refs.event = e.event),
    (select string_agg(concat_ws('=', v.name, v.value), ',' order by v.name, v.value) from attributes join attribute_values v on v.id = attributes.value where attributes.event = e.event)) as row
  from events e join actors a on a.id = actor join types t on t.id = type
  union all select concat_ws(' · ', 'reject', reason) from rejects order by row`;

/** What a tenant's tables tell, whatever the codes: one sorted text a row, its time less `shiftUs`. */
export async function tenantTold(db: Database, { shiftUs = 0 } = {}): Promise<string[]> {
  return texts(await db.query(told.replace("$shift", `(${shiftUs})::bigint`)), "row");
}

/** Throws unless the tables hold exactly what the reports say: in = typed + rejected + duplicate, in each file. */
export async function checkCounts(db: Database, reports: readonly FileReport[]): Promise<void> {
  for (const { name, rows } of reports) {
    if (rows.in !== rows.typed + rows.rejected + rows.duplicate) throw new Error(`${name}: ${JSON.stringify(rows)}`);
  }
  const sum = (key: "typed" | "rejected") => reports.reduce((total, { rows }) => total + rows[key], 0);
  const found = await db.query(
    "select (select count(*)::integer from events) as typed, (select count(*)::integer from rejects) as rejected, (select count(distinct event)::integer from events) as numbered",
  );
  const [typed, rejected, numbered] = ["typed", "rejected", "numbered"].map((name) => ints(found, name)[0]);
  if (typed !== sum("typed") || rejected !== sum("rejected") || numbered !== typed)
    throw new Error(
      `the tables hold ${typed} events and ${rejected} rejects, the reports say ${sum("typed")} and ${sum("rejected")}`,
    );
}
