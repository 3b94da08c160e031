import type { CaseCalls } from "./api/cases.ts";
import type { DetectorCalls } from "./api/detectors.ts";
import type { ExportCalls } from "./api/exports.ts";
import type { ImportCalls } from "./api/imports.ts";
import type { ModelCalls } from "./api/models.ts";
import type { QueueCalls } from "./api/queue.ts";
import type { TableCalls } from "./api/tables.ts";
import type { UserCalls } from "./api/users.ts";

/**
 * One tenant's engine, in its own worker: everything the window may ask of it. Long calls report progress and end with
 * `Cancelled` within a second of `cancel()`.
 */
export interface Engine
  extends ImportCalls,
    TableCalls,
    DetectorCalls,
    ModelCalls,
    QueueCalls,
    CaseCalls,
    UserCalls,
    ExportCalls {
  open(
    parts: { readonly worker: string; readonly wasm: string },
    options: { readonly name: string; readonly seed: number },
  ): Promise<void>;
  cancel(): Promise<void>;
}
