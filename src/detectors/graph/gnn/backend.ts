import { type Job, quietJob } from "../../../lib/job.ts";
import type { Embedding } from "../embedding.ts";
import type { ActionGraph } from "../graph.ts";
import type { RootSet } from "../roots.ts";
import type { SamplerOptions } from "../sampler.ts";
import { embedRoots } from "./embed.ts";
import { cpuMachine, type NetMachine } from "./machine.ts";
import { packSubgraphs } from "./pack.ts";
import type { TrainedNet } from "./train.ts";

/** Where nets are trained and used: here, in workers, or on a GPU. */
export interface NetBackend {
  /** Samples the roots' subgraphs and hands them to a machine to learn from. */
  open(roots: RootSet, sampling: SamplerOptions): Promise<NetMachine>;
  /** A machine that takes over from a lost one. */
  instead?(roots: RootSet, sampling: SamplerOptions): Promise<NetMachine>;
  /** Samples and embeds roots. */
  embed(
    roots: RootSet,
    sampling: SamplerOptions,
    net: TrainedNet,
    run: { readonly job: Job; readonly stage: string },
  ): Promise<Embedding>;
}

/** All on this thread. */
export const localNets = (graph: ActionGraph, job: Job = quietJob()): NetBackend => ({
  open: async (roots, sampling) => cpuMachine(await packSubgraphs(graph, roots, sampling, { job })),
  embed: (roots, sampling, net, run) => embedRoots(graph, roots, sampling, net, run),
});
