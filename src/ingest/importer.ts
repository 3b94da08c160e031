import type { Database } from "../db/database.ts";
import { Cancelled, UserError } from "../lib/errors.ts";
import { breathe, type Job } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";
import {
  appendSlice,
  codeRelationships,
  forgetSlice,
  type Marks,
  type Relationships,
  readMarks,
  rollBack,
} from "./canonical.ts";
import { checkMapping } from "./check-mapping.ts";
import type { Decoder } from "./decode.ts";
import { hasFileOfSize, insertFile, nextFile, sameFile } from "./files.ts";
import { finishTenant } from "./finish.ts";
import type { Recognised, Source } from "./formats/format.ts";
import type { Mapping } from "./mapping.ts";
import { type RawStore, sharesLines } from "./raw-store.ts";
import type { OpenFile, Recorder } from "./recorder.ts";
import type { FileReport, RowCounts } from "./report.ts";
import { appendRejects, eventStarts, offsetNotes, recordStarts, withSource } from "./slice-source.ts";
import { planStaging, readsAsText } from "./staging-plan.ts";
import { headOf, type Incoming, openFileOf, type Tally, tallyFrom } from "./tally.ts";

/** One file to import, recognised, and how it maps. */
export interface ImportRequest {
  readonly source: Source;
  readonly recognised: Recognised;
  /** As a report names it: `CSV, semicolon, gzip, UTF-8`. */
  readonly format: string;
  /** The columns at the top of its records, as sampled. */
  readonly columns: readonly string[];
  readonly vendor: string | null;
  /** Whether the vendor derives columns: then delimited text is decoded to records first, and no column can be missed. */
  readonly derives: boolean;
  readonly mapping: Mapping;
}

/** Imports files into one tenant's canonical tables. */
export interface Importer {
  /**
   * Imports one file. What cannot be read is in the report; what was loaded before stays.
   * @param from how far an import of the same file came that stopped: it goes on there, by the mapping that it had
   * @throws Cancelled, with nothing of this file left behind
   */
  importSource(request: ImportRequest, job: Job, from?: OpenFile): Promise<FileReport>;
  /** Tells of a file that was imported when the tenant was open before. */
  restore(file: number, mapping: Mapping): void;
  /** Marks roots and ignored actors, and gives the doctors' findings as sentences. @throws Cancelled; then it is to be called again */
  finishImport(job?: Job): Promise<readonly string[]>;
}

/** Sets up imports into `db`, which holds the canonical tables; nothing else may number on in them meanwhile. */
export function createImporter(
  db: Database,
  {
    decoder,
    raw,
    sliceBytes = 32 * 1024 * 1024,
    recorder = () => null,
  }: { decoder: Decoder; raw: RawStore; sliceBytes?: number; recorder?: () => Recorder | null },
): Importer {
  const mappings = new Map<number, Mapping>();
  const known: Relationships = new Map();
  let marks: Marks | null = null;
  let files: number | null = null;
  /** Takes back what a file left that could not be taken back when its import failed. */
  let owed: (() => Promise<void>) | null = null;

  async function settle(): Promise<void> {
    await owed?.();
    owed = null;
  }

  async function importSlices(
    request: ImportRequest,
    incoming: Incoming,
    tally: Tally,
    { job, from }: { job: Job; from: OpenFile | undefined },
  ): Promise<void> {
    const { source, recognised, vendor } = request;
    const { file } = incoming;
    const plan = planStaging(request.mapping);
    const text = recognised.dialect && !request.derives && readsAsText(plan, recognised.dialect.columns);
    const relationships = await codeRelationships(db, plan, known);
    tally.marks = { ...tally.marks, relationships: Math.max(tally.marks.relationships, ...relationships.map(next)) };
    const wants = text ? "csv" : "records";
    await decoder.open({ source, recognised, plan, vendor, wants, sliceBytes: incoming.sliceBytes });
    try {
      await skip(from, source, job);
      let coming = decoder.next();
      for (let slice = await coming; slice; slice = await coming) {
        coming = decoder.next();
        coming.catch(() => undefined);
        await breathe(job);
        await appendRejects(db, file, slice);
        const starts = recordStarts(slice);
        raw.add(file, { ...slice.block, starts });
        tally.marks = { ...tally.marks, rejects: tally.marks.rejects + slice.rejects.length };
        if (slice.records > 0) {
          const { counts, marks } = await withSource(db, slice, { plan, recognised }, (staged) =>
            appendSlice(interruptible(db, job.signal), staged, { plan, file, relationships, marks: tally.marks }),
          );
          const read = counts.typed + counts.rejected + counts.duplicate;
          if (read !== slice.records) throw new Error(`${source.name}: ${slice.records} records became ${read} rows.`);
          if (sharesLines(starts)) raw.addEvents(file, tally.marks.events, await eventStarts(db, slice, starts));
          if (tally.typed === 0 && counts.typed > 0) tally.notes.push(...(await offsetNotes(db, plan)));
          tally.marks = { ...marks, rejects: marks.rejects + counts.rejected };
          tally.typed += counts.typed;
          tally.rejected += counts.rejected;
          tally.duplicate += counts.duplicate;
        }
        tally.rejected += slice.rejects.length;
        tally.records += slice.records + slice.rejects.length;
        tally.problem = slice.problem ?? tally.problem;
        tally.slices += 1;
        tally.bytesRead = slice.bytesRead;
        const block = slice.block.text.size > 0 ? raw.last(file) : null;
        recorder()?.appended(openFileOf(request, incoming, tally, await incoming.head), tally.marks, block);
        job.report({ stage: `Importing ${source.name}`, done: slice.bytesRead, total: source.size, unit: "bytes" });
      }
    } finally {
      await decoder.close();
    }
  }

  /** Reads on to where an import stopped. @throws UserError where the file is another one up to there */
  async function skip(from: OpenFile | undefined, source: Source, job: Job): Promise<void> {
    let records = 0;
    for (let slices = 0; slices < (from?.slices ?? 0); slices++) {
      const slice = await decoder.next();
      await breathe(job);
      records += slice ? slice.records + slice.rejects.length : 0;
      const done = slice?.bytesRead ?? 0;
      job.report({ stage: `Reading on in ${source.name}`, done, total: source.size, unit: "bytes" });
    }
    if (records !== (from?.records ?? 0))
      throw new UserError(`It has ${records} rows where ${from?.records} had been imported.`, {
        where: source.name,
        next: "Import it as a new tenant.",
      });
  }

  async function importSource(given: ImportRequest, job: Job, from?: OpenFile): Promise<FileReport> {
    const request = from ? { ...given, mapping: from.mapping } : given;
    const { source, format, vendor } = request;
    const digest = sha256(source.blob, job);
    digest.catch(() => undefined);
    await settle();
    files ??= await nextFile(db);
    const file = from?.file ?? files;
    const report = async (rows: RowCounts, notes: readonly string[], problem: FileReport["problem"]) => {
      await insertFile(db, { file, name: source.name, format, vendor, bytes: source.size, sha256: await digest, rows });
      files = file + 1;
      const said = { name: source.name, format, vendor, bytes: source.size, rows, notes, problem };
      const mapping = mappings.get(file) ?? null;
      recorder()?.closed({ file, sha256: await digest, mapping, report: said }, marks);
      return said;
    };
    marks ??= await readMarks(db);
    const twin = !from && (await hasFileOfSize(db, source.size)) ? await sameFile(db, await digest) : null;
    if (twin) {
      const rows = { in: twin.rows, typed: 0, rejected: 0, duplicate: twin.rows };
      return report(rows, [`The same bytes as ${twin.name}: every row is a duplicate.`], null);
    }
    const { columns, recognised, derives } = request;
    const { errors, warnings, mapping } = derives
      ? { errors: [], warnings: [], mapping: request.mapping }
      : checkMapping(request.mapping, { columns, complete: recognised.dialect !== undefined });
    const notes = [...recognised.notes, ...warnings];
    const nothing = { in: 0, typed: 0, rejected: 0, duplicate: 0 };
    if (errors.length > 0) {
      return report(nothing, notes, { what: errors.join(" "), next: "Correct the mapping and import the file again." });
    }
    const before = from?.before ?? marks;
    const head = recorder() ? headOf(source.blob) : Promise.resolve("");
    head.catch(() => undefined);
    const tally = tallyFrom(from, marks);
    try {
      const incoming = { file, before, head, sliceBytes: from?.sliceBytes ?? sliceBytes };
      await importSlices({ ...request, mapping }, incoming, tally, { job, from });
      await digest;
      marks = tally.marks;
      mappings.set(file, mapping);
      const { records, typed, rejected, duplicate, problem } = tally;
      return await report({ in: records, typed, rejected, duplicate }, [...notes, ...tally.notes], problem);
    } catch (error) {
      await recorder()?.takenBack(file);
      raw.forget(file);
      mappings.delete(file);
      for (const [key, id] of known) if (id >= before.relationships) known.delete(key);
      marks = before;
      owed = () => rollBack(db, before, file);
      await settle();
      if (error instanceof Cancelled || job.signal.aborted) throw new Cancelled();
      if (!(error instanceof UserError)) throw error;
      return report(nothing, notes, { what: error.what, next: error.next });
    }
  }

  async function finishImport(job?: Job): Promise<readonly string[]> {
    await settle();
    await forgetSlice(db);
    return finishTenant(db, mappings, job);
  }

  return { importSource, finishImport, restore: (file, mapping) => void mappings.set(file, mapping) };
}

const next = (id: number): number => id + 1;

/** The database as long as nobody cancels: a slice stops within a statement. */
const interruptible = (db: Database, signal: AbortSignal): Pick<Database, "query" | "run"> => ({
  query: (sql) => db.query(sql, signal),
  run: (sql) => db.run(sql, signal),
});
