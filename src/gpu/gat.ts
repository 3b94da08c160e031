import type * as tensorflow from "@tensorflow/tfjs";
import { leak } from "./gat.cpu.ts";
import type { TensorLinks } from "./gat.links.ts";

/** What attention reads, as tensors: see `Attention` of gat.cpu.ts. */
export interface TensorAttention {
  readonly heads: number;
  /** sources × width. */
  readonly sources: tensorflow.Tensor2D;
  /** targets × width. */
  readonly targets: tensorflow.Tensor2D;
  /** kinds × width. */
  readonly table: tensorflow.Tensor2D;
  /** 1 × width. */
  readonly attention: tensorflow.Tensor2D;
}

/** Attention over links, on whatever machine: gives targets × width, and has gradients. */
export type AttentionOp = (links: TensorLinks, given: TensorAttention) => tensorflow.Tensor2D;

/**
 * GATv2's attention by the operations of TensorFlow.js. It has no segment maximum: each target's scores are gathered side by side for it. The softmax does not
 * depend on what is taken off, so no gradient goes that way.
 */
export const attendByOps =
  (tf: typeof tensorflow): AttentionOp =>
  (links, { heads, sources, targets, table, attention }) => {
    const width = sources.shape[1];
    const channels = width / heads;
    const attended = tf.gather(sources, links.source);
    const x = tf.leakyRelu(
      tf.add(tf.add(attended, tf.gather(targets, links.target)), tf.gather(table, links.kind)),
      leak,
    );
    const scores = tf.sum(tf.reshape(tf.mul(x, attention), [links.count, heads, channels]), 2) as tensorflow.Tensor2D;
    const greatest = tf.customGrad((given) => ({
      value: tf.max(tf.gather(given as tensorflow.Tensor, links.padded), 1),
      gradFunc: () => tf.zerosLike(scores),
    }))(scores);
    const exponentials = tf.exp(tf.sub(scores, tf.gather(greatest, links.target)));
    const sums = tf.unsortedSegmentSum(exponentials as tensorflow.Tensor2D, links.target, links.targets);
    const weights = tf.div(exponentials, tf.gather(sums, links.target));
    const messages = tf.mul(
      tf.reshape(attended, [links.count, heads, channels]),
      tf.reshape(weights, [links.count, heads, 1]),
    );
    return tf.unsortedSegmentSum(
      tf.reshape(messages, [links.count, width]) as tensorflow.Tensor2D,
      links.target,
      links.targets,
    );
  };
