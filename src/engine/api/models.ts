import type { OnProgress } from "../../lib/job.ts";
import type { DetectorResult, GraphSettings, ProfileSettings, SubspaceSettings } from "./detectors.ts";

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
  /** Empty while it is locked. */
  readonly name: string;
  readonly models: number;
  /** When its passphrase was set or changed, ISO 8601, UTC; null where it has none. */
  readonly lockedSince: string | null;
}

/** What a model is fitted with; what isn't given is as in the detectors' cells. */
export interface FitSettings extends Omit<ProfileSettings & SubspaceSettings & GraphSettings, "from" | "to"> {
  /** Last local day of the history, ISO; null for the last that has data. */
  readonly to: string | null;
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

/** Models of the tenant: fitted, kept, moved and scored with. */
export interface ModelCalls {
  /** Fits all detectors on the tenant as it is and keeps the model in its folder. */
  saveModel(name: string, settings: Partial<FitSettings>, onProgress: OnProgress): Promise<ModelSummary>;
  models(): Promise<ModelFolder>;
  /** Tenants on this disk that the open one may be said to be. */
  storedTenants(): Promise<readonly StoredTenant[]>;
  /** Says that the open tenant is a stored one: its models are then this one's. */
  useStoredTenant(id: string, passphrase?: string): Promise<ModelFolder>;
  loadModel(id: string): Promise<void>;
  unloadModel(id: string): Promise<void>;
  deleteModel(id: string): Promise<void>;
  exportModel(id: string): Promise<Blob>;
  /** Takes in an exported model; a tenant without a folder becomes the one that the model is of. */
  importModel(file: File): Promise<ModelSummary>;
  /** Scores the days that a stored model doesn't know, without fitting. A queue names the cell for all of its detectors. */
  score(name: string, settings: Partial<ScoreSettings>, onProgress: OnProgress): Promise<ModelResult>;
}
