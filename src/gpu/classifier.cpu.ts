import { breathe } from "../lib/job.ts";
import {
  type Classifier,
  type ClassifierOptions,
  type ClassifierSamples,
  planTraining,
  standardInput,
  type TrainedClassifier,
} from "./classifier.plan.ts";

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
  const gradient = new Float32Array(weights.length);
  const momentum = new Float32Array(weights.length);
  const variance = new Float32Array(weights.length);
  const losses: number[] = [];
  let best = weights.slice();
  let bestLoss = Infinity;
  let steps = 0;
  for (let epoch = 0, worse = 0; epoch < epochs && worse < patience; epoch++) {
    for (const batch of batches(epoch)) {
      gradient.fill(0);
      for (const row of batch) addGradient(plan, samples, row, batch.length, gradient);
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
    const loss = meanLoss(plan, samples, plan.validation);
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
export function classify(
  classifier: Classifier,
  { values, dim }: Pick<ClassifierSamples, "values" | "dim">,
  rows: Int32Array,
): Float64Array {
  const activity = new Float64Array(classifier.hidden);
  return Float64Array.from(rows, (row) => logit(classifier, classifier.weights, values, row * dim, activity));
}

/** Weights are, in one array: dim × hidden, hidden biases, hidden output weights, the output's bias. */
function logit(
  { dim, hidden, mean, scale }: Classifier,
  weights: Float32Array,
  values: Float32Array,
  at: number,
  activity: Float64Array,
): number {
  const biases = dim * hidden;
  for (let h = 0; h < hidden; h++) activity[h] = weights[biases + h]!;
  for (let d = 0; d < dim; d++) {
    const x = standardInput(values[at + d]!, mean[d]!, scale[d]!);
    const from = d * hidden;
    for (let h = 0; h < hidden; h++) activity[h]! += x * weights[from + h]!;
  }
  let sum = weights[biases + 2 * hidden]!;
  for (let h = 0; h < hidden; h++) {
    if (activity[h]! < 0) activity[h] = 0;
    sum += activity[h]! * weights[biases + hidden + h]!;
  }
  return sum;
}

type Plan = ReturnType<typeof planTraining>;

function addGradient(
  { shape, weights, activity }: Plan,
  { values, label }: ClassifierSamples,
  row: number,
  count: number,
  gradient: Float32Array,
): void {
  const { dim, hidden, mean, scale } = shape;
  const biases = dim * hidden;
  const at = row * dim;
  const output = 1 / (1 + Math.exp(-logit(shape, weights, values, at, activity)));
  const error = (output - label[row]!) / count;
  gradient[biases + 2 * hidden]! += error;
  for (let h = 0; h < hidden; h++) {
    gradient[biases + hidden + h]! += error * activity[h]!;
    activity[h] = activity[h]! > 0 ? error * weights[biases + hidden + h]! : 0;
    gradient[biases + h]! += activity[h]!;
  }
  for (let d = 0; d < dim; d++) {
    const x = standardInput(values[at + d]!, mean[d]!, scale[d]!);
    const from = d * hidden;
    for (let h = 0; h < hidden; h++) gradient[from + h]! += x * activity[h]!;
  }
}

function meanLoss({ shape, weights, activity }: Plan, { values, label }: ClassifierSamples, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) {
    const z = logit(shape, weights, values, row * shape.dim, activity);
    sum += Math.max(z, 0) - z * label[row]! + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum / Math.max(1, rows.length);
}
