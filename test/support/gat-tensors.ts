import type * as tensorflow from "@tensorflow/tfjs";
import { tensorLinks } from "../../src/gpu/gat.links.ts";
import type { AttentionOp } from "../../src/gpu/gat.ts";
import { type GoldenGat, readGolden, transposed } from "./gat.ts";

/** Runs a golden case through a layer of tensors: its values, and gradients in PyTorch's layout. */
export async function runTensors(tf: typeof tensorflow, attend: AttentionOp, given: GoldenGat) {
  const { heads, width, counts, edges, values, upstream } = readGolden(given);
  const links = tensorLinks(tf, edges, { targets: counts.target, sources: counts.source, kinds: counts.edge });
  const matrix = (data: Float32Array, columns: number) => tf.tensor2d(data, [data.length / columns, columns]);
  const hasEdges = given.edgeDim > 0;
  const inputs: Record<string, tensorflow.Tensor2D> = {
    source: matrix(values.source, given.sourceDim),
    target: matrix(values.target, given.targetDim),
    left: matrix(values.left, width),
    leftBias: matrix(values.leftBias, width),
    right: matrix(values.right, width),
    rightBias: matrix(values.rightBias, width),
    attention: matrix(values.attention, width),
    bias: matrix(values.bias, width),
    ...(hasEdges ? { edge: matrix(values.edge, given.edgeDim), edgeWeight: matrix(values.edgeWeight, width) } : {}),
  };
  const names = Object.keys(inputs);
  const layer = (...tensors: tensorflow.Tensor[]): tensorflow.Tensor => {
    const at = (name: string) => tensors[names.indexOf(name)] as tensorflow.Tensor2D;
    const out = attend(links, {
      heads,
      sources: tf.add(tf.matMul(at("source"), at("left")), at("leftBias")),
      targets: tf.add(tf.matMul(at("target"), at("right")), at("rightBias")),
      table: hasEdges ? tf.matMul(at("edge"), at("edgeWeight")) : tf.zeros([counts.edge, width]),
      attention: at("attention"),
    });
    return tf.add(out, at("bias"));
  };
  const tensors = Object.values(inputs);
  const out = layer(...tensors);
  const gradients = tf.grads((...given) => layer(...given))(tensors, tf.tensor2d(upstream, [counts.target, width]));
  const found: Record<string, Float32Array> = {};
  for (const [i, name] of names.entries()) {
    const data = (await gradients[i]!.data()) as Float32Array;
    found[name] = ["left", "right", "edgeWeight"].includes(name) ? transposed(data, width) : data;
  }
  return { out: (await out.data()) as Float32Array, gradients: found };
}
