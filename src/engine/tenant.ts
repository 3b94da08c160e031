import { doubles, ints, scalar, texts } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import { sayingMemory } from "../db/memory.ts";
import schema from "../db/schema.sql?raw";
import { localFromUtc } from "../db/zone-sql.ts";
import { buildActions } from "../features/actions.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { readFeatures } from "../features/read-features.ts";
import type { Decoder } from "../ingest/decode.ts";
import type { Source } from "../ingest/formats/format.ts";
import { createImporter, type Importer } from "../ingest/importer.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { parseMapping } from "../ingest/parse-mapping.ts";
import { createRawStore, type RawStore } from "../ingest/raw-store.ts";
import type { OpenFile, Recorder } from "../ingest/recorder.ts";
import type { FileReport } from "../ingest/report.ts";
import type { Job } from "../lib/job.ts";
import { localDate } from "../lib/zone.ts";
import type { WindowSettings } from "./api/detectors.ts";
import type { TenantSummary } from "./api/imports.ts";
import { noRows, reportOfStopped, sumRows } from "./file-reports.ts";
import type { Inspected } from "./inspect.ts";
import { InterestingRoots } from "./interesting.ts";
import { Stopwatch } from "./stopwatch.ts";
import type { Restored } from "./stored-chunks.ts";
import views from "./views.sql?raw";

/** Seconds between the events of an action, until a graph cell says otherwise. */
const defaultGap = 300;

/** One tenant's logs: the canonical tables, what was imported, and what is read from them. */
export class Tenant {
  #id: string = crypto.randomUUID();
  readonly db: Database;
  readonly raw: RawStore = createRawStore();
  readonly stopwatch = new Stopwatch();
  readonly interesting: InterestingRoots;
  readonly #importer: Importer;
  readonly #files: FileReport[] = [];
  readonly #mappings = new Map<string, Mapping>();
  readonly #features = new Map<string, TenantFeatures>();
  #doctor: readonly string[] = [];
  #actions = 0;
  #gap = defaultGap;
  #isFolded = true;
  #isFinished = true;
  #folding = 0;
  zone = "UTC";
  /** Is told what imports append; null where nothing is kept. */
  recorder: Recorder | null = null;

  private constructor(db: Database, decoder: Decoder, sliceBytes: number | undefined) {
    this.db = db;
    this.interesting = new InterestingRoots(db);
    this.#importer = createImporter(db, {
      decoder,
      raw: this.raw,
      recorder: () => this.recorder,
      ...(sliceBytes === undefined ? {} : { sliceBytes }),
    });
  }

  /** Creates the canonical tables in an empty database. */
  static async create(
    db: Database,
    decoder: Decoder,
    { sliceBytes }: { readonly sliceBytes?: number } = {},
  ): Promise<Tenant> {
    const saying = sayingMemory(db);
    await saying.run(schema);
    return new Tenant(saying, decoder, sliceBytes);
  }

  /** Names the tenant in everything that is made of it. */
  get id(): string {
    return this.#id;
  }

  /** SQL of a UTC timestamp column in the tenant's local time. */
  local(column: string): string {
    return this.zone === "UTC" ? column : localFromUtc(column, this.zone);
  }

  get files(): readonly FileReport[] {
    return this.#files;
  }

  /** The mapping that each file was read with, by its name. */
  get mappings(): ReadonlyMap<string, Mapping> {
    return this.#mappings;
  }

  /** How the tenant is called: as its only file, or by their number. */
  get name(): string {
    return this.#files.length === 1 ? this.#files[0]!.name : `${this.#files.length} files`;
  }

  /**
   * The tenant becomes the stored one of that id, whose rows its tables hold.
   * @param isWritable false where another tab writes it, and may be importing its last file
   * @throws Cancelled
   */
  async restore(
    id: string,
    { closed, open, zone }: Pick<Restored, "closed" | "open" | "zone">,
    { isWritable, job }: { readonly isWritable: boolean; readonly job: Job },
  ): Promise<void> {
    this.#id = id;
    this.zone = zone;
    for (const { file, mapping, report } of closed) {
      this.#files.push(report);
      if (file !== null && mapping) this.#knowMapping(file, report.name, mapping);
    }
    if (open) {
      this.#files.push(reportOfStopped(open, isWritable));
      this.#knowMapping(open.file, open.name, open.mapping);
    }
    this.#isFolded = false;
    this.#isFinished = false;
    await this.db.run(views.replaceAll("{local}", this.local("e.ts")));
    await this.#finish(job);
  }

  #knowMapping(file: number, name: string, mapping: Mapping): void {
    this.#mappings.set(name, mapping);
    this.#importer.restore(file, mapping);
  }

  /** Forgets that the import of a file stopped: it goes on. */
  async #goOn({ file, name }: OpenFile): Promise<void> {
    await this.db.query(`delete from files where id = ${file}`);
    const at = this.#files.findIndex((report) => report.name === name && report.problem !== null);
    if (at >= 0) this.#files.splice(at, 1);
  }

  /**
   * Imports what was looked at, one file after the other; what can't be read is in the reports.
   * @param stopped the file whose import stopped, and which of those that were looked at it is: it goes on there
   * @throws Cancelled
   */
  async importFiles(
    inspected: readonly Inspected[],
    mappings: Readonly<Record<string, Mapping>>,
    job: Job,
    stopped: { readonly open: OpenFile; readonly source: Source } | null = null,
  ): Promise<void> {
    this.#features.clear();
    this.#isFolded = false;
    this.#isFinished = false;
    try {
      for (const { source, recognised, vendor, plan } of inspected) {
        const from = stopped?.source === source ? stopped.open : undefined;
        const given = Object.hasOwn(mappings, source.name) ? mappings[source.name] : undefined;
        const mapping = from?.mapping ?? (given ? parseMapping(given) : plan.mapping);
        if (!recognised || !mapping) {
          const problem = plan.problem ?? { what: "Nothing of it was imported.", next: "" };
          const { name, format, bytes, notes } = plan;
          const report: FileReport = { name, format, vendor: null, bytes, rows: noRows, notes, problem };
          this.#files.push(report);
          this.recorder?.closed({ file: null, sha256: "", mapping: null, report }, null);
          continue;
        }
        if (mapping.zone && this.#files.every(({ rows }) => rows.typed === 0)) this.zone = mapping.zone;
        const derives = vendor?.derive !== undefined && usesDerived(mapping);
        const request = {
          source,
          recognised,
          format: plan.format,
          columns: plan.columns,
          vendor: vendor?.id ?? null,
          derives,
          mapping,
        };
        this.#mappings.set(plan.name, mapping);
        if (from) await this.#goOn(from);
        this.#files.push(await this.stopwatch.time("import", () => this.#importer.importSource(request, job, from)));
      }
    } finally {
      await this.db.run(views.replaceAll("{local}", this.local("e.ts")));
    }
    await this.#finish(job);
  }

  /** Does what follows an import, as far as it is not done: when it is cancelled, whoever reads the tenant next goes on with it. */
  async #finish(job: Job): Promise<void> {
    if (!this.#isFinished) {
      this.#doctor = await this.stopwatch.time("import", () => this.#importer.finishImport(job));
      this.#isFinished = true;
    }
    if (!this.#isFolded) await this.makeActions(this.#gap, job);
  }

  /** Folds the events into actions by a gap in seconds, and numbers them anew. @throws Cancelled, with the actions as they were */
  async makeActions(gap: number, job: Job): Promise<void> {
    this.#actions = await this.stopwatch.time("actions", () => buildActions(this.db, { gapSeconds: gap, job }));
    this.#gap = gap;
    this.#isFolded = true;
    this.#folding += 1;
  }

  /** Counts how often the actions were numbered: numbers of another folding name other actions. */
  get folding(): number {
    return this.#folding;
  }

  /** The gap that the actions were folded by; null while some events are not folded yet. */
  get gap(): number | null {
    return this.#isFolded ? this.#gap : null;
  }

  /** The features of a window; read once for each. @throws UserError when nothing lies in it */
  async features({ from, to, history }: WindowSettings, job: Job): Promise<TenantFeatures> {
    await this.#finish(job);
    const key = JSON.stringify([from, to, history, this.zone]);
    const known = this.#features.get(key);
    if (known) return known;
    const features = await this.stopwatch.time("features", () =>
      readFeatures(this.db, { zone: this.zone, from, to, history }, job),
    );
    this.#features.clear();
    this.#features.set(key, features);
    return features;
  }

  async summary(): Promise<TenantSummary> {
    const counts = await this.db.query(
      `select (select count(*) from events)::integer as events, (select count(*) from actors)::integer as actors,
              (select count(*) from types)::integer as types,
              (select epoch_us(min(ts))::double from events) as low, (select epoch_us(max(ts))::double from events) as high`,
    );
    const events = ints(counts, "events")[0]!;
    const day = (name: string) => (events === 0 ? null : localDate(this.zone, doubles(counts, name)[0]! / 1000));
    return {
      name: this.name,
      rows: sumRows(this.#files.map(({ rows }) => rows)),
      files: this.#files,
      events,
      actors: ints(counts, "actors")[0]!,
      types: ints(counts, "types")[0]!,
      actions: this.#actions,
      zone: this.zone,
      firstDay: day("low"),
      lastDay: day("high"),
      rootTypes: texts(await this.db.query("select name from types where root order by name limit 200"), "name"),
      doctor: this.#doctor,
    };
  }

  /** Number of rows of a table of the tenant. */
  async count(table: string): Promise<number> {
    return scalar(await this.db.query(`select count(*)::integer from ${table}`));
  }
}

/** Whether a mapping names a column that the vendor's file derives; those begin with an underscore. */
const usesDerived = (mapping: Mapping): boolean => /"_[a-z]/i.test(JSON.stringify(mapping));
