import { quietJob } from "../../lib/job.ts";
import type { DetectorResult } from "../api/detectors.ts";
import type { ModelCalls } from "../api/models.ts";
import { defaults } from "../defaults.ts";
import { detectByModel } from "../model-detection.ts";
import type { Models } from "../models.ts";
import { storeScores } from "../score-table.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of the tenant's models. */
export function modelCalls(bench: Workbench): ModelCalls {
  const { jobs, detections } = bench;
  const settled = async (): Promise<Models> => {
    await bench.models.settleIn(bench.tenant);
    return bench.models;
  };
  return {
    saveModel: (name, settings, onProgress) => {
      const given = { ...defaults.profile, ...defaults.subspace, ...defaults.graph, seed: bench.seed, ...settings };
      return jobs.run(onProgress, async (job) =>
        (await settled()).save(bench.tenant, name, given, { backends: bench.backends, nets: bench.nets, job }),
      );
    },

    models: async () => (await settled()).folder(),
    storedTenants: () => bench.models.stored(),
    useStoredTenant: async (id, passphrase) => {
      const models = await settled();
      await models.use(id, passphrase ?? null);
      return models.folder();
    },
    loadModel: async (id) => {
      await (await settled()).load(id);
    },
    unloadModel: async (id) => (await settled()).unload(id),
    deleteModel: async (id) => (await settled()).delete(id),
    exportModel: async (id) => (await settled()).export(id),
    importModel: (file) =>
      jobs.run(quietJob().report, async (job) => (await settled()).import(file, bench.tenant, job)),

    score: (name, settings, onProgress) => {
      const { model: wanted, from, to } = { model: null, from: null, to: null, ...settings };
      return jobs.run(onProgress, async (job) => {
        const { tenant, backends } = bench;
        const started = performance.now();
        const models = await settled();
        const found = await models.find(wanted);
        job.report({ stage: `Loading ${found.name}`, done: 0, total: found.bytes, unit: "bytes" });
        const model = await tenant.stopwatch.time("load", () => models.load(found.id, job));
        const { detections: scored, ...said } = await detectByModel(tenant, name, model, { from, to, backends, job });
        const results: DetectorResult[] = [];
        for (const detection of scored) {
          detections.keep(detection);
          results.push(await storeScores(tenant.db, detection, { started, job }));
        }
        detections.keepGroup(name, scored);
        const milliseconds = performance.now() - started;
        return { model: { ...found, isLoaded: true }, ...said, milliseconds, results };
      });
    },
  };
}
