import { Blob } from "node:buffer";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Database } from "../../src/db/database.ts";
import { demoZone } from "../../src/demo/calendar.ts";
import type { PlantedInsider } from "../../src/demo/insider.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { buildActions } from "../../src/features/actions.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { readSample } from "../../src/ingest/formats/sample.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { parseMapping } from "../../src/ingest/parse-mapping.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { suggestMapping } from "../../src/ingest/suggest.ts";
import { quietJob } from "../../src/lib/job.ts";
import { generate } from "../demo/generated.ts";
import { openTestDatabase } from "../support/database.ts";
import { serviceNow } from "../support/service-now.ts";
import { sharedData } from "../support/shared-data.ts";

/** A log that detection is measured on, and the window that is scored. */
export interface QualityTenant {
  readonly name: string;
  readonly zone: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Pairs of users whose ids are swapped, and the active days of history that each must have. */
  readonly pairs: number;
  readonly before: number;
  /** Draws in which roots are mutated. */
  readonly mutated: number;
  /** Null where the log is absent; `planted` are the insiders that its generator hid in it. */
  open(): Promise<{ readonly db: Database; readonly planted: readonly PlantedInsider[] } | null>;
}

const { id: _, ...withoutIds } = serviceNow;
const serviceNowMapping: Mapping = parseMapping(withoutIds);

type Source = readonly [name: string, content: Uint8Array | string, mapping: Mapping | null];

async function importAll(sources: Iterable<Source>): Promise<Database> {
  const db = await openTestDatabase();
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore() });
  for (const [name, content, given] of sources) {
    const blob = new Blob([content]) as unknown as globalThis.Blob;
    const source = { name, size: blob.size, blob };
    const recognised = await recognise(source);
    const { columns, records } = await readSample(source, recognised);
    const mapping = given ?? suggestMapping({ name, columns, records }).mapping;
    if (!mapping) throw new Error(`No mapping fits ${name}.`);
    const rest = { format: "CSV", vendor: null, derives: false };
    await importer.importSource({ source, recognised, columns, mapping, ...rest }, quietJob());
  }
  await importer.finishImport();
  await buildActions(db);
  return db;
}

const shared =
  (path: string, mapping: Mapping | null): QualityTenant["open"] =>
  async () => {
    const found = sharedData(path);
    if (found === null) return null;
    return { db: await importAll([[basename(path), readFileSync(found), mapping]]), planted: [] };
  };

/** The demo tenant, and two real logs where they are there. Windows were chosen for having full days, before anything was measured. */
export const qualityTenants: readonly QualityTenant[] = [
  {
    name: "demo",
    zone: demoZone,
    from: null,
    to: null,
    pairs: 15,
    before: 10,
    mutated: 0,
    async open() {
      const { texts, planted } = generate({});
      const db = await importAll([...texts].map(([name, text]): Source => [name, text, demoMappings[name] ?? null]));
      return { db, planted };
    },
  },
  {
    name: "servicenow_incidents",
    zone: "Europe/Berlin",
    from: "2016-04-25",
    to: "2016-05-08",
    pairs: 15,
    before: 10,
    mutated: 10,
    open: shared("servicenow_incidents/incident_event_log.csv.gz", serviceNowMapping),
  },
  {
    name: "git_tenant",
    zone: "UTC",
    from: "2025-12-01",
    to: "2025-12-14",
    pairs: 10,
    before: 5,
    mutated: 10,
    open: shared("git_tenant/events.csv.gz", null),
  },
];
