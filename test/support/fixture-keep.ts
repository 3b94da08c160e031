import { noEvidence } from "../../src/casework/evidence.ts";
import { emptyLog } from "../../src/casework/verdicts.ts";
import type { TenantSummary } from "../../src/engine/api/imports.ts";
import type { KeepCalls } from "../../src/engine/api/keep.ts";
import type { RecentTenant } from "../../src/tenant/tenants.ts";
import type { Services } from "../../src/ui/services.ts";

const stopped = { file: "signin-events-2025-10.ndjson.zst", rows: 512_004, share: 0.43 };

/** The made-up engine's disk: all that is imported is kept at once. */
export function fixtureKeep(summary: () => TenantSummary, looked: () => readonly string[]): KeepCalls {
  const id = "5a9f2c1e-tenant";
  return {
    keep: async (onState) => onState({ id, is: "kept", rows: summary().rows.in, bytes: 214_400_112, problem: null }),
    openStored: async () => ({
      summary: summary(),
      mappings: {},
      verdicts: emptyLog(id),
      evidence: noEvidence,
      starred: [],
      liked: [],
      notebook: null,
      lacks: [],
    }),
    stoppedImport: async () =>
      looked().includes(stopped.file) ? { ...stopped, tenant: "id of 3 files", tenantName: "3 files" } : null,
    keepEvidence: async () => {},
    keepNotebook: async () => {},
    settle: async () => {},
    tenantHash: async () => "events 1204118 7",
    discard: async () => {},
  };
}

const tenant = (name: string, more: Partial<RecentTenant> = {}): RecentTenant => ({
  id: `id of ${name}`,
  name,
  lockedSince: null,
  bytes: 412_300_110,
  rows: 1_204_328,
  models: 0,
  opened: "2025-10-05T21:14:00.000Z",
  stopped: null,
  isOpen: false,
  ...more,
});

/** A disk with stored tenants in every state, or with none. */
export function fixtureDisk(isFull: boolean): Pick<Services, "recentTenants" | "deleteTenant" | "persist"> {
  let tenants = isFull
    ? [
        tenant("Meridian Support", { models: 2 }),
        tenant("3 files", { stopped, rows: 512_004 }),
        tenant(
          "an-export-with-a-name-that-nobody-would-give-a-file-but-a-machine-does-2025-10-05T21-14-00Z.part-0001.csv.gz",
        ),
        {
          ...tenant(""),
          id: "7c1e90d2-locked",
          lockedSince: "2025-10-06T08:30:00.000Z",
          rows: 0,
          bytes: 0,
          opened: "",
        },
        tenant("Harbour <b>Logistics</b>", { isOpen: true, rows: 1, bytes: 900 }),
      ]
    : [];
  return {
    recentTenants: async () => tenants,
    deleteTenant: async (id) => {
      tenants = tenants.filter((one) => one.id !== id);
    },
    persist: async () => true,
  };
}
