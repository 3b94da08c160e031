import type * as tensorflow from "@tensorflow/tfjs";
import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import { leak } from "./gat.cpu.ts";
import gather from "./gat.gather.wgsl?raw";
import inner from "./gat.inner.wgsl?raw";
import type { TensorLinks } from "./gat.links.ts";
import slopes from "./gat.slopes.wgsl?raw";
import sourceGradients from "./gat.sources.wgsl?raw";
import targetGradients from "./gat.targets.wgsl?raw";
import type { AttentionOp } from "./gat.ts";
import scoreWeights from "./gat.weights.wgsl?raw";

const groupSize = 64;

/** A kernel of ours among those of TensorFlow.js: it declares the buffers by the names of the inputs, and calls `main` for every index below `count`. */
const program = (key: string, code: string, names: string[], outputShape: number[], count: number): WebGPUProgram => ({
  shaderKey: key,
  variableNames: names,
  outputShape,
  dispatchLayout: { x: [0] },
  dispatch: [Math.ceil(count / groupSize), 1, 1],
  workgroupSize: [groupSize, 1, 1],
  uniforms: "count: i32, width: i32, heads: i32, leak: f32,",
  getUserCode: () => code,
});

/**
 * GATv2's attention in kernels of our own, forward and backward, on the tensors where they lie. Unlike `attendByOps` it takes off the greatest score of each
 * target, adds without atomics (so the same inputs give the same bits), and reads nothing back.
 */
export function attendFused(tf: typeof tensorflow): AttentionOp {
  const backend = tf.backend() as WebGPUBackend;
  const run = (
    key: string,
    code: string,
    inputs: Readonly<Record<string, tensorflow.Tensor>>,
    outputShape: [number, number],
    { count, width, heads }: { count: number; width: number; heads: number },
  ): tensorflow.Tensor2D => {
    const kernel = program(key, code, Object.keys(inputs), outputShape, count);
    const numbers = [
      { type: "int32", data: [count] },
      { type: "int32", data: [width] },
      { type: "int32", data: [heads] },
      { type: "float32", data: [leak] },
    ];
    const info = backend.runWebGPUProgram(kernel, Object.values(inputs), "float32", numbers);
    return tf.engine().makeTensorFromTensorInfo(info) as tensorflow.Tensor2D;
  };

  return (links: TensorLinks, { heads, ...given }) => {
    const width = given.sources.shape[1];
    const { edges, start, order, sourceStart } = links;
    const size = (count: number) => ({ count, width, heads });
    const operation = tf.customGrad((...values) => {
      const save = values.pop() as unknown as (tensors: tensorflow.Tensor[]) => void;
      const [sources, targets, table, attention] = values as tensorflow.Tensor2D[] as [
        tensorflow.Tensor2D,
        tensorflow.Tensor2D,
        tensorflow.Tensor2D,
        tensorflow.Tensor2D,
      ];
      const weights = run(
        "gatWeights",
        scoreWeights,
        { sources, targets, table, attention, start, edges },
        [links.count, heads],
        size(links.targets * heads),
      );
      const value = run(
        "gatGather",
        gather,
        { sources, weights, start, edges },
        [links.targets, width],
        size(links.targets * width),
      );
      save([sources, targets, table, attention, weights]);
      const gradFunc = (upstream: tensorflow.Tensor, saved: tensorflow.Tensor[]): tensorflow.Tensor[] => {
        const [sources, targets, table, attention, weights] = saved as [
          tensorflow.Tensor,
          tensorflow.Tensor,
          tensorflow.Tensor,
          tensorflow.Tensor,
          tensorflow.Tensor,
        ];
        const gradient = upstream;
        const scoreSlopes = run(
          "gatSlopes",
          slopes,
          { sources, weights, gradient, start, edges },
          [links.count, heads],
          size(links.targets * heads),
        );
        const inside = run(
          "gatInner",
          inner,
          { sources, targets, table, attention, slopes: scoreSlopes, edges },
          [links.count, 2 * width],
          size(links.count * width),
        );
        const toTargets = run(
          "gatTargets",
          targetGradients,
          { inner: inside, start },
          [links.targets, width],
          size(links.targets * width),
        );
        const toSources = run(
          "gatSources",
          sourceGradients,
          { inner: inside, weights, gradient, edges, order, sourceStart },
          [links.sources, width],
          size(links.sources * width),
        );
        const [before, alongAttention] = tf.split(inside, 2, 1);
        const kinds = tf.oneHot(links.kind, links.kinds).toFloat();
        return [toSources, toTargets, tf.matMul(kinds, before!, true), tf.sum(alongAttention!, 0, true)];
      };
      return {
        value,
        gradFunc: gradFunc as (dy: tensorflow.Tensor, saved: tensorflow.Tensor[]) => tensorflow.Tensor[],
      };
    });
    return operation(given.sources, given.targets, given.table, given.attention) as tensorflow.Tensor2D;
  };
}
