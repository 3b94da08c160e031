import type { CaseSummary } from "../../engine/api/cases.ts";
import type { DetectorResult } from "../../engine/api/detectors.ts";
import type { ModelResult, ModelSummary } from "../../engine/api/models.ts";
import type { AuditResult } from "../../engine/api/queue.ts";
import type { TableInfo, TableWindow } from "../../engine/api/tables.ts";
import type { Engine } from "../../engine/api.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { Checks } from "../settings.ts";
import type { InputControl } from "./control.ts";

/** What a cell gave. */
export type CellResult =
  | { readonly kind: "table"; readonly table: TableInfo }
  | {
      readonly kind: "chart";
      readonly spec: PlotSpec;
      readonly table: TableInfo;
      readonly data: TableWindow;
      readonly brushed: Selection | null;
    }
  | { readonly kind: "text"; readonly text: string; readonly milliseconds: number }
  | { readonly kind: "input"; readonly control: InputControl; readonly table: TableInfo }
  | {
      readonly kind: "source";
      /** A row a file: file, format, vendor, rows, typed, rejected, duplicate. */
      readonly table: TableInfo;
      /** The canonical tables with their rows. */
      readonly tables: readonly { readonly name: string; readonly rows: number }[];
      /** Files that the notebook names and the tenant lacks. */
      readonly missing: readonly string[];
      /** Where the notebook's mappings differ from those of the import, in sentences. */
      readonly differences: readonly string[];
      /** The body that says what was imported. */
      readonly asImported: string;
    }
  | { readonly kind: "scores"; readonly result: DetectorResult }
  | { readonly kind: "model"; readonly model: ModelSummary; readonly milliseconds: number }
  | { readonly kind: "judged"; readonly result: ModelResult }
  | { readonly kind: "cases"; readonly cases: readonly CaseSummary[]; readonly milliseconds: number }
  | ({ readonly kind: "audit" } & AuditResult);

/** What is brushed on a chart, as texts; both ends are included. */
export interface Selection {
  readonly lo: string;
  readonly hi: string;
}

/** What a chart is brushed by, and what of it is brushed. */
export interface Brush {
  /** The column that lies along x; null where none does. */
  readonly column: string | null;
  readonly selection: Selection | null;
}

/** A declarative chart: Observable Plot's marks and scales, with columns named by texts. */
export interface PlotSpec {
  readonly data: string;
  readonly title: string;
  readonly marks: readonly Readonly<Record<string, unknown>>[];
  /** Plot's top-level options that are plain data: scales, height, margins. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The axis along which it may be brushed. */
  readonly brush: "x" | null;
  /** The chart whose brush leaves the rows that are drawn; null where all are. */
  readonly within: string | null;
}

/** The part of the engine that cells run on; the worker's proxy has the same methods. */
export type CellEngine = {
  [Method in
    | "sql"
    | "script"
    | "values"
    | "brush"
    | "distinct"
    | "source"
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
  /** What is brushed on this cell's chart. */
  readonly selection: Selection | null;
  /** What the cell gave before, where nothing but what is brushed has changed since; else null. */
  readonly before: CellResult | null;
  /** Results of the cells that this one reads. */
  readonly inputs: ReadonlyMap<string, CellResult>;
  /** One of them. @throws UserError where there is none of that name */
  cell(name: string): CellResult;
  /** What is brushed on a chart that this cell reads for that alone; null for any other name. */
  brush(name: string): Brush | null;
}

/** One kind of cell. */
export interface CellKind {
  readonly type: string;
  readonly title: string;
  /** Language of the body, for the editor. */
  readonly language: "sql" | "yaml" | "javascript";
  /** Whether its work can be held between two steps, by `pauseTraining`. */
  readonly canPause?: boolean;
  /** What its settings may be, where the body is a list of settings. */
  readonly checks?: Checks;
  /** What a new cell of this kind holds. */
  readonly template: string;
  /** Which of the other cells' names the body reads. */
  reads(body: string, names: readonly string[]): readonly string[];
  /** Whether, of a chart that the body reads, it takes no more than what is brushed there. */
  takesBrush?(body: string, name: string): boolean;
  /** What its chart is brushed by, as the body says it; null where it can't be brushed. */
  brushedBy?(body: string): Pick<Brush, "column"> | null;
  /** @throws UserError when the body asks for what can't be had */
  run(context: CellContext, name: string, body: string): Promise<CellResult>;
}
