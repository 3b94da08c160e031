import { emptyLog } from "../../src/casework/verdicts.ts";
import type { TenantSummary } from "../../src/engine/api/imports.ts";
import type { KeepCalls } from "../../src/engine/api/keep.ts";

/** The made-up engine's disk: all that is imported is kept at once. */
export function fixtureKeep(summary: () => TenantSummary): KeepCalls {
  const id = "5a9f2c1e-tenant";
  return {
    keep: async (onState) => onState({ id, is: "kept", rows: summary().rows.in, bytes: 214_400_112, problem: null }),
    openStored: async () => ({
      summary: summary(),
      mappings: {},
      verdicts: emptyLog(id),
      starred: [],
      notebook: null,
      lacks: [],
    }),
    stoppedImport: async () => null,
    keepNotebook: async () => {},
    settle: async () => {},
    discard: async () => {},
  };
}
