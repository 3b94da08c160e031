import type * as tensorflow from "@tensorflow/tfjs";
import { breathe } from "../lib/job.ts";
import { type ClassifierSamples, type ClassifierTrainer, planTraining, standardInput } from "./classifier.plan.ts";
import { type GpuDevice, GpuLost, orLost } from "./device.ts";
import { openTensorflow } from "./tensorflow.ts";

/**
 * A trainer of the feed-forward classifier (one hidden layer of ReLUs, Adam, binary cross-entropy, early stopping) on a GPU, by
 * TensorFlow.js. Its twin is `trainClassifierCpu`: from the same seed both give the same losses, but for rounding.
 * @param instead trains from the start where the GPU goes away; the result's backend says so
 */
export const gpuClassifierTrainer =
  (gpu: GpuDevice, instead: ClassifierTrainer): ClassifierTrainer =>
  async (samples, options = {}) => {
    try {
      return await orLost(gpu, () => trainOn(gpu)(samples, options));
    } catch (error) {
      if (!(error instanceof GpuLost)) throw error;
      const trained = await instead(samples, options);
      return { ...trained, backend: `${gpu.name}, then ${trained.backend}` };
    }
  };

const trainOn =
  ({ device, name }: GpuDevice): ClassifierTrainer =>
  async (samples, options = {}) => {
    const tf = await openTensorflow(device);
    const plan = planTraining(samples, options);
    const { shape, epochs, patience, learningRate, batchSize, validation, job } = plan;
    const network = openNetwork(tf, plan);
    const all = standardised(tf, samples, shape);
    const labels = tf.tensor2d(Float32Array.from(samples.label), [samples.label.length, 1]);
    const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-7);
    const lossOf = (rows: Int32Array): tensorflow.Scalar =>
      tf.tidy(() => {
        const index = tf.tensor1d(rows, "int32");
        const logits = network.logits(tf.gather(all, index));
        return tf.losses.sigmoidCrossEntropy(tf.gather(labels, index), logits);
      });

    const losses: number[] = [];
    let weights: Float32Array = plan.weights;
    let bestLoss = Infinity;
    try {
      for (let epoch = 0, worse = 0; epoch < epochs && worse < patience; epoch++) {
        for (const batch of plan.batches(epoch)) {
          optimizer.minimize(() => lossOf(batch), false, network.variables);
          await breathe(job);
        }
        const tensor = lossOf(validation);
        const loss = (await tensor.data())[0]!;
        tensor.dispose();
        losses.push(loss);
        job.report({ stage: plan.stage, done: epoch + 1, total: epochs, unit: "steps" });
        worse = loss < bestLoss ? 0 : worse + 1;
        if (worse > 0) continue;
        bestLoss = loss;
        weights = await network.read();
      }
    } finally {
      tf.dispose([all, labels, network.variables]);
      optimizer.dispose();
    }
    return { classifier: { ...shape, weights }, losses, backend: name, batchSize };
  };

function openNetwork(tf: typeof tensorflow, { shape: { dim, hidden }, weights }: ReturnType<typeof planTraining>) {
  const biases = dim * hidden;
  const slots = [
    [0, [dim, hidden]],
    [biases, [1, hidden]],
    [biases + hidden, [hidden, 1]],
    [biases + 2 * hidden, [1, 1]],
  ] as const;
  const variables = slots.map(([from, [rows, columns]]) =>
    tf.tidy(() => tf.variable(tf.tensor2d(weights.slice(from, from + rows * columns), [rows, columns]))),
  ) as tensorflow.Variable<tensorflow.Rank.R2>[];
  const [inner, innerBias, outer, outerBias] = variables;
  return {
    variables,
    logits: (x: tensorflow.Tensor2D): tensorflow.Tensor =>
      tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, inner!), innerBias!)), outer!), outerBias!),
    read: async (): Promise<Float32Array> => {
      const read = new Float32Array(weights.length);
      for (const [i, [from]] of slots.entries()) read.set(await variables[i]!.data(), from);
      return read;
    },
  };
}

function standardised(
  tf: typeof tensorflow,
  { values, dim }: ClassifierSamples,
  { mean, scale }: { mean: Float32Array; scale: Float32Array },
): tensorflow.Tensor2D {
  const scaled = values.map((x, i) => standardInput(x, mean[i % dim]!, scale[i % dim]!));
  return tf.tensor2d(scaled, [values.length / dim, dim]);
}
