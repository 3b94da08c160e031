import { breathe } from "../lib/job.ts";
import {
  type Classifier,
  type ClassifierOptions,
  type ClassifierSamples,
  planTraining,
  standardInput,
  type TrainedClassifier,
} from "./classifier.plan.ts";
import { addWeightGradient, dense } from "./dense.cpu.ts";

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/**
 * Trains the feed-forward classifier of `classifier.ts` in plain JavaScript: the same starting weights, batches, and Adam.
 * @throws Cancelled when the job was stopped
 */
export async function trainClassifierCpu(
  samples: ClassifierSamples,
  options: ClassifierOptions = {},
): Promise<TrainedClassifier> {
  const plan = planTraining(samples, options);
  const { weights, batches, job, epochs, patience, learningRate, batchSize } = plan;
  const network = createNetwork(plan.shape, samples.values);
  const { gradient } = network;
  const momentum = new Float32Array(weights.length);
  const variance = new Float32Array(weights.length);
  const losses: number[] = [];
  let best = weights.slice();
  let bestLoss = Infinity;
  let steps = 0;
  for (let epoch = 0, worse = 0; epoch < epochs && worse < patience; epoch++) {
    for (const batch of batches(epoch)) {
      network.learn(weights, batch, samples.label);
      steps++;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
      const floor = epsilon * Math.sqrt(1 - beta2 ** steps);
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i]!;
        momentum[i] = beta1 * momentum[i]! + (1 - beta1) * g;
        variance[i] = beta2 * variance[i]! + (1 - beta2) * g * g;
        weights[i]! -= (rate * momentum[i]!) / (Math.sqrt(variance[i]!) + floor);
      }
      if (steps % 8 === 0) await breathe(job);
    }
    const loss = meanLoss(network.judge(weights, plan.validation), plan.validation, samples.label);
    losses.push(loss);
    job.report({ stage: plan.stage, done: epoch + 1, total: epochs, unit: "steps" });
    if (loss < bestLoss) {
      bestLoss = loss;
      best = weights.slice();
      worse = 0;
    } else worse++;
  }
  return { classifier: { ...plan.shape, weights: best }, losses, backend: "cpu", batchSize };
}

/** The logit of each row: over 0 where a root looks more mutated than natural. `Float64Array`, one a row. */
export const classify = (
  classifier: Classifier,
  { values }: Pick<ClassifierSamples, "values" | "dim">,
  rows: Int32Array,
): Float64Array => createNetwork(classifier, values).judge(classifier.weights, rows);

/** Rows that go through the network together. */
const together = 128;

/** The network over rows of `values`. Weights are, in one array: dim × hidden, hidden biases, hidden output weights, the output's bias. */
function createNetwork({ dim, hidden, mean, scale }: Omit<Classifier, "weights">, values: Float32Array) {
  const biases = dim * hidden;
  const gradient = new Float32Array(biases + 2 * hidden + 1);
  const input = new Float32Array(together * dim);
  const activity = new Float32Array(together * hidden);

  const standardise = (rows: Int32Array): void => {
    rows.forEach((row, i) => {
      for (let d = 0; d < dim; d++) input[i * dim + d] = standardInput(values[row * dim + d]!, mean[d]!, scale[d]!);
    });
  };
  /** Fills `input` and `activity` for up to `together` rows. */
  const activate = (weights: Float32Array, rows: Int32Array): void => {
    standardise(rows);
    const size = { rows: rows.length, inner: dim, outer: hidden };
    dense(input, weights, weights.subarray(biases, biases + hidden), size, activity);
    for (let at = 0; at < rows.length * hidden; at++) if (activity[at]! < 0) activity[at] = 0;
  };
  const logit = (weights: Float32Array, i: number): number => {
    let sum = weights[biases + 2 * hidden]!;
    for (let h = 0; h < hidden; h++) sum += activity[i * hidden + h]! * weights[biases + hidden + h]!;
    return sum;
  };
  const addGradient = (weights: Float32Array, rows: Int32Array, label: Uint8Array, count: number): void => {
    activate(weights, rows);
    rows.forEach((row, i) => {
      const error = (1 / (1 + Math.exp(-logit(weights, i))) - label[row]!) / count;
      gradient[biases + 2 * hidden]! += error;
      for (let h = 0; h < hidden; h++) {
        const at = i * hidden + h;
        gradient[biases + hidden + h]! += error * activity[at]!;
        activity[at] = activity[at]! > 0 ? error * weights[biases + hidden + h]! : 0;
        gradient[biases + h]! += activity[at]!;
      }
    });
    addWeightGradient(input, activity, { rows: rows.length, inner: dim, outer: hidden }, gradient);
  };
  return {
    /** Of the mean loss over the rows that were learnt from last. */
    gradient,
    learn(weights: Float32Array, rows: Int32Array, label: Uint8Array): void {
      gradient.fill(0);
      for (let from = 0; from < rows.length; from += together)
        addGradient(weights, rows.subarray(from, from + together), label, rows.length);
    },
    /** Logits, one a row. */
    judge(weights: Float32Array, rows: Int32Array): Float64Array {
      const logits = new Float64Array(rows.length);
      for (let from = 0; from < rows.length; from += together) {
        const some = rows.subarray(from, from + together);
        activate(weights, some);
        for (let i = 0; i < some.length; i++) logits[from + i] = logit(weights, i);
      }
      return logits;
    },
  };
}

/** Mean cross-entropy of the rows' logits. */
function meanLoss(logits: Float64Array, rows: Int32Array, label: Uint8Array): number {
  const sum = logits.reduce(
    (total, z, i) => total + Math.max(z, 0) - z * label[rows[i]!]! + Math.log1p(Math.exp(-Math.abs(z))),
    0,
  );
  return sum / Math.max(1, rows.length);
}
