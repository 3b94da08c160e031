import type { Judgement, VerdictLog } from "../casework/verdicts.ts";
import type { EmbeddingKind } from "../detectors/graph/embedder.ts";
import type { TrainingSettings } from "../detectors/graph/gnn/settings.ts";
import type { ProfileFeature } from "../detectors/profile/user-profile.ts";
import type { Reason } from "../detectors/scores.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type { FileReport, RowCounts } from "../ingest/report.ts";
import type { Progress } from "../lib/job.ts";
import type { AuditRow } from "../ranking/audit-table.ts";
import type { ExportFormat } from "./table-export.ts";
import type { ColumnSummary, SummaryRequest } from "./table-summary.ts";
import type { TableView } from "./table-view.ts";

/** What a file was recognised as, before anything of it is imported. */
export interface FilePlan {
  readonly name: string;
  readonly bytes: number;
  /** `CSV, semicolon, gzip, UTF-8` … */
  readonly format: string;
  readonly vendor: string | null;
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  /** First records, columns × texts, as read. */
  readonly preview: readonly (readonly string[])[];
  /** Null where time or actor can't be found: `problem` then says what is missing. */
  readonly mapping: Mapping | null;
  /** Why each part of the mapping was suggested: `time: every one of 200 values parses as d/m/Y H:M, and 31 only so`. */
  readonly reasons: readonly { readonly part: string; readonly text: string }[];
  readonly problem: { readonly what: string; readonly next: string } | null;
}

export interface RejectedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

export interface TenantSummary {
  readonly name: string;
  readonly rows: RowCounts;
  readonly files: readonly FileReport[];
  readonly events: number;
  readonly actors: number;
  readonly types: number;
  readonly actions: number;
  readonly zone: string;
  /** Local dates, ISO; null where there is no event. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly rootTypes: readonly string[];
  /** Findings of the time doctor and the identity doctor, in words. */
  readonly doctor: readonly string[];
}

export interface ColumnInfo {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "boolean" | "other";
  /** SQL type as DuckDB names it. */
  readonly sqlType: string;
}

/** Values as shown: numbers, texts (times ISO 8601 in UTC), booleans, null. BIGINT beyond 2^53 is text. */
export type CellValue = number | string | boolean | null;

/** A named table of the tenant's database, as a cell gives it. */
export interface TableInfo {
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
  readonly rows: number;
  readonly milliseconds: number;
}

export interface TableWindow {
  readonly offset: number;
  readonly rows: readonly (readonly CellValue[])[];
}

/** Settings of the detectors; every default is shown in the standard notebook. */
export interface WindowSettings {
  /** Days of history before a scored day. */
  readonly history: number;
  /** First and last scored local day, ISO; null: the last seven days that have data. */
  readonly from: string | null;
  readonly to: string | null;
}
export interface ProfileSettings extends WindowSettings {
  /** Weight of the tenant's distribution in a user's. */
  readonly alpha: number;
  /** `auto`: peers are who does alike; else the attribute or entity type whose values are the peer groups. */
  readonly peers: string;
}
export interface SubspaceSettings extends WindowSettings {
  readonly rank: "auto" | number;
  readonly energy: number;
  readonly transform: "anscombe" | "log1p";
  /** What the vectors of a day count: `all`, `type`, `hour`, `entity`, `attribute:<name>` or an entity type. */
  readonly axis: string;
  readonly weekdays: "split" | "pooled";
}
export interface GraphSettings extends WindowSettings {
  readonly steps: number;
  readonly nearest: number;
  /** Seconds. */
  readonly gap: number;
  readonly roots: readonly string[] | null;
  /** Entity types that are not traversed after the first step. */
  readonly barred: readonly string[];
  readonly mutations: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly embedding: EmbeddingKind;
  /** Of the trained embedding (`gnn`); what is not named keeps its default. */
  readonly training: Partial<TrainingSettings>;
  /** The train cell whose embedding is used; null: the graph cell trains its own. */
  readonly net: string | null;
}
/** Settings of a search for how to train: those of the graph whose roots are learnt from, and how long it may take. */
export interface SearchSettings extends GraphSettings {
  /** Seconds. */
  readonly budget: number;
  /** Combinations to start with; null: as many as the time allows. */
  readonly trials: number | null;
}
/** How detection is tried on the tenant itself. */
export interface EvaluateSettings {
  /** Detector cells; none: all that have run. */
  readonly detectors: readonly string[];
  /** Pairs of users whose ids are swapped from the first scored day on, and active days of history that each must have. */
  readonly pairs: number;
  readonly before: number;
  /** How often, each time with other pairs. */
  readonly draws: number;
  /** Draws in which roots are mutated, one class at a time: each runs the graph detector thirteen times. */
  readonly mutations: number;
  readonly seed: number;
}
export interface QueueSettings {
  readonly detectors: readonly string[];
  readonly budget: number;
  /** Share of the budget that is drawn by chance from all scored user-days, unmarked: its verdicts give the base rate. */
  readonly control: number;
}

export interface AuditSettings {
  /** How many of each ranking's first user-days count. */
  readonly k: number;
}

/** What a demo planted: somebody's local days, ISO, both included. */
export interface PlantedSpan {
  readonly actor: string;
  readonly from: string;
  readonly to: string;
}

/** The paper's table, and what filled it. */
export interface AuditResult {
  readonly rows: readonly AuditRow[];
  readonly filledBy: "verdicts" | "planted";
}

/** What a detector cell gives, for its line and its chart. */
export interface DetectorResult {
  readonly name: string;
  readonly detector: string;
  readonly backend: string;
  readonly milliseconds: number;
  readonly items: number;
  readonly null: number;
  readonly unscored: readonly { readonly reason: string; readonly count: number }[];
  /** Finding, as a sentence: `14 of 21,700 user-days lie beyond anything their own month explains`. */
  readonly finding: string;
  /** What else is known of how it was found, in sentences: hashed columns, measured false alarms. */
  readonly facts: readonly string[];
  /** The table that holds its scores: actor, day, action, score, p, rank. */
  readonly table: TableInfo;
}

/** A fitted model of the tenant, as a list shows it. */
export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  /** When it was fitted, ISO 8601, UTC. */
  readonly made: string;
  /** Local days that it was fitted on, ISO, and their zone. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly events: number;
  readonly users: number;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly rows: number }[];
  readonly bytes: number;
  /** Whether it is held in memory. */
  readonly isLoaded: boolean;
}

/** The models of the open tenant, and how its folder stands. */
export interface ModelFolder {
  /** Null until the tenant has a folder: with its first model, or when it is said to be a stored one. */
  readonly tenant: string | null;
  /** False while another tab writes it. */
  readonly isWritable: boolean;
  /** False where the browser gives no place on disk: models are then gone with the tab. */
  readonly isKept: boolean;
  readonly heldBytes: number;
  readonly models: readonly ModelSummary[];
}

/** A tenant that has a folder on this disk. */
export interface StoredTenant {
  readonly id: string;
  readonly name: string;
  readonly models: number;
}

/** What a model is fitted with; what isn't given is as in the detectors' cells. */
export interface FitSettings {
  /** Last local day of the history, ISO; null for the last that has data. */
  readonly to: string | null;
  readonly history: number;
  readonly alpha: number;
  readonly peers: string;
  readonly rank: "auto" | number;
  readonly energy: number;
  readonly transform: "anscombe" | "log1p";
  readonly axis: string;
  readonly weekdays: "split" | "pooled";
  readonly roots: readonly string[] | null;
  readonly steps: number;
  readonly nearest: number;
  readonly gap: number;
  readonly barred: readonly string[];
  readonly mutations: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** What a stored model scores: by default the newest, all days that it doesn't know. */
export interface ScoreSettings {
  /** Its name or id; null for the one fitted last. */
  readonly model: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a model said of an export's days. */
export interface ModelResult {
  readonly model: ModelSummary;
  /** Scored local days, ISO. */
  readonly from: string;
  readonly to: string;
  /** What it can't judge, in words. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
  readonly results: readonly DetectorResult[];
}

export interface DetectorOpinion {
  readonly detector: string;
  /** Null: it had no say, and `reason` says why. */
  readonly p: number | null;
  readonly rank: number | null;
  readonly of: number;
  readonly reason?: string;
}

export interface CaseSummary {
  readonly id: string;
  readonly rank: number;
  readonly actor: string;
  /** ISO local day. */
  readonly day: string;
  readonly actionId: string | null;
  readonly p: number;
  readonly opinions: readonly DetectorOpinion[];
  readonly headline: string;
}

export interface RawRow {
  readonly file: string;
  readonly line: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly type: string;
  readonly entities: readonly { readonly type: string; readonly name: string }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Whether a reason points at it. */
  readonly hit: boolean;
  /** The record as it stands in the file; null where the file is no longer at hand. */
  readonly raw: string | null;
}

/** The rooted subgraph, for a picture. Node 0 is the root. */
export interface SubgraphPicture {
  readonly title: string;
  readonly nodes: readonly {
    readonly kind: "root" | "action" | "actor" | "entity";
    readonly label: string;
    /** Hours from the root's start; null for entities. */
    readonly offset: number | null;
    readonly entityType: string | null;
    readonly events: number;
    readonly rows: readonly RawRow[];
  }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly relationship: string }[];
  /** What its peers have and it lacks, in words. */
  readonly missing: readonly string[];
  readonly omitted: number;
}

/** A normal day or root beside a case: whose, when, and what differs, in words and numbers. */
export interface NearestNormal {
  readonly kind: "day" | "root";
  /** `own`: the same user's; `other`: somebody else's. */
  readonly whose: "own" | "other";
  readonly actor: string;
  /** ISO local day, or the root's start as ISO 8601 in UTC. */
  readonly when: string;
  /** `91 % alike`, `0.42 apart`. */
  readonly likeness: string;
  readonly differences: readonly { readonly label: string; readonly here: string; readonly there: string }[];
}

/** The fewest events found without which a case would not be in the queue. */
export interface Clears {
  readonly sentence: string;
  /** Whether that is so; else the sentence says what comes nearest. */
  readonly clears: boolean;
  /** Fused p of the day without them. */
  readonly p: number;
  readonly groups: readonly { readonly words: string; readonly removed: number; readonly of: number }[];
}

/** A verdict as the analyst gives it. */
export interface GivenVerdict {
  readonly verdict: Judgement;
  readonly reason?: string;
  readonly tags?: readonly string[];
}

/** What follows a verdict: the queue, ranked anew where a root was confirmed, and all verdicts. */
export interface Judged {
  readonly cases: readonly CaseSummary[];
  readonly verdicts: VerdictLog;
}

export interface CaseDetail extends CaseSummary {
  /** Short facts beside the headline: `1 in 21,000 user-days look like this`. */
  readonly facts: readonly string[];
  readonly reasons: readonly Reason[];
  readonly heat: {
    readonly days: readonly string[];
    readonly types: readonly string[];
    /** types × days, row-major. */
    readonly counts: readonly number[];
    /** Index of the case's day in `days`. */
    readonly marked: number;
    /** Unusual types of that day. */
    readonly hits: readonly string[];
  };
  /** Events by local hour: the mean of a history day, and this day. */
  readonly hours: { readonly usual: readonly number[]; readonly day: readonly number[] };
  /** What the subspace leaves unexplained, signed, largest first. */
  readonly residuals: readonly { readonly type: string; readonly observed: number; readonly explained: number }[];
  readonly subgraph: SubgraphPicture | null;
  /** Whom the day resembles: nats a value more likely than under the user's own profile. */
  readonly resembles: readonly { readonly actor: string; readonly gain: number }[];
  readonly peers: {
    readonly group: string;
    readonly median: number;
    readonly own: number;
    readonly type: string;
  } | null;
  readonly nearest: readonly NearestNormal[];
  /** What was expected of the day and is missing, in sentences. */
  readonly missing: readonly string[];
  /** How far the detectors agree, in a sentence. */
  readonly agreement: string;
  /** Whether chance drew it, for the control arm. */
  readonly control: boolean;
  readonly rows: readonly RawRow[];
  readonly totalRows: number;
}

/** A user's profile: what the days before the scored window were like. */
export interface UserProfile {
  readonly actor: string;
  /** What his peers do, or the value that they share; null where he has none. */
  readonly group: string | null;
  readonly peers: number;
  /** Every feature with its statistics over the history days; days are ISO, null where there is none. */
  readonly features: readonly (Omit<ProfileFeature, "first" | "last"> & {
    readonly first: string | null;
    readonly last: string | null;
  })[];
}

/** One user on the map of users: near are those who do alike. */
export interface UserPlace {
  readonly actor: string;
  readonly x: number;
  readonly y: number;
  readonly group: string | null;
}

/** What a report and `run.json` say about the run. */
export interface RunFacts {
  readonly version: string;
  readonly backend: string;
  readonly seed: number;
  readonly rows: RowCounts;
  readonly files: readonly {
    readonly name: string;
    readonly format: string;
    readonly vendor: string | null;
    readonly rows: RowCounts;
    readonly sha256: string;
  }[];
  readonly actors: number;
  readonly types: number;
  /** What each detector cell says of how it found what it found. */
  readonly detectors: readonly { readonly name: string; readonly facts: readonly string[] }[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakBytes: number;
}

export type OnProgress = (progress: Progress) => void;

/** How a table is written as CSV. */
export interface CsvOptions {
  readonly isForSpreadsheet?: boolean;
}

/**
 * One tenant's engine, in its own worker: everything the window may ask of it. Long calls report progress and end with
 * `Cancelled` within a second of `cancel()`.
 */
export interface Engine {
  open(
    parts: { readonly worker: string; readonly wasm: string },
    options: { readonly name: string; readonly seed: number },
  ): Promise<void>;
  /** Recognises files (archives are opened) without importing them. */
  inspect(files: readonly File[], onProgress: OnProgress): Promise<FilePlan[]>;
  /** Imports files by their plans' (perhaps edited) mappings: `mappings[name]`, or the suggested one. */
  importFiles(
    files: readonly File[],
    mappings: Readonly<Record<string, Mapping>>,
    onProgress: OnProgress,
  ): Promise<TenantSummary>;
  summary(): Promise<TenantSummary>;
  rejects(offset: number, limit: number): Promise<RejectedRow[]>;
  /** The tables and columns that SQL may name, the results of cells included. */
  schema(): Promise<{ readonly table: string; readonly columns: readonly ColumnInfo[] }[]>;
  sql(name: string, body: string, onProgress: OnProgress): Promise<TableInfo>;
  /** Rows of a stored table, sorted and filtered as the view says. */
  window(name: string, offset: number, limit: number, view?: TableView): Promise<TableWindow>;
  /** Sorts and filters a table so that windows of the view are quick; gives how many rows it has. `stopTable(ask)` stops it. */
  arrangeTable(name: string, view: TableView, ask: string): Promise<number>;
  /** How a column's values are spread. `stopTable(ask)` stops it. */
  summariseColumn(name: string, request: SummaryRequest, ask: string): Promise<ColumnSummary>;
  /** A view of a table as a CSV or Parquet file. `stopTable(ask)` stops it. */
  exportTable(
    name: string,
    what: { readonly view: TableView; readonly format: ExportFormat },
    ask: string,
    onProgress: OnProgress,
  ): Promise<Blob>;
  stopTable(ask: string): Promise<void>;
  profile(name: string, settings: Partial<ProfileSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  subspace(name: string, settings: Partial<SubspaceSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  graph(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  /** Trains an embedding and keeps it under the name; gives the table of its learning curve: step, loss, objective. */
  train(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<TableInfo>;
  /** Searches for settings of training; gives the table of its trials, best first. */
  search(name: string, settings: Partial<SearchSettings>, onProgress: OnProgress): Promise<TableInfo>;
  /** Holds training between two steps, or lets it go on. */
  pauseTraining(isPaused: boolean): Promise<void>;
  /** Fits all detectors on the tenant as it is and keeps the model in its folder. */
  saveModel(name: string, settings: Partial<FitSettings>, onProgress: OnProgress): Promise<ModelSummary>;
  models(): Promise<ModelFolder>;
  /** Tenants on this disk that the open one may be said to be. */
  storedTenants(): Promise<readonly StoredTenant[]>;
  /** Says that the open tenant is a stored one: its models are then this one's. */
  useStoredTenant(id: string): Promise<ModelFolder>;
  loadModel(id: string): Promise<void>;
  unloadModel(id: string): Promise<void>;
  deleteModel(id: string): Promise<void>;
  exportModel(id: string): Promise<Blob>;
  /** Takes in an exported model; a tenant without a folder becomes the one that the model is of. */
  importModel(file: File): Promise<ModelSummary>;
  /** Scores the days that a stored model doesn't know, without fitting. A queue names the cell for all of its detectors. */
  score(name: string, settings: Partial<ScoreSettings>, onProgress: OnProgress): Promise<ModelResult>;
  /** Ranks what the named detector cells gave. */
  queue(name: string, settings: Partial<QueueSettings>, onProgress: OnProgress): Promise<readonly CaseSummary[]>;
  /** The paper's table of the last queue's rankings, with the random control arm. @throws UserError before any queue has run */
  audit(settings: Partial<AuditSettings>): Promise<AuditResult>;
  /** Injects, measures what the named detector cells find of it, and stores that as a table; the tenant stays as it is. */
  evaluate(name: string, settings: Partial<EvaluateSettings>, onProgress: OnProgress): Promise<TableInfo>;
  /** Tells what the open demo planted: from then on it fills the audit in place of verdicts. */
  reveal(planted: readonly PlantedSpan[]): Promise<void>;
  case(id: string): Promise<CaseDetail>;
  /** The fewest events whose removal clears a case; null where it only just stands out. */
  clears(id: string): Promise<Clears | null>;
  /** An actor's scored window in a paragraph, built from the facts. */
  userSummary(actor: string): Promise<string>;
  /** Gives a verdict on a case of the queue. A root that is worth auditing joins the interesting set, and the queue follows. */
  verdict(id: string, given: GivenVerdict): Promise<Judged>;
  /** Takes the verdict given last back. */
  undoVerdict(): Promise<Judged>;
  verdicts(): Promise<VerdictLog>;
  /** A user's profile, as the profile cell that ran last has it. */
  profileOf(actor: string): Promise<UserProfile>;
  /** All users on a plane, for the profile cell that ran last. */
  userMap(): Promise<readonly UserPlace[]>;
  /** Stars or unstars a case: its roots join the interesting set, and the nearest-neighbour ranking follows. */
  star(id: string, on: boolean): Promise<readonly CaseSummary[]>;
  /** Known interesting roots, by the log's own id or by action number. */
  like(ids: readonly string[]): Promise<void>;
  /** Names are as in the logs, unless the file is for a spreadsheet: then what it would run as a formula is disarmed. */
  scoresCsv(options?: CsvOptions, onProgress?: OnProgress): Promise<string>;
  casesCsv(options?: CsvOptions): Promise<string>;
  facts(): Promise<RunFacts>;
  cancel(): Promise<void>;
}
