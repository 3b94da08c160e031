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
import type { FileReport, RowCounts } from "./report.ts";
import { appendRejects, eventStarts, offsetNotes, recordStarts, withSource } from "./slice-source.ts";
import { planStaging, readsAsText, type StagingPlan } from "./staging-plan.ts";

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
   * @throws Cancelled, with nothing of this file left behind
   */
  importSource(request: ImportRequest, job: Job): Promise<FileReport>;
  /** Marks roots and ignored actors, and gives the doctors' findings as sentences. @throws Cancelled; then it is to be called again */
  finishImport(job?: Job): Promise<readonly string[]>;
}

interface Tally {
  marks: Marks;
  typed: number;
  rejected: number;
  duplicate: number;
  records: number;
  readonly notes: string[];
  problem: FileReport["problem"];
}

/** Sets up imports into `db`, which holds the canonical tables; nothing else may number on in them meanwhile. */
export function createImporter(
  db: Database,
  { decoder, raw, sliceBytes = 32 * 1024 * 1024 }: { decoder: Decoder; raw: RawStore; sliceBytes?: number },
): Importer {
  const mappings = new Map<number, Mapping>();
  const known: Relationships = new Map();
  let marks: Marks | null = null;
  let files: number | null = null;

  async function importSlices(request: ImportRequest, plan: StagingPlan, file: number, tally: Tally, job: Job) {
    const { source, recognised, vendor } = request;
    const text = recognised.dialect && !request.derives && readsAsText(plan, recognised.dialect.columns);
    const relationships = await codeRelationships(db, plan, known);
    await decoder.open({ source, recognised, plan, vendor, wants: text ? "csv" : "records", sliceBytes });
    try {
      let coming = decoder.next();
      for (let slice = await coming; slice; slice = await coming) {
        coming = decoder.next();
        coming.catch(() => undefined);
        await breathe(job);
        await appendRejects(db, file, slice);
        const starts = recordStarts(slice);
        raw.add(file, { ...slice.block, starts });
        if (slice.records > 0) {
          const { counts, marks: next } = await withSource(db, slice, { plan, recognised }, (staged) =>
            appendSlice(interruptible(db, job.signal), staged, { plan, file, relationships, marks: tally.marks }),
          );
          const read = counts.typed + counts.rejected + counts.duplicate;
          if (read !== slice.records) throw new Error(`${source.name}: ${slice.records} records became ${read} rows.`);
          if (sharesLines(starts)) raw.addEvents(file, tally.marks.events, await eventStarts(db, slice, starts));
          if (tally.typed === 0 && counts.typed > 0) tally.notes.push(...(await offsetNotes(db, plan)));
          tally.marks = next;
          tally.typed += counts.typed;
          tally.rejected += counts.rejected;
          tally.duplicate += counts.duplicate;
        }
        tally.rejected += slice.rejects.length;
        tally.records += slice.records + slice.rejects.length;
        tally.problem = slice.problem ?? tally.problem;
        job.report({ stage: `Importing ${source.name}`, done: slice.bytesRead, total: source.size, unit: "bytes" });
      }
    } finally {
      await decoder.close();
    }
  }

  async function importSource(request: ImportRequest, job: Job): Promise<FileReport> {
    const { source, format, vendor } = request;
    const digest = sha256(source.blob, job);
    digest.catch(() => undefined);
    files ??= await nextFile(db);
    const file = files;
    const report = async (rows: RowCounts, notes: readonly string[], problem: FileReport["problem"]) => {
      files = file + 1;
      await insertFile(db, { file, name: source.name, format, vendor, bytes: source.size, sha256: await digest, rows });
      return { name: source.name, format, vendor, bytes: source.size, rows, notes, problem };
    };
    const twin = (await hasFileOfSize(db, source.size)) ? await sameFile(db, await digest) : null;
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
    marks ??= await readMarks(db);
    const before = marks;
    const tally: Tally = { marks: before, typed: 0, rejected: 0, duplicate: 0, records: 0, notes: [], problem: null };
    try {
      await importSlices(request, planStaging(mapping), file, tally, job);
      await digest;
    } catch (error) {
      await rollBack(db, before, file);
      raw.forget(file);
      if (error instanceof Cancelled || job.signal.aborted) throw new Cancelled();
      if (!(error instanceof UserError)) throw error;
      return report(nothing, notes, { what: error.what, next: error.next });
    }
    marks = tally.marks;
    mappings.set(file, mapping);
    const { records, typed, rejected, duplicate, problem } = tally;
    return report({ in: records, typed, rejected, duplicate }, [...notes, ...tally.notes], problem);
  }

  async function finishImport(job?: Job): Promise<readonly string[]> {
    await forgetSlice(db);
    return finishTenant(db, mappings, job);
  }

  return { importSource, finishImport };
}

/** The database as long as nobody cancels: a slice stops within a statement. */
const interruptible = (db: Database, signal: AbortSignal): Pick<Database, "query" | "run"> => ({
  query: (sql) => db.query(sql, signal),
  run: (sql) => db.run(sql, signal),
});
