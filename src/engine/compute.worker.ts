import { expose, transfer } from "comlink";
import { type Contexts, sampleContexts } from "../detectors/graph/contexts.ts";
import { embedRoots } from "../detectors/graph/gnn/embed.ts";
import { cpuMachine } from "../detectors/graph/gnn/machine.ts";
import { packSubgraphs } from "../detectors/graph/gnn/pack.ts";
import type { TrainedNet } from "../detectors/graph/gnn/train.ts";
import type { ActionGraph } from "../detectors/graph/graph.ts";
import type { RootSet } from "../detectors/graph/roots.ts";
import type { SamplerOptions } from "../detectors/graph/sampler.ts";
import { trainClassifierCpu } from "../gpu/classifier.cpu.ts";
import type { ClassifierOptions, ClassifierSamples, TrainedClassifier } from "../gpu/classifier.plan.ts";
import type { ContrastSettings, PairGradient, Pairs } from "../gpu/contrast.ts";
import type { Subgraphs } from "../gpu/gatNet.input.ts";
import type { NetShape } from "../gpu/gatNet.plan.ts";
import { pairGradientCpu } from "../gpu/gatTrain.cpu.ts";
import { identityRange } from "../gpu/identity.cpu.ts";
import type { IdentityInput, IdentityRows } from "../gpu/identity.input.ts";
import { subspaceRange } from "../gpu/subspace.cpu.ts";
import type { SubspaceInput, SubspaceRows } from "../gpu/subspace.input.ts";

let graph: ActionGraph | null = null;
let subgraphs: Subgraphs | null = null;

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
  /** Packs the subgraphs of a range of roots for a net. */
  async pack(roots: RootSet, options: SamplerOptions, from: number, to: number): Promise<Subgraphs> {
    if (!graph) throw new Error("No graph was given.");
    const packed = await packSubgraphs(graph, roots, options, { from, to });
    return transfer(packed, buffersOf(packed));
  },
  /** Keeps subgraphs for the training that follows. */
  useSubgraphs(given: Subgraphs): void {
    subgraphs = given;
  },
  netGradient(shape: NetShape, weights: Float32Array, pairs: Pairs, settings: ContrastSettings): PairGradient {
    if (!subgraphs) throw new Error("No subgraphs were given.");
    const sums = pairGradientCpu(shape, weights, subgraphs, pairs, settings);
    return transfer(sums, [sums.gradient.buffer as ArrayBuffer]);
  },
  netEmbed(shape: NetShape, weights: Float32Array, rows: Int32Array): Promise<Float32Array> {
    if (!subgraphs) throw new Error("No subgraphs were given.");
    return cpuMachine(subgraphs).embed(shape, weights, rows);
  },
  /** Samples and embeds a range of roots. */
  async embedRoots(
    roots: RootSet,
    options: SamplerOptions,
    net: TrainedNet,
    from: number,
    to: number,
  ): Promise<Float32Array> {
    if (!graph) throw new Error("No graph was given.");
    const { values } = await embedRoots(graph, roots, options, net, { from, to });
    return transfer(values, [values.buffer as ArrayBuffer]);
  },
  train(samples: ClassifierSamples, options: ClassifierOptions): Promise<TrainedClassifier> {
    return trainClassifierCpu(samples, options);
  },
};

export type ComputeWorker = typeof worker;

expose(worker);
