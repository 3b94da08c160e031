import { describe, expect, test } from "vitest";
import { doubles, texts } from "../../src/db/columns.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { chunksOf } from "../../src/tenant/chunk-store.ts";
import { tenantHash } from "../../src/tenant/chunk-tables.ts";
import { readManifest } from "../../src/tenant/manifest.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { header, mapping as smallMapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { type DeskTenant, deskTenant, done, importHere } from "../support/desk-tenant.ts";
import { landInMemory } from "../support/land.ts";

const mapping = { ...smallMapping, volumes: [{ name: "id length", column: "event_id" }] } as Mapping;
const job = quietJob();
const rows = smallTenant({ users: 4, days: 12 });
/** With rejects of both kinds, a duplicate, and quoted line ends. */
const text = `${toCsv(rows.slice(0, 200))}E9,not a time,agent00,View,T,C1,DE\nE10,too few\n${rows[3]!.line}\nEq,03/03/2025 10:00:00,"agent\n07",View,"T ""1""",C2,\n${rows
  .slice(200)
  .map(({ line }) => line)
  .join("\n")}\n`;
const first = new File([text], "first.csv");
const second = new File(
  [
    `${header}\n${smallTenant({ users: 3, days: 5, seed: 9 })
      .map(({ line }) => line.replace("E", "F"))
      .join("\n")}\n`,
  ],
  "second.csv",
);
const junk = new File(["\u0000\u0001\u0002 no log"], "junk.bin");
const sliceBytes = 6000;
type Disk = Map<string, Map<string, Blob>>;

const only = (disk: Disk): [string, Map<string, Blob>] => [...disk][0]!;

async function kept(files: readonly File[], disk: Disk): Promise<DeskTenant> {
  const made = await deskTenant(landInMemory(disk), { sliceBytes });
  await made.disk.keep(made.onState);
  await importHere(made, files, mapping);
  return made;
}

async function reopened(
  disk: Disk,
  id = only(disk)[0],
  land = landInMemory(disk),
): Promise<DeskTenant & { lacks: readonly string[] }> {
  const made = await deskTenant(land, { sliceBytes });
  const { work, lacks } = await made.disk.open(id, made.onState, job);
  made.desk.restore({ given: work?.verdicts ?? [] }, id);
  return { ...made, lacks };
}

const clean = await deskTenant(landInMemory(), { sliceBytes });
await importHere(clean, [first, second, junk], mapping);
const cleanHash = await tenantHash(clean.tenant.db);

/** The folder as a tab would leave it that dies when `n` chunks are written. */
async function cutAfter(files: Map<string, Blob>, n: number): Promise<Map<string, Blob>> {
  const left = new Map(files);
  const folder = memoryFolder(left);
  const manifest = (await readManifest(folder))!;
  const { Shelf } = await import("../../src/tenant/shelf.ts");
  const { dropChunks } = await import("../../src/tenant/chunk-store.ts");
  await dropChunks(new Shelf(folder, manifest.tenant), n);
  return left;
}

describe("a tenant at rest", () => {
  test("comes back equal by hash, with its reports, mappings and raw rows", async () => {
    const disk: Disk = new Map();
    const made = await kept([first, second, junk], disk);
    expect(await tenantHash(made.tenant.db)).toBe(cleanHash);
    expect(made.state()).toMatchObject({ is: "kept", rows: (await clean.tenant.summary()).rows.in });
    const back = await reopened(disk);
    expect(await tenantHash(back.tenant.db)).toBe(cleanHash);
    expect(back.lacks).toEqual([]);
    expect(await back.tenant.summary()).toEqual(await clean.tenant.summary());
    expect([...back.tenant.mappings]).toEqual([...made.tenant.mappings]);
    const places = await clean.tenant.db.query(
      "select file::double as file, line::double as line from events order by event",
    );
    const [file, line] = [doubles(places, "file"), doubles(places, "line")];
    const where = [...file].map((one, i) => ({ file: one, line: line[i]! }));
    expect(await back.tenant.raw.rawRecords(where)).toEqual(await clean.tenant.raw.rawRecords(where));
    expect(texts(await back.tenant.db.query("select distinct file from log order by 1"), "file")).toEqual([
      "first.csv",
      "second.csv",
    ]);
  });

  test("goes on from each of its chunks to what a clean import gives", async () => {
    const disk: Disk = new Map();
    done(await kept([first], disk));
    const [id, files] = only(disk);
    const chunks = chunksOf(await readManifest(memoryFolder(files)));
    expect(chunks.length).toBeGreaterThan(3);
    for (let n = 1; n < chunks.length; n++) {
      const left: Disk = new Map([[id, await cutAfter(files, n)]]);
      const back = await reopened(left);
      expect(back.disk.stopped).toMatchObject({ name: "first.csv", records: chunks[n - 1]!.about.rows });
      expect((await back.tenant.summary()).files[0]!.problem?.what).toContain(
        `stopped at row ${chunks[n - 1]!.about.rows}`,
      );
      await importHere(back, [first, second, junk], mapping);
      expect(await tenantHash(back.tenant.db)).toBe(cleanHash);
      done(back);
      const again = await reopened(left);
      expect(await tenantHash(again.tenant.db)).toBe(cleanHash);
      done(again);
    }
  });
});
