import { expose, transfer } from "comlink";
import { type Contexts, sampleContexts } from "../detectors/graph/contexts.ts";
import type { ActionGraph } from "../detectors/graph/graph.ts";
import type { RootSet } from "../detectors/graph/roots.ts";
import type { SamplerOptions } from "../detectors/graph/sampler.ts";
import { trainClassifierCpu } from "../gpu/classifier.cpu.ts";
import type { ClassifierOptions, ClassifierSamples, TrainedClassifier } from "../gpu/classifier.plan.ts";
import { identityRange } from "../gpu/identity.cpu.ts";
import type { IdentityInput, IdentityRows } from "../gpu/identity.input.ts";
import { subspaceRange } from "../gpu/subspace.cpu.ts";
import type { SubspaceInput, SubspaceRows } from "../gpu/subspace.input.ts";

let graph: ActionGraph | null = null;

const buffersOf = (value: object): ArrayBuffer[] =>
  Object.values(value).flatMap((part) => (ArrayBuffer.isView(part) ? [part.buffer as ArrayBuffer] : []));

/** What a compute worker does: ranges of the heavy loops, on the CPU. */
const worker = {
  subspace(input: SubspaceInput, fromUser: number, toUser: number): SubspaceRows {
    const rows = subspaceRange(input, fromUser, toUser);
    return transfer(rows, buffersOf(rows));
  },
  identity(input: IdentityInput): IdentityRows {
    const rows = identityRange(input, 0, input.self.length);
    return transfer(rows, buffersOf(rows));
  },
  /** Keeps a graph for the samples that follow. */
  useGraph(given: ActionGraph): void {
    graph = given;
  },
  async sample(roots: RootSet, options: SamplerOptions, from: number, to: number): Promise<Contexts> {
    if (!graph) throw new Error("No graph was given.");
    const contexts = await sampleContexts(graph, roots, options, { from, to });
    return transfer(contexts, buffersOf(contexts));
  },
  train(samples: ClassifierSamples, options: ClassifierOptions): Promise<TrainedClassifier> {
    return trainClassifierCpu(samples, options);
  },
};

export type ComputeWorker = typeof worker;

expose(worker);
