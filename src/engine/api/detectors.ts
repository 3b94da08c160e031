import type { GraphRunSettings } from "../../detectors/graph/run.ts";
import type { ThinWindow } from "../../features/thin-window.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { TableInfo } from "./tables.ts";

/** Which days a detector scores, and by how many before them; every default is shown in the standard notebook. */
export interface WindowSettings {
  /** Days of history before a scored day. */
  readonly history: number;
  /** First and last scored local day, ISO; null: the last seven days that have data. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Settings of the profile: what a user's own history says of a day. */
export interface ProfileSettings extends WindowSettings {
  /** Weight of the tenant's distribution in a user's. */
  readonly alpha: number;
  /** `auto`: peers are who does alike; else the attribute or entity type whose values are the peer groups. */
  readonly peers: string;
}

/** Settings of the subspace: which combinations of counts are usual. */
export interface SubspaceSettings extends WindowSettings {
  readonly rank: "auto" | number;
  readonly energy: number;
  readonly transform: "anscombe" | "log1p";
  /** What the vectors of a day count: `all`, `type`, `hour`, `entity`, `attribute:<name>` or an entity type. */
  readonly axis: string;
  readonly weekdays: "split" | "pooled";
}

/** Settings of the graph: what surrounds an action, and what its ranking learns from. */
export interface GraphSettings extends WindowSettings, Required<GraphRunSettings> {
  /** Seconds. */
  readonly gap: number;
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
  /** Set where the log runs out before the scored days. */
  readonly thin?: ThinWindow;
  /** What else is known of how it was found, in sentences: hashed columns, measured false alarms. */
  readonly facts: readonly string[];
  /** The table that holds its scores: actor, day, action, score, p, rank. */
  readonly table: TableInfo;
}

/** The detectors, run on the tenant itself. */
export interface DetectorCalls {
  profile(name: string, settings: Partial<ProfileSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  subspace(name: string, settings: Partial<SubspaceSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  graph(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<DetectorResult>;
  /** Trains an embedding and keeps it under the name; gives the table of its learning curve: step, loss, objective. */
  train(name: string, settings: Partial<GraphSettings>, onProgress: OnProgress): Promise<TableInfo>;
  /** Searches for settings of training; gives the table of its trials, best first. */
  search(name: string, settings: Partial<SearchSettings>, onProgress: OnProgress): Promise<TableInfo>;
  /** Holds training between two steps, or lets it go on. */
  pauseTraining(isPaused: boolean): Promise<void>;
  /** Injects, measures what the named detector cells find of it, and stores that as a table; the tenant stays as it is. */
  evaluate(name: string, settings: Partial<EvaluateSettings>, onProgress: OnProgress): Promise<TableInfo>;
}
