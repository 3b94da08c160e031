import type { CaseSummary } from "../../engine/api/cases.ts";
import type { DetectorResult } from "../../engine/api/detectors.ts";
import type { ModelResult, ModelSummary } from "../../engine/api/models.ts";
import type { AuditResult } from "../../engine/api/queue.ts";
import type { TableInfo, TableWindow } from "../../engine/api/tables.ts";
import type { Engine } from "../../engine/api.ts";
import type { OnProgress } from "../../lib/job.ts";

/** What a cell gave. */
export type CellResult =
  | { readonly kind: "table"; readonly table: TableInfo }
  | { readonly kind: "chart"; readonly spec: PlotSpec; readonly table: TableInfo; readonly data: TableWindow }
  | { readonly kind: "scores"; readonly result: DetectorResult }
  | { readonly kind: "model"; readonly model: ModelSummary; readonly milliseconds: number }
  | { readonly kind: "judged"; readonly result: ModelResult }
  | { readonly kind: "cases"; readonly cases: readonly CaseSummary[]; readonly milliseconds: number }
  | ({ readonly kind: "audit" } & AuditResult);

/** A declarative chart: Observable Plot's marks and scales, with columns named by texts. */
export interface PlotSpec {
  readonly data: string;
  readonly title: string;
  readonly marks: readonly Readonly<Record<string, unknown>>[];
  /** Plot's top-level options that are plain data: scales, height, margins. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The part of the engine that cells run on; the worker's proxy has the same methods. */
export type CellEngine = {
  [Method in
    | "sql"
    | "window"
    | "profile"
    | "subspace"
    | "graph"
    | "train"
    | "search"
    | "queue"
    | "audit"
    | "evaluate"
    | "saveModel"
    | "score"]: (...given: Parameters<Engine[Method]>) => Promise<Awaited<ReturnType<Engine[Method]>>>;
};

/** What a cell runs with: the results of the cells that it reads are there before it starts. */
export interface CellContext {
  readonly engine: CellEngine;
  readonly onProgress: OnProgress;
  /** Result of a cell that this one reads. */
  cell(name: string): CellResult;
}

/** One kind of cell. */
export interface CellKind {
  readonly type: string;
  readonly title: string;
  /** Language of the body, for the editor. */
  readonly language: "sql" | "yaml";
  /** Whether its work can be held between two steps, by `pauseTraining`. */
  readonly canPause?: boolean;
  /** What a new cell of this kind holds. */
  readonly template: string;
  /** Which of the other cells' names the body reads. */
  reads(body: string, names: readonly string[]): readonly string[];
  /** @throws UserError when the body asks for what can't be had */
  run(context: CellContext, name: string, body: string): Promise<CellResult>;
}
