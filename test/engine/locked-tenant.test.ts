import { expect, test } from "vitest";
import { Homes } from "../../src/engine/homes.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { tenantHash } from "../../src/tenant/chunk-tables.ts";
import { loadWork } from "../../src/tenant/work.ts";
import { mapping as smallMapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { type DeskTenant, deskTenant, done, importHere } from "../support/desk-tenant.ts";
import { landInMemory } from "../support/land.ts";

const mapping = smallMapping as Mapping;
const log = new File([toCsv(smallTenant({ users: 3, days: 6 })).replaceAll("agent", "zqagent")], "zqlog.csv");
const passphrase = "words that nobody knows";
const job = quietJob();

async function reopen(disk: Map<string, Map<string, Blob>>, given: string | null): Promise<DeskTenant> {
  const made = await deskTenant(landInMemory(disk));
  await made.disk.open([...disk.keys()][0]!, made.onState, job, given);
  return made;
}

/** The first record's line, as the raw store has it. */
const record = ({ tenant }: DeskTenant) =>
  tenant.raw.rawRecord(1, 2).then((text) => text ?? tenant.raw.rawRecord(0, 2));

test("a tenant's chunks, texts and work lie locked, and come back equal by hash with the passphrase alone", async () => {
  const disk = new Map<string, Map<string, Blob>>();
  const first = await deskTenant(landInMemory(disk));
  await first.disk.keep(first.onState);
  await importHere(first, [log], mapping);
  const hash = await tenantHash(first.tenant.db);
  const [id, files] = [...disk][0]!;

  done(first);
  const opened = await reopen(disk, null);
  const home = await landInMemory(disk).open(id, { passphrase: null });
  await home.vault.setPassphrase({ current: null, next: passphrase });
  const texts = [...files].map(
    async ([name, file]) => `${name} ${Buffer.from(await file.arrayBuffer()).toString("latin1")}`,
  );
  for (const text of await Promise.all(texts)) expect(text).not.toMatch(/zqagent|zqlog|Refund|events|sgchunk/);
  expect(await record(opened)).toContain("zqagent");
  await expect(reopen(disk, null)).rejects.toThrow(/locked/);
  await expect(reopen(disk, "words that nobody knew")).rejects.toThrow(/does not open/);
  done(opened);
  const back = await reopen(disk, passphrase);
  expect(await tenantHash(back.tenant.db)).toBe(hash);
  expect(await record(back)).toContain("zqagent");
  back.disk.keepNotebook({ fileName: "n.md", text: "# zqagent" });
  await back.disk.settle();
  const { shelf } = await new Homes(landInMemory(disk)).open(id, passphrase);
  expect(await loadWork(shelf, job)).toMatchObject({ notebook: { text: "# zqagent" } });
  expect(JSON.stringify(await Promise.all([...files.values()].map((file) => file.text())))).not.toContain("zqagent");
}, 120_000);
