import type { VerdictLog } from "../casework/verdicts.ts";
import { ints, texts } from "../db/columns.ts";
import { quoteName } from "../db/database.ts";
import { type DuckdbParts, openDuckdb } from "../db/duckdb.ts";
import { wholeDay } from "../detectors/subspace/axis.ts";
import { subspaceDefaults } from "../detectors/subspace/input.ts";
import { type GpuDevice, probeDevice } from "../gpu/device.ts";
import { decodeBeside } from "../ingest/decode-beside.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import type {
  AuditResult,
  AuditSettings,
  CaseDetail,
  CaseSummary,
  Clears,
  ColumnInfo,
  CsvOptions,
  DetectorResult,
  Engine,
  EvaluateSettings,
  FilePlan,
  FitSettings,
  GivenVerdict,
  GraphSettings,
  Judged,
  ModelFolder,
  ModelResult,
  ModelSummary,
  OnProgress,
  PlantedSpan,
  ProfileSettings,
  QueueSettings,
  RejectedRow,
  RunFacts,
  ScoreSettings,
  SearchSettings,
  StoredTenant,
  SubspaceSettings,
  TableInfo,
  TableWindow,
  TenantSummary,
  UserPlace,
  UserProfile,
} from "./api.ts";
import { auditRankings, decided } from "./audit.ts";
import { type Case, type Cases, describeCase, makeCases, reasonsOf } from "./cases.ts";
import { ComputePool } from "./compute-pool.ts";
import { clearingP, clearsOf } from "./counterfactual.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace, rerankNearest } from "./detection.ts";
import { evaluateDetections, storeEvaluation } from "./evaluation.ts";
import { casesCsv, scoresCsv } from "./exports.ts";
import { runFacts } from "./facts.ts";
import { type Inspected, inspectFiles } from "./inspect.ts";
import { Jobs, ticking } from "./jobs.ts";
import { detectByModel } from "./model-detection.ts";
import { Models } from "./models.ts";
import { Nets } from "./nets.ts";
import { storeScores } from "./score-table.ts";
import { TableDesk } from "./table-desk.ts";
import type { ExportFormat } from "./table-export.ts";
import type { ColumnSummary, SummaryRequest } from "./table-summary.ts";
import type { TableView } from "./table-view.ts";
import { describeColumns, storeQuery } from "./tables.ts";
import { Tenant } from "./tenant.ts";
import { userPlaces, userProfileOf } from "./user-profiles.ts";
import { summariseUser } from "./user-summary.ts";
import { VerdictDesk } from "./verdict-desk.ts";

const windowDefaults = { history: 30, from: null, to: null };

/** Defaults of every setting; the standard notebook shows them. */
const defaults: {
  profile: ProfileSettings;
  subspace: SubspaceSettings;
  graph: GraphSettings;
  queue: QueueSettings;
  audit: AuditSettings;
  evaluate: EvaluateSettings;
} = {
  profile: { ...windowDefaults, alpha: 5, peers: "auto" },
  subspace: { ...windowDefaults, ...subspaceDefaults, axis: wholeDay },
  graph: {
    ...windowDefaults,
    steps: 2,
    nearest: 10,
    gap: 300,
    roots: null,
    barred: ["actor"],
    mutations: {},
    seed: 7,
    embedding: "handcrafted",
    training: {},
    net: null,
  },
  queue: { detectors: [], budget: 50, control: 0.1 },
  audit: { k: 50 },
  evaluate: { detectors: [], pairs: 10, before: 10, draws: 10, mutations: 0, seed: 1 },
};

/** Names that a cell may not take: the tenant's own tables and views, and those that work in progress is kept in. */
const ownTables =
  "files rejects actors types entities relationships attribute_values events refs attributes volumes event_ids actions action_refs log cells log_entities log_attributes staged contents repeated coded folded first_events event_slots event_heads event_actions incoming_actions incoming_action_refs incoming_events local_events entity_days day_events incoming_lines incoming_rows incoming_points incoming_rejects incoming_scores incoming_columns axis_days";
const reserved = new Set(ownTables.split(" "));

function refuseOwn(name: string): void {
  if (!reserved.has(name.toLowerCase())) return;
  throw new UserError(`${name} is the name of one of the tenant's own tables.`, {
    next: "Give the cell another name.",
  });
}

/** One tenant's engine: the whole of `Engine`, in the worker that owns the tenant. */
export class TenantEngine implements Engine {
  readonly #jobs = new Jobs();
  readonly #pool = new ComputePool();
  readonly #detections = new Map<string, Detection>();
  readonly #nets = new Nets();
  /** The detections of each cell that a stored model scored. */
  readonly #groups = new Map<string, readonly string[]>();
  readonly #models = new Models();
  #tenant: Tenant | null = null;
  #tables: TableDesk | null = null;
  #planted: readonly PlantedSpan[] | null = null;
  #device: GpuDevice | null = null;
  #seed = 7;
  #inspected: { readonly files: readonly File[]; readonly plans: readonly Inspected[] } | null = null;
  #queue: {
    readonly cases: Cases;
    readonly detections: readonly Detection[];
    readonly settings: QueueSettings;
  } | null = null;
  #desk: VerdictDesk | null = null;

  async open(parts: DuckdbParts, { seed }: { readonly name: string; readonly seed: number }): Promise<void> {
    this.#seed = seed;
    this.#tenant = await Tenant.create(await openDuckdb(parts), decodeBeside());
    this.#desk = new VerdictDesk(this.#tenant.id, this.#tenant.interesting);
    this.#device = await probeDevice();
  }

  get #openTables(): TableDesk {
    this.#tables ??= new TableDesk(this.#open.db);
    return this.#tables;
  }

  get #open(): Tenant {
    if (!this.#tenant) throw new UserError("No tenant is open.", { next: "Open one first." });
    return this.#tenant;
  }

  async inspect(files: readonly File[], onProgress: OnProgress): Promise<FilePlan[]> {
    const plans = await this.#jobs.run(onProgress, (job) =>
      this.#open.stopwatch.time("recognise", () => inspectFiles(files, job)),
    );
    this.#inspected = { files, plans };
    return plans.map(({ plan }) => plan);
  }

  importFiles(
    files: readonly File[],
    mappings: Readonly<Record<string, Mapping>>,
    onProgress: OnProgress,
  ): Promise<TenantSummary> {
    return this.#jobs.run(onProgress, async (job) => {
      const known = this.#inspected;
      const isSame =
        known?.files.length === files.length &&
        known.files.every(({ name, size }, i) => name === files[i]!.name && size === files[i]!.size);
      const plans = isSame ? known.plans : await this.#open.stopwatch.time("recognise", () => inspectFiles(files, job));
      this.#inspected = null;
      this.#detections.clear();
      this.#nets.clear();
      this.#groups.clear();
      this.#queue = null;
      await this.#open.importFiles(plans, mappings, job);
      return this.#open.summary();
    });
  }

  summary(): Promise<TenantSummary> {
    return this.#open.summary();
  }

  async rejects(offset: number, limit: number): Promise<RejectedRow[]> {
    const { db, raw } = this.#open;
    const table = await db.query(
      `select f.name as file, r.file as file_id, r.line, r.reason, coalesce(r.raw, '') as raw
       from rejects r join files f on f.id = r.file order by r.file, r.line limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`,
    );
    const columns = {
      file: texts(table, "file"),
      id: ints(table, "file_id"),
      line: ints(table, "line"),
      reason: texts(table, "reason"),
      raw: texts(table, "raw"),
    };
    const places = columns.file.map((_, i) => ({ file: columns.id[i]!, line: columns.line[i]! }));
    const records = await raw.rawRecords(places);
    return columns.file.map((file, i) => ({
      file,
      line: columns.line[i]!,
      reason: columns.reason[i]!,
      raw: columns.raw[i]! || (records[i] ?? ""),
    }));
  }

  async schema(): Promise<{ table: string; columns: ColumnInfo[] }[]> {
    const { db } = this.#open;
    const names = texts(
      await db.query(
        "select table_name from information_schema.tables where table_schema = 'main' order by table_name",
      ),
      "table_name",
    );
    return Promise.all(names.map(async (table) => ({ table, columns: await describeColumns(db, quoteName(table)) })));
  }

  sql(name: string, body: string, onProgress: OnProgress): Promise<TableInfo> {
    return this.#jobs.run(onProgress, (job) =>
      ticking(job, "The query runs", () => storeQuery(this.#open.db, name, body, reserved, job.signal)),
    );
  }

  window(name: string, offset: number, limit: number, view?: TableView): Promise<TableWindow> {
    return this.#openTables.window(name, offset, limit, view);
  }

  arrangeTable(name: string, view: TableView, ask: string): Promise<number> {
    return this.#openTables.arrange(name, view, ask);
  }

  summariseColumn(name: string, request: SummaryRequest, ask: string): Promise<ColumnSummary> {
    return this.#openTables.summarise(name, request, ask);
  }

  exportTable(
    name: string,
    what: { readonly view: TableView; readonly format: ExportFormat },
    ask: string,
    onProgress: OnProgress,
  ): Promise<Blob> {
    return this.#openTables.export(name, what, ask, onProgress);
  }

  async stopTable(ask: string): Promise<void> {
    this.#tables?.stop(ask);
  }

  profile(name: string, settings: Partial<ProfileSettings>, onProgress: OnProgress): Promise<DetectorResult> {
    const given = { ...defaults.profile, ...settings };
    return this.#detect(name, onProgress, (job) =>
      detectProfile(this.#open, name, given, { job, device: this.#device, pool: this.#pool }),
    );
  }

  subspace(name: string, settings: Partial<SubspaceSettings>, onProgress: OnProgress): Promise<DetectorResult> {
    const given = { ...defaults.subspace, ...settings };
    return this.#detect(name, onProgress, (job) =>
      detectSubspace(this.#open, name, given, { job, device: this.#device, pool: this.#pool }),
    );
  }

  graph(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<DetectorResult> {
    const given = { ...defaults.graph, seed: this.#seed, ...settings };
    return this.#detect(name, onProgress, (job) =>
      detectGraph(this.#open, name, given, { job, device: this.#device, pool: this.#pool, nets: this.#nets }),
    );
  }

  train(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<TableInfo> {
    refuseOwn(name);
    const given = { ...defaults.graph, seed: this.#seed, ...settings };
    return this.#jobs.run(onProgress, (job) =>
      this.#nets.train(this.#open, name, given, { job, device: this.#device, pool: this.#pool }),
    );
  }

  search(name: string, settings: Partial<SearchSettings>, onProgress: OnProgress): Promise<TableInfo> {
    refuseOwn(name);
    const given = { ...defaults.graph, budget: 120, trials: null, seed: this.#seed, ...settings };
    return this.#jobs.run(onProgress, (job) =>
      this.#nets.search(this.#open, name, given, { job, device: this.#device, pool: this.#pool }),
    );
  }

  async pauseTraining(isPaused: boolean): Promise<void> {
    if (isPaused) this.#nets.pause.pause();
    else this.#nets.pause.resume();
  }

  #detect(name: string, onProgress: OnProgress, work: (job: Job) => Promise<Detection>): Promise<DetectorResult> {
    refuseOwn(name);
    return this.#jobs.run(onProgress, async (job) => {
      const started = performance.now();
      const detection = await work(job);
      const result = await storeScores(this.#open.db, detection, { started, job });
      this.#detections.set(name, detection);
      return result;
    });
  }

  saveModel(name: string, settings: Partial<FitSettings>, onProgress: OnProgress): Promise<ModelSummary> {
    const given = { ...defaults.profile, ...defaults.subspace, ...defaults.graph, seed: this.#seed, ...settings };
    return this.#jobs.run(onProgress, (job) =>
      this.#models.save(this.#open, name, given, { backends: this.#backends, job }),
    );
  }

  models(): Promise<ModelFolder> {
    return this.#models.folder();
  }

  storedTenants(): Promise<readonly StoredTenant[]> {
    return this.#models.stored();
  }

  async useStoredTenant(id: string): Promise<ModelFolder> {
    await this.#models.use(id);
    return this.#models.folder();
  }

  async loadModel(id: string): Promise<void> {
    await this.#models.load(id);
  }

  unloadModel(id: string): Promise<void> {
    return this.#models.unload(id);
  }

  deleteModel(id: string): Promise<void> {
    return this.#models.delete(id);
  }

  exportModel(id: string): Promise<Blob> {
    return this.#models.export(id);
  }

  importModel(file: File): Promise<ModelSummary> {
    return this.#jobs.run(
      () => {},
      (job) => this.#models.import(file, this.#open, job),
    );
  }

  score(name: string, settings: Partial<ScoreSettings>, onProgress: OnProgress): Promise<ModelResult> {
    const { model: wanted, from, to } = { model: null, from: null, to: null, ...settings };
    return this.#jobs.run(onProgress, async (job) => {
      const started = performance.now();
      const found = await this.#models.find(wanted);
      job.report({ stage: `Loading ${found.name}`, done: 0, total: found.bytes, unit: "bytes" });
      const model = await this.#open.stopwatch.time("load", () => this.#models.load(found.id, job));
      const work = { from, to, backends: this.#backends, job };
      const { detections, ...said } = await detectByModel(this.#open, name, model, work);
      const results: DetectorResult[] = [];
      for (const detection of detections) {
        this.#detections.set(detection.name, detection);
        results.push(await storeScores(this.#open.db, detection, { started, job }));
      }
      this.#groups.set(
        name,
        detections.map((detection) => detection.name),
      );
      const milliseconds = performance.now() - started;
      return { model: { ...found, isLoaded: true }, ...said, milliseconds, results };
    });
  }

  get #backends() {
    return { device: this.#device, pool: this.#pool };
  }

  queue(_name: string, settings: Partial<QueueSettings>, onProgress: OnProgress): Promise<readonly CaseSummary[]> {
    return this.#jobs.run(onProgress, (job) => this.#rank({ ...defaults.queue, ...settings }, job));
  }

  /** The named detections, or all; they must judge the same actions and days. */
  #detectionsOf(names: readonly string[]): Detection[] {
    const wanted =
      names.length > 0 ? names.flatMap((name) => this.#groups.get(name) ?? [name]) : [...this.#detections.keys()];
    const detections = wanted.map((name) => {
      const detection = this.#detections.get(name);
      if (!detection)
        throw new UserError(`No detector cell named ${name} has run.`, {
          next: "Run it first, or take it out of the queue's list.",
        });
      if (!this.#isCurrent(detection))
        throw new UserError(`The events were folded into other actions since ${name} ran.`, {
          next: "Give all graph cells the same gap, and run them again.",
        });
      return detection;
    });
    const windows = new Set(
      detections.map(
        ({ features: { calendar } }) =>
          `${calendar.days[calendar.scored.from]} ${calendar.days[calendar.scored.to]} ${calendar.zone}`,
      ),
    );
    if (windows.size > 1) {
      throw new UserError("These detectors score different days.", {
        next: "Give their cells the same from and to.",
      });
    }
    return detections;
  }

  async #rank(settings: QueueSettings, job: Job): Promise<readonly CaseSummary[]> {
    const detections = this.#detectionsOf(settings.detectors);
    const cases = await this.#open.stopwatch.time("queue", () =>
      makeCases(this.#open, detections, { ...settings, seed: this.#seed, job }),
    );
    this.#queue = { cases, detections, settings };
    return this.#shown();
  }

  #shown(): readonly CaseSummary[] {
    return this.#queue?.cases.shown.map(({ summary }) => summary) ?? [];
  }

  evaluate(name: string, settings: Partial<EvaluateSettings>, onProgress: OnProgress): Promise<TableInfo> {
    refuseOwn(name);
    const given = { ...defaults.evaluate, ...settings };
    return this.#jobs.run(onProgress, async (job) => {
      const started = performance.now();
      const detections = this.#detectionsOf(given.detectors);
      const found = await evaluateDetections(detections, given, { device: this.#device, pool: this.#pool }, job);
      return storeEvaluation(this.#open, name, found, started);
    });
  }

  async audit(settings: Partial<AuditSettings>): Promise<AuditResult> {
    if (!this.#queue) throw new UserError("There is no queue to audit.", { next: "Run a queue cell above this one." });
    const { detections } = this.#queue;
    const options = { ...defaults.audit, seed: this.#seed, ...settings };
    const verdicts = decided(this.#judgeDesk.log);
    const rows = auditRankings(detections, options, { verdicts, truth: this.#planted });
    return { rows, filledBy: this.#planted ? "planted" : "verdicts" };
  }

  async reveal(planted: readonly PlantedSpan[]): Promise<void> {
    this.#planted = planted;
  }

  async case(id: string): Promise<CaseDetail> {
    const { found, detections } = this.#required(id);
    return describeCase(this.#open, detections, found);
  }

  async clears(id: string): Promise<Clears | null> {
    const { found, detections, queue } = this.#required(id);
    const { ranked } = found;
    const threshold = clearingP(queue.cases.ranked, queue.settings.budget);
    return clearsOf(this.#open, detections, { ranked, reasons: reasonsOf(detections, ranked), threshold });
  }

  async userSummary(actor: string): Promise<string> {
    return summariseUser(this.#queue?.detections ?? [], actor, this.#desk?.of(actor) ?? []);
  }

  verdict(id: string, given: GivenVerdict): Promise<Judged> {
    return this.#judge((desk) => desk.give(this.#required(id).found, given));
  }

  undoVerdict(): Promise<Judged> {
    return this.#judge((desk) =>
      desk.undo(({ actor, day }) =>
        this.#queue?.cases.shown.find(({ summary }) => summary.actor === actor && summary.day === day),
      ),
    );
  }

  async verdicts(): Promise<VerdictLog> {
    return this.#judgeDesk.log;
  }

  get #judgeDesk(): VerdictDesk {
    if (!this.#desk) throw new UserError("No tenant is open.", { next: "Open one first." });
    return this.#desk;
  }

  /** Changes the verdicts, and ranks anew where that changed the interesting roots. */
  #judge(change: (desk: VerdictDesk) => Promise<boolean>): Promise<Judged> {
    return this.#jobs.run(
      () => {},
      async (job) => {
        const cases = (await change(this.#judgeDesk)) ? await this.#rerank(job) : this.#shown();
        return { cases, verdicts: this.#judgeDesk.log };
      },
    );
  }

  #required(id: string) {
    const found = this.#caseOf(id);
    if (!found || !this.#queue)
      throw new UserError("The queue no longer has this case.", { next: "Pick one from the queue as it is now." });
    return { found, detections: this.#queue.detections, queue: this.#queue };
  }

  async profileOf(actor: string): Promise<UserProfile> {
    return userProfileOf(this.#lastProfile(), actor);
  }

  async userMap(): Promise<readonly UserPlace[]> {
    return userPlaces(this.#lastProfile());
  }

  #lastProfile(): Detection {
    const found = [...this.#detections.values()].findLast(({ profile }) => profile);
    if (!found) throw new UserError("No profile cell has run.", { next: "Run one first." });
    return found;
  }

  star(id: string, on: boolean): Promise<readonly CaseSummary[]> {
    return this.#jobs.run(
      () => {},
      async (job) => {
        const { interesting } = this.#open;
        const action = this.#caseOf(id)?.ranked.action ?? -1;
        if (!on) interesting.unstar(id);
        else if (action >= 0) await interesting.star(id, action);
        return this.#rerank(job);
      },
    );
  }

  /** Ranks by the interesting roots as they are now. */
  async #rerank(job: Job): Promise<readonly CaseSummary[]> {
    for (const [name, detection] of this.#detections) {
      if (detection.detector === "graph" && this.#isCurrent(detection))
        this.#detections.set(name, await rerankNearest(detection, await this.#open.interesting.actions(), job));
    }
    return this.#queue ? this.#rank(this.#queue.settings, job) : [];
  }

  /** Whether the actions are still numbered as when a detector read them. */
  #isCurrent({ folding }: Detection): boolean {
    return folding === undefined || folding === this.#open.folding;
  }

  #caseOf(id: string): Case | undefined {
    if (!this.#queue?.detections.every((detection) => this.#isCurrent(detection))) return undefined;
    return this.#queue.cases.shown.find(({ summary }) => summary.id === id);
  }

  async like(ids: readonly string[]): Promise<void> {
    await this.#open.interesting.like(ids);
  }

  scoresCsv(options?: CsvOptions, onProgress: OnProgress = () => {}): Promise<string> {
    return this.#jobs.run(onProgress, (job) => {
      const current = [...this.#detections.values()].filter((detection) => this.#isCurrent(detection));
      return scoresCsv(this.#open, current, options, job);
    });
  }

  async casesCsv(options?: CsvOptions): Promise<string> {
    return casesCsv(this.#queue?.cases.ranked ?? [], options);
  }

  facts(): Promise<RunFacts> {
    const backends = [...this.#detections.values()].flatMap(({ ranked }) => ranked.map(({ scores }) => scores.backend));
    const detectors = [...this.#detections.values()].map(({ name, facts = [] }) => ({ name, facts }));
    return runFacts(this.#open, { seed: this.#seed, backends, detectors });
  }

  async cancel(): Promise<void> {
    this.#jobs.cancel();
  }
}
