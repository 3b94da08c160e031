import type { ImportCalls } from "../api/imports.ts";
import { type Inspected, inspectFiles } from "../inspect.ts";
import { readRejects } from "../rejects.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of files on their way in. */
export function importCalls(bench: Workbench): ImportCalls {
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
        await tenant.importFiles(plans, mappings, job);
        return tenant.summary();
      }),

    summary: () => bench.tenant.summary(),

    rejects: (offset, limit) => readRejects(bench.tenant, offset, limit),
  };
}

const areSame = (a: readonly File[], b: readonly File[]): boolean =>
  a.length === b.length && a.every(({ name, size }, i) => name === b[i]!.name && size === b[i]!.size);
