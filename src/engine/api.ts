import type { CaseCalls } from "./api/cases.ts";
import type { CellCalls } from "./api/cells.ts";
import type { DetectorCalls } from "./api/detectors.ts";
import type { ExportCalls } from "./api/exports.ts";
import type { ImportCalls } from "./api/imports.ts";
import type { KeepCalls } from "./api/keep.ts";
import type { ModelCalls } from "./api/models.ts";
import type { PageCalls } from "./api/pages.ts";
import type { QueueCalls } from "./api/queue.ts";
import type { TableCalls } from "./api/tables.ts";
import type { UserCalls } from "./api/users.ts";
import type { VaultCalls } from "./api/vault.ts";

/** Blob URLs of what an engine starts beside itself. */
export interface EngineParts {
  /** DuckDB's worker script and its module. */
  readonly worker: string;
  readonly wasm: string;
  /** QuickJS's module; without it no script runs. */
  readonly quickjs?: string;
}

/**
 * One tenant's engine, in its own worker: everything the window may ask of it. Long calls report progress and end with
 * `Cancelled` within a second of `cancel()`.
 */
export interface Engine
  extends ImportCalls,
    KeepCalls,
    TableCalls,
    CellCalls,
    DetectorCalls,
    ModelCalls,
    QueueCalls,
    CaseCalls,
    UserCalls,
    PageCalls,
    ExportCalls,
    VaultCalls {
  open(parts: EngineParts, options: { readonly name: string; readonly seed: number }): Promise<void>;
  cancel(): Promise<void>;
}
