import { tenantHash } from "../../tenant/chunk-tables.ts";
import type { KeepCalls, OpenedTenant } from "../api/keep.ts";
import { likePrefix } from "../ranked-queue.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of the open tenant on this machine's disk. */
export function keepCalls(bench: Workbench): Omit<KeepCalls, "stoppedImport"> {
  return {
    keep: (onState) => bench.disk.keep(onState),

    openStored: (id, onProgress, onState, passphrase) =>
      bench.jobs.run(onProgress, async (job): Promise<OpenedTenant> => {
        const { disk, tenant } = bench;
        const { work, lacks } = await disk.open(id, onState, job, passphrase ?? null);
        bench.forget();
        bench.verdicts.restore({ given: work?.verdicts ?? [] }, id);
        for (const [id, grounds] of work?.exemplars ?? []) bench.exemplars.set(id, new Map(grounds));
        const kept = (work?.interesting.starred ?? []).map(([key]) => key);
        const isLike = (key: string): boolean => key.startsWith(likePrefix);
        return {
          summary: await tenant.summary(),
          mappings: Object.fromEntries(tenant.mappings),
          verdicts: bench.verdicts.log,
          evidence: disk.evidence,
          starred: kept.filter((key) => !key.startsWith("verdict ") && !isLike(key)),
          liked: [
            ...kept.filter(isLike).map((key) => ({ id: key.slice(likePrefix.length), by: "roots" as const })),
            ...[...bench.exemplars.keys()].map((id) => ({ id, by: "reasons" as const })),
          ],
          notebook: work?.notebook ?? null,
          lacks,
        };
      }),

    keepEvidence: async (evidence) => bench.disk.keepEvidence(evidence),
    keepNotebook: async (notebook) => bench.disk.keepNotebook(notebook),
    settle: () => bench.disk.settle(),
    tenantHash: () => tenantHash(bench.tenant.db),
    discard: () => bench.disk.discard(),
  };
}
