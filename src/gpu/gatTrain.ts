import type * as tensorflow from "@tensorflow/tfjs";
import type { ContrastSettings, PairGradient, Pairs } from "./contrast.ts";
import { type GpuDevice, orLost } from "./device.ts";
import { attendFused } from "./gat.fused.ts";
import type { AttentionOp } from "./gat.ts";
import { batchSubgraphs } from "./gatBatch.ts";
import { type Subgraphs, takeSubgraphs } from "./gatNet.input.ts";
import { type NetShape, netSlots } from "./gatNet.plan.ts";
import { batchTensors, embedTensors, listSlots } from "./gatNet.ts";
import { openTensorflow } from "./tensorflow.ts";

/** Subgraphs that are embedded at a time. */
const chunk = 64;

/** Trains and embeds by TensorFlow.js, on whatever machine it runs on: the twin of `pairGradientCpu` and `embedCpu`. */
export function openTensorTrainer(tf: typeof tensorflow, attend: AttentionOp, subgraphs: Subgraphs) {
  const slotTensors = (shape: NetShape, weights: Float32Array): tensorflow.Tensor[] =>
    listSlots(shape).map(({ at, rows, columns }) =>
      tf.tensor2d(weights.slice(at, at + rows * columns), [rows, columns]),
    );

  return {
    async gradient(
      shape: NetShape,
      weights: Float32Array,
      { first, second, apart }: Pairs,
      { margin, delta }: ContrastSettings,
    ): Promise<PairGradient> {
      const pairs = first.length;
      const batch = batchSubgraphs(takeSubgraphs(subgraphs, [...first, ...second]));
      const [loss, gradient] = tf.tidy(() => {
        const tensors = batchTensors(tf, batch, shape.relationships.length);
        const isApart = tf.tensor1d(Float32Array.from(apart));
        const lossOf = (...given: tensorflow.Tensor[]): tensorflow.Scalar => {
          const embedded = embedTensors(tf, attend, shape, given, tensors);
          const difference = tf.sub(tf.slice(embedded, 0, pairs), tf.slice(embedded, pairs, pairs));
          const distance = tf.sqrt(tf.add(tf.sum(tf.square(difference), 1), 1e-12));
          const x = tf.add(tf.mul(distance, tf.sub(1, isApart)), tf.mul(tf.relu(tf.sub(margin, distance)), isApart));
          const near = tf.minimum(x, delta);
          return tf.sum(tf.add(tf.div(tf.square(near), 2), tf.mul(delta, tf.sub(x, near))));
        };
        const { value, grads } = tf.valueAndGrads(lossOf)(slotTensors(shape, weights));
        return [value, tf.concat(grads.map((given) => tf.reshape(given, [-1])))] as const;
      });
      try {
        const sums = { loss: (await loss.data())[0]!, gradient: (await gradient.data()) as Float32Array };
        if (sums.gradient.length !== netSlots(shape).size) throw new Error("The net's slots do not cover its weights.");
        return sums;
      } finally {
        tf.dispose([loss, gradient]);
      }
    },
    async embed(shape: NetShape, weights: Float32Array, rows: Int32Array): Promise<Float32Array> {
      const out = new Float32Array(rows.length * shape.width);
      for (let at = 0; at < rows.length; at += chunk) {
        const wanted = Array.from({ length: chunk }, (_, i) => rows[Math.min(at + i, rows.length - 1)]!);
        const batch = batchSubgraphs(takeSubgraphs(subgraphs, wanted));
        const embedded = tf.tidy(() => {
          const tensors = batchTensors(tf, batch, shape.relationships.length);
          return embedTensors(tf, attend, shape, slotTensors(shape, weights), tensors);
        });
        const values = (await embedded.data()) as Float32Array;
        embedded.dispose();
        out.set(values.subarray(0, (Math.min(rows.length, at + chunk) - at) * shape.width), at * shape.width);
      }
      return out;
    },
  };
}

/** Trains nets on a GPU, with the attention in kernels of our own. Its calls reject with `GpuLost` when the device goes away. */
export async function openGpuTrainer(gpu: GpuDevice, subgraphs: Subgraphs) {
  const tf = await orLost(gpu, () => openTensorflow(gpu.device));
  const { gradient, embed } = openTensorTrainer(tf, attendFused(tf), subgraphs);
  return {
    name: gpu.name,
    gradient: (...given: Parameters<typeof gradient>) => orLost(gpu, () => gradient(...given)),
    embed: (...given: Parameters<typeof embed>) => orLost(gpu, () => embed(...given)),
    close: () => {},
  };
}
