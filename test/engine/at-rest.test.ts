import { describe, expect, test, vi } from "vitest";
import { doubles, texts } from "../../src/db/columns.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { chunksOf, dropChunks } from "../../src/tenant/chunk-store.ts";
import { tenantHash } from "../../src/tenant/chunk-tables.ts";
import { readManifest } from "../../src/tenant/manifest.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { Shelf } from "../../src/tenant/shelf.ts";
import { header, mapping as smallMapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { type DeskTenant, deskTenant, done, importHere } from "../support/desk-tenant.ts";
import { failingFolder } from "../support/failing-folder.ts";
import { landInMemory } from "../support/land.ts";

const mapping = { ...smallMapping, volumes: [{ name: "weight", column: "=1.5" }] } as Mapping;
const job = quietJob();
const rows = smallTenant({ users: 2, days: 8 });
/** With rejects of both kinds, a duplicate, and quoted line ends. */
const text = `${toCsv(rows.slice(0, 80))}E9,not a time,agent00,View,T,C1,DE\nE10,too few\n${rows[3]!.line}\nEq,03/03/2025 10:00:00,"agent\n07",View,"T ""1""",C2,\n${rows
  .slice(80)
  .map(({ line }) => line)
  .join("\n")}\n`;
const first = new File([text], "first.csv");
const second = new File(
  [
    `${header}\n${smallTenant({ users: 1, days: 4, seed: 9 })
      .map(({ line }) => line.replace("E", "F"))
      .join("\n")}\n`,
  ],
  "second.csv",
);
const junk = new File(["\u0000\u0001\u0002 no log"], "junk.bin");
const sliceBytes = 3000;
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
const cleanFirst = await deskTenant(landInMemory(), { sliceBytes });
await importHere(cleanFirst, [first], mapping);
const firstHash = await tenantHash(cleanFirst.tenant.db);
done(cleanFirst);
const cleanSecond = await deskTenant(landInMemory(), { sliceBytes });
await importHere(cleanSecond, [second], mapping);
const secondHash = await tenantHash(cleanSecond.tenant.db);
done(cleanSecond);

/** The folder as a tab would leave it that dies when `n` chunks are written. */
async function cutAfter(files: Map<string, Blob>, n: number): Promise<Map<string, Blob>> {
  const left = new Map(files);
  const folder = memoryFolder(left);
  const manifest = (await readManifest(folder))!;
  await dropChunks(new Shelf(folder, manifest.tenant), n);
  return left;
}

describe("a tenant at rest", { timeout: 60_000 }, () => {
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
    expect(chunks.length).toBeGreaterThan(2);
    for (let n = 1; n < chunks.length; n++) {
      const left: Disk = new Map([[id, await cutAfter(files, n)]]);
      const back = await reopened(left);
      expect(back.disk.stopped).toMatchObject({ name: "first.csv", records: chunks[n - 1]!.about.rows });
      expect((await back.tenant.summary()).files[0]!.problem?.what).toContain(
        `stopped at row ${chunks[n - 1]!.about.rows}`,
      );
      await importHere(back, [first], mapping);
      expect(await tenantHash(back.tenant.db)).toBe(firstHash);
      done(back);
      const again = await reopened(left);
      expect(await tenantHash(again.tenant.db)).toBe(firstHash);
      done(again);
    }
  });

  test("loses at most what was not yet on disk, whatever step of a save the machine stops at", async () => {
    const whole: Disk = new Map();
    done(await kept([second], whole));
    const last = chunksOf(await readManifest(memoryFolder(only(whole)[1]))).at(-1)!.about.rows;
    vi.spyOn(console, "error").mockImplementation(() => {});
    let failures = 0;
    for (let n = 1; ; n++) {
      const files = new Map<string, Blob>();
      const folder = failingFolder(files, n);
      const disk: Disk = new Map();
      const made = await deskTenant(landInMemory(disk, { folderOf: () => folder }), { sliceBytes });
      await made.disk.keep(made.onState);
      await importHere(made, [second], mapping);
      expect((await made.tenant.summary()).rows.in).toBe(last);
      const isWhole = made.state()?.is === "kept";
      if (!isWhole)
        expect(made.state()).toMatchObject({ is: "failed", problem: { what: expect.stringContaining("refused") } });
      done(made);
      if (isWhole) break;
      failures++;
      if (!(await readManifest(memoryFolder(files)))) continue;
      const back = await reopened(new Map([[made.tenant.id, files]]), made.tenant.id);
      expect(back.lacks).toEqual([]);
      if (back.disk.stopped) await importHere(back, [second], mapping);
      expect((await back.tenant.summary()).rows.in).toBe(last);
      expect(await tenantHash(back.tenant.db)).toBe(secondHash);
      done(back);
    }
    vi.restoreAllMocks();
    expect(failures).toBeGreaterThan(3);
  });

  test("says which chunk is damaged, opens what lies before it, and refuses another tenant’s", async () => {
    const disk: Disk = new Map();
    done(await kept([first], disk));
    const other: Disk = new Map();
    done(await kept([second], other));
    const [id, files] = only(disk);
    const manifest = (await readManifest(memoryFolder(files)))!;
    const chunks = chunksOf(manifest);
    const { artifact, about } = chunks[1]!;
    const broken = new Uint8Array(await files.get(artifact.file)!.arrayBuffer());
    broken[broken.length >> 1]! ^= 1;
    const foreign = chunksOf(await readManifest(memoryFolder(only(other)[1])))[0]!.artifact;
    const damages: [string, (left: Map<string, Blob>) => void, RegExp][] = [
      ["flipped", (left) => left.set(artifact.file, new Blob([broken])), /checksum differs/],
      ["cut", (left) => left.set(artifact.file, files.get(artifact.file)!.slice(0, 99)), /has 99 bytes/],
      ["gone", (left) => left.delete(artifact.file), /is gone/],
    ];
    for (const [, damage, says] of damages) {
      const left = new Map(files);
      damage(left);
      const back = await reopened(new Map([[id, left]]), id);
      expect(back.lacks).toHaveLength(1);
      expect(back.lacks[0]).toContain(artifact.file);
      expect(back.lacks[0]).toMatch(says);
      expect(back.lacks[0]).toContain(`${chunks.at(-1)!.about.rows - chunks[0]!.about.rows} rows`);
      expect((await back.tenant.summary()).rows.in).toBe(chunks[0]!.about.rows);
      expect(back.disk.stopped).toBeNull();
      done(back);
    }

    const text = new Map(files);
    text.set(about.texts!, new Blob(["x"]));
    const textless = await reopened(new Map([[id, text]]), id);
    expect(textless.lacks[0]).toContain(about.texts);
    expect(await tenantHash(textless.tenant.db)).toBe(firstHash);
    done(textless);

    const swapped = new Map(files);
    const theirs = only(other)[1];
    swapped.set(foreign.file, theirs.get(foreign.file)!);
    await new Shelf(memoryFolder(swapped), id).change(({ artifacts }) => ({
      artifacts: artifacts.map((one) =>
        one.kind === "chunk" && one.file === chunks[0]!.artifact.file ? { ...foreign, about: one.about } : one,
      ),
    }));
    const refused = await reopened(new Map([[id, swapped]]), id);
    expect(refused.lacks[0]).toContain("another tenant’s");
    expect((await refused.tenant.summary()).events).toBe(0);
    done(refused);
    await expect(reopened(new Map([[id, theirs]]), id)).rejects.toThrow("another tenant");
  });

  test("a cancelled file leaves no part, on disk or in memory", async () => {
    const disk: Disk = new Map();
    const made = await deskTenant(landInMemory(disk), { sliceBytes });
    await made.disk.keep(made.onState);
    await importHere(made, [second], mapping);
    const before = await tenantHash(made.tenant.db);
    const stop = new AbortController();
    let slices = 0;
    const stopping = {
      signal: stop.signal,
      report: ({ stage }: { stage: string }) => {
        if (stage === "Importing first.csv" && ++slices === 1) stop.abort();
      },
    };
    await expect(importHere(made, [first], mapping, { job: stopping })).rejects.toThrow("Cancelled");
    await made.disk.settle();
    await made.tenant.makeActions(300, job);
    expect(await tenantHash(made.tenant.db)).toBe(before);
    const back = await reopened(disk);
    expect(back.disk.stopped).toBeNull();
    expect(await tenantHash(back.tenant.db)).toBe(before);
    done(back);
    await made.disk.discard();
    expect(disk.size).toBe(0);
    done(made);
  });

  test("keeps verdicts, stars and the notebook; a tab that only reads changes nothing", async () => {
    const disk: Disk = new Map();
    const made = await kept([second], disk);
    const given = [
      {
        actor: "agent01",
        day: "2025-03-04",
        verdict: "worth" as const,
        reason: "",
        tags: ["x"],
        time: "",
        ranked: true,
        control: false,
        headline: "",
      },
    ];
    made.desk.restore({ given });
    made.tenant.interesting.restore({ starred: [["agent01:20150", 4]], liked: [1] });
    made.disk.keepNotebook({ fileName: "mine.md", text: "# Mine" });
    await made.disk.settle();
    const [id, files] = only(disk);
    const bytes = [...files.keys()];
    const reader = await reopened(disk, id, landInMemory(disk, { isWritable: false }));
    expect(reader.state()?.is).toBe("read");
    expect(reader.desk.log.given).toEqual(given);
    expect(reader.tenant.interesting.saved).toEqual({ starred: [["agent01:20150", 4]], liked: [1] });
    reader.desk.restore({ given: [] });
    reader.disk.touch();
    reader.disk.keepNotebook({ fileName: "theirs.md", text: "# Theirs" });
    await importHere(reader, [first], mapping);
    await expect(reader.disk.discard()).rejects.toThrow("Another tab");
    expect([...files.keys()]).toEqual(bytes);
    done(made);
    done(reader);
    const again = await reopened(disk);
    expect(again.desk.log.given).toEqual(given);
    done(again);
  });
});
