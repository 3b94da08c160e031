import { type ContrastSettings, type PairGradient, type Pairs, slicePairs } from "../../../gpu/contrast.ts";
import type { Subgraphs } from "../../../gpu/gatNet.input.ts";
import type { NetShape } from "../../../gpu/gatNet.plan.ts";
import { embedCpu, pairGradientCpu } from "../../../gpu/gatTrain.cpu.ts";

/** Where a net is trained: it holds the subgraphs, and is handed the weights anew at each call, so that losing it loses nothing. */
export interface NetMachine {
  /** `cpu` or the GPU adapter. */
  readonly name: string;
  /** Sums over the pairs of loss and gradient. @throws GpuLost */
  gradient(shape: NetShape, weights: Float32Array, pairs: Pairs, settings: ContrastSettings): Promise<PairGradient>;
  /** Embeds the given rows of the subgraphs. @throws GpuLost */
  embed(shape: NetShape, weights: Float32Array, rows: Int32Array): Promise<Float32Array>;
  close(): void;
}

/** Pairs in a shard: a batch is cut the same way however many workers there are, so that its sums are the same to the bit. */
const shardPairs = 4;

/** Cuts a batch into shards and adds up, in their order, what `each` gives for them. */
export async function inShards(pairs: Pairs, each: (shard: Pairs) => Promise<PairGradient>): Promise<PairGradient> {
  const shards = Array.from({ length: Math.ceil(pairs.first.length / shardPairs) }, (_, i) =>
    slicePairs(pairs, i * shardPairs, (i + 1) * shardPairs),
  );
  const [head, ...rest] = await Promise.all(shards.map(each));
  if (!head) return { loss: 0, gradient: new Float32Array() };
  const gradient = head.gradient.slice();
  let { loss } = head;
  for (const part of rest) {
    loss += part.loss;
    for (let i = 0; i < gradient.length; i++) gradient[i]! += part.gradient[i]!;
  }
  return { loss, gradient };
}

/** Trains on this thread's CPU. */
export const cpuMachine = (subgraphs: Subgraphs): NetMachine => ({
  name: "cpu",
  gradient: (shape, weights, pairs, settings) =>
    inShards(pairs, async (shard) => pairGradientCpu(shape, weights, subgraphs, shard, settings)),
  embed: async (shape, weights, rows) => {
    const out = new Float32Array(rows.length * shape.width);
    rows.forEach((row, i) => {
      out.set(embedCpu(shape, weights, subgraphs, { from: row, to: row + 1 }), i * shape.width);
    });
    return out;
  },
  close: () => {},
});
