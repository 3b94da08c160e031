import type { Job, OnProgress } from "../../lib/job.ts";
import type { DetectorCalls, DetectorResult } from "../api/detectors.ts";
import { defaults } from "../defaults.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace } from "../detection.ts";
import { evaluateDetections, storeEvaluation } from "../evaluation.ts";
import { refuseOwnName } from "../own-tables.ts";
import { storeScores } from "../score-table.ts";
import type { Workbench } from "../workbench.ts";

/** Answers what the window asks of the detectors. */
export function detectorCalls(bench: Workbench): DetectorCalls {
  const { jobs, nets, detections } = bench;

  function detect(
    name: string,
    onProgress: OnProgress,
    work: (job: Job) => Promise<Detection>,
  ): Promise<DetectorResult> {
    refuseOwnName(name);
    return jobs.run(onProgress, async (job) => {
      const started = performance.now();
      const detection = await work(job);
      const result = await storeScores(bench.tenant.db, detection, { started, job });
      detections.keep(detection);
      return result;
    });
  }

  return {
    profile: (name, settings, onProgress) => {
      const given = { ...defaults.profile, ...settings };
      return detect(name, onProgress, (job) => detectProfile(bench.tenant, name, given, { job, ...bench.backends }));
    },

    subspace: (name, settings, onProgress) => {
      const given = { ...defaults.subspace, ...settings };
      return detect(name, onProgress, (job) => detectSubspace(bench.tenant, name, given, { job, ...bench.backends }));
    },

    graph: (name, settings, onProgress) => {
      const given = { ...defaults.graph, seed: bench.seed, ...settings };
      return detect(name, onProgress, (job) =>
        detectGraph(bench.tenant, name, given, { job, ...bench.backends, nets }),
      );
    },

    train: (name, settings, onProgress) => {
      refuseOwnName(name);
      const given = { ...defaults.graph, seed: bench.seed, ...settings };
      return jobs.run(onProgress, (job) => nets.train(bench.tenant, name, given, { job, ...bench.backends }));
    },

    search: (name, settings, onProgress) => {
      refuseOwnName(name);
      const given = { ...defaults.graph, budget: 120, trials: null, seed: bench.seed, ...settings };
      return jobs.run(onProgress, (job) => nets.search(bench.tenant, name, given, { job, ...bench.backends }));
    },

    pauseTraining: async (isPaused) => {
      if (isPaused) nets.pause.pause();
      else nets.pause.resume();
    },

    evaluate: (name, settings, onProgress) => {
      refuseOwnName(name);
      const given = { ...defaults.evaluate, ...settings };
      return jobs.run(onProgress, async (job) => {
        const started = performance.now();
        const judged = detections.named(given.detectors, bench.tenant);
        const found = await evaluateDetections(judged, given, bench.backends, job);
        return storeEvaluation(bench.tenant, name, found, started);
      });
    },
  };
}
