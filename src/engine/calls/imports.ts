import type { Source } from "../../ingest/formats/format.ts";
import type { OpenFile } from "../../ingest/recorder.ts";
import { headOf } from "../../ingest/tally.ts";
import { stoppedImports } from "../../tenant/tenants.ts";
import type { ImportCalls } from "../api/imports.ts";
import type { KeepCalls } from "../api/keep.ts";
import { type Inspected, inspectFiles } from "../inspect.ts";
import { readRejects } from "../rejects.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of files on their way in. */
export function importCalls(bench: Workbench): ImportCalls & Pick<KeepCalls, "stoppedImport"> {
  let inspected: { readonly files: readonly File[]; readonly plans: readonly Inspected[] } | null = null;
  return {
    inspect: async (files, onProgress) => {
      const plans = await bench.jobs.run(onProgress, (job) =>
        bench.tenant.stopwatch.time("recognise", () => inspectFiles(files, job)),
      );
      inspected = { files, plans };
      return plans.map(({ plan }) => plan);
    },

    importFiles: (files, mappings, onProgress) =>
      bench.jobs.run(onProgress, async (job) => {
        const { tenant } = bench;
        const plans =
          inspected && areSame(inspected.files, files)
            ? inspected.plans
            : await tenant.stopwatch.time("recognise", () => inspectFiles(files, job));
        inspected = null;
        bench.forget();
        const { stopped } = bench.disk;
        const source = stopped && (await sourceOf(plans, stopped));
        try {
          await tenant.importFiles(plans, mappings, job, stopped && source ? { open: stopped, source } : null);
        } catch (error) {
          await bench.disk.abandon();
          throw error;
        }
        bench.disk.imported();
        return tenant.summary();
      }),

    stoppedImport: async () => {
      for (const { id, name, open } of await stoppedImports()) {
        if (!(await sourceOf(inspected?.plans ?? [], open))) continue;
        const share = open.bytesRead / Math.max(1, open.bytes);
        return { tenant: id, tenantName: name, file: open.name, rows: open.records, share };
      }
      return null;
    },

    summary: () => bench.tenant.summary(),

    rejects: (offset, limit) => readRejects(bench.tenant, offset, limit),
  };
}

/** Which of the files that were looked at is one whose import stopped: known by its size and its first MiB. */
async function sourceOf(plans: readonly Inspected[], { bytes, head }: OpenFile): Promise<Source | null> {
  for (const { source, recognised } of plans)
    if (recognised && source.size === bytes && (await headOf(source.blob)) === head) return source;
  return null;
}

const areSame = (a: readonly File[], b: readonly File[]): boolean =>
  a.length === b.length && a.every(({ name, size }, i) => name === b[i]!.name && size === b[i]!.size);
