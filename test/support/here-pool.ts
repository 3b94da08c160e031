import { sampleContexts } from "../../src/detectors/graph/contexts.ts";
import { localNets } from "../../src/detectors/graph/gnn/backend.ts";
import type { ActionGraph } from "../../src/detectors/graph/graph.ts";
import type { ContextSampler } from "../../src/detectors/graph/run.ts";
import type { ComputePool } from "../../src/engine/compute-pool.ts";
import { trainClassifierCpu } from "../../src/gpu/classifier.cpu.ts";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import type { IdentityInput } from "../../src/gpu/identity.input.ts";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import type { Job } from "../../src/lib/job.ts";

/** Does everything in this thread, as the workers do. */
export const herePool = {
  identity: () => ({ parallel: 1, work: async (input: IdentityInput) => identityRange(input, 0, input.self.length) }),
  subspace: () => ({ parallel: 1, range: async (...work: Parameters<typeof subspaceRange>) => subspaceRange(...work) }),
  sampler:
    (graph: ActionGraph, job: Job): ContextSampler =>
    (roots, options, stage) =>
      sampleContexts(graph, roots, options, { job, stage }),
  trainer: () => ({ train: trainClassifierCpu, parallel: 1 }),
  nets: (graph: ActionGraph, job: Job) => localNets(graph, job),
} as unknown as ComputePool;
