import { texts } from "../../src/db/columns.ts";
import { type Database, quoteName } from "../../src/db/database.ts";
import type { KeptState } from "../../src/engine/api/keep.ts";
import { TenantDisk } from "../../src/engine/disk.ts";
import { Homes, type Land } from "../../src/engine/homes.ts";
import { type Inspected, inspectFiles } from "../../src/engine/inspect.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { VerdictDesk } from "../../src/engine/verdict-desk.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "./database.ts";

/** A tenant in this thread as an engine has it: its tables, verdicts and disk. */
export interface DeskTenant {
  readonly tenant: Tenant;
  readonly desk: VerdictDesk;
  readonly disk: TenantDisk;
  /** What the disk said last. */
  readonly state: () => KeptState | null;
  readonly onState: (state: KeptState) => void;
}

const spare: Database[] = [];

/** An empty database: one that a tenant here is through with, or a new one. */
async function emptyDatabase(): Promise<Database> {
  const db = spare.pop();
  if (!db) return openTestDatabase({ canonical: false });
  const made = await db.query(
    "select table_name as name, table_type as type from information_schema.tables order by type desc",
  );
  const types = texts(made, "type");
  for (const [i, name] of texts(made, "name").entries())
    await db.query(`drop ${types[i] === "VIEW" ? "view" : "table"} if exists ${quoteName(name)}`);
  return db;
}

/** Gives a tenant's database to the next. */
export const done = ({ tenant }: DeskTenant): void => void spare.push(tenant.db);

/** Opens an empty tenant over folders; small slices make many chunks of a small log, since decoding waits for the disk here. */
export async function deskTenant(land: Land, { sliceBytes }: { sliceBytes?: number } = {}): Promise<DeskTenant> {
  const db = await emptyDatabase();
  const decoder = decodeHere();
  const next = async () => {
    await disk.settle();
    return decoder.next();
  };
  const tenant = await Tenant.create(db, { ...decoder, next }, sliceBytes === undefined ? {} : { sliceBytes });
  const desk = new VerdictDesk(tenant.id, tenant.interesting);
  const disk = new TenantDisk(new Homes(land), tenant, () => ({ verdicts: desk.log.given }));
  let last: KeptState | null = null;
  const onState = (state: KeptState) => {
    last = state;
  };
  return { tenant, desk, disk, state: () => last, onState };
}

/** Imports files as the engine does, and waits until all is on disk. */
export async function importHere(
  { tenant, disk }: DeskTenant,
  files: readonly File[],
  mapping: Mapping,
  { job = quietJob(), open = disk.stopped }: { job?: ReturnType<typeof quietJob>; open?: TenantDisk["stopped"] } = {},
): Promise<void> {
  const plans: Inspected[] = await inspectFiles(files, job);
  const source = open && plans.find(({ source }) => source.size === open.bytes)?.source;
  const mappings = Object.fromEntries(files.map(({ name }) => [name, mapping]));
  await tenant.importFiles(plans, mappings, job, open && source ? { open, source } : null);
  disk.imported();
  await disk.settle();
}
