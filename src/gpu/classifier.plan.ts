import { type Job, quietJob } from "../lib/job.ts";
import { randomNormal, seededRandom, shuffle } from "../lib/random.ts";

/** What a binary classifier learns from. */
export interface ClassifierSamples {
  /** rows × dim, row-major. */
  readonly values: Float32Array;
  readonly dim: number;
  /** 0 or 1 a row. */
  readonly label: Uint8Array;
  /** The rows to learn from; a part of them is set aside to know when to stop. */
  readonly rows: Int32Array;
}

export interface ClassifierOptions {
  readonly hidden?: number;
  readonly epochs?: number;
  /** Epochs without a better validation loss before it stops. */
  readonly patience?: number;
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly job?: Job;
  readonly stage?: string;
}

/** A trained network: standardised inputs, one hidden layer of ReLUs, one logit. */
export interface Classifier {
  readonly dim: number;
  readonly hidden: number;
  /** Inputs are (x − mean)·scale, bounded (`standardInput`). */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
  /** dim × hidden, hidden biases, hidden output weights, the output's bias. */
  readonly weights: Float32Array;
}

export interface TrainedClassifier {
  readonly classifier: Classifier;
  /** Validation loss after each epoch. */
  readonly losses: readonly number[];
  readonly backend: string;
  readonly batchSize: number;
}

/** Trains a classifier, on whatever machine. */
export type ClassifierTrainer = (samples: ClassifierSamples, options?: ClassifierOptions) => Promise<TrainedClassifier>;

/**
 * All that must be the same on every machine: standardisation, starting weights (He et al. 2015), the split, and the batches
 * of each epoch. The last, smaller batch of an epoch is left out, so that every batch has one size (the rows are shuffled anew
 * each epoch).
 */
export function planTraining(
  { values, dim, rows }: ClassifierSamples,
  {
    hidden = 24,
    epochs = 20,
    patience = 3,
    learningRate = 0.005,
    batchSize = 128,
    seed = 1,
    job = quietJob(),
    stage = "Learning what mutations look like",
  }: ClassifierOptions = {},
) {
  const random = seededRandom(seed);
  const shuffled = shuffle(rows.slice(), random);
  const aside = Math.floor(shuffled.length * 0.15);
  const validation = aside > 0 ? shuffled.slice(0, aside) : shuffled;
  const training = shuffled.slice(aside);
  const size = Math.max(1, Math.min(batchSize, training.length));

  const weights = new Float32Array(dim * hidden + 2 * hidden + 1);
  for (let i = 0; i < dim * hidden; i++) weights[i] = randomNormal(random) * Math.sqrt(2 / dim);
  for (let h = 0; h < hidden; h++) weights[dim * hidden + hidden + h] = randomNormal(random) * Math.sqrt(1 / hidden);

  const batches = (epoch: number): Int32Array[] => {
    const order = shuffle(training.slice(), seededRandom(seed * 1009 + epoch + 1));
    return Array.from({ length: Math.floor(order.length / size) }, (_, i) => order.subarray(i * size, (i + 1) * size));
  };
  return {
    shape: { dim, hidden, weights, ...standardise(values, dim, training) } satisfies Classifier,
    weights,
    validation,
    batches,
    epochs,
    patience,
    learningRate,
    batchSize: size,
    job,
    stage,
  };
}

/** What one root in 26 has lies this far from the mean; what is rarer counts no more, or a column of a handful of roots would decide alone. */
const furthest = 5;

/** A classifier's input: the value in standard deviations from its column's mean, five at the most. */
export const standardInput = (value: number, mean: number, scale: number): number =>
  Math.max(-furthest, Math.min(furthest, (value - mean) * scale));

/** Mean and 1/standard deviation of each column; a column without spread is scaled by 0. */
function standardise(values: Float32Array, dim: number, rows: Int32Array): { mean: Float32Array; scale: Float32Array } {
  const sum = new Float64Array(dim);
  const squares = new Float64Array(dim);
  for (const row of rows) {
    for (let d = 0; d < dim; d++) {
      const x = values[row * dim + d]!;
      sum[d]! += x;
      squares[d]! += x * x;
    }
  }
  const count = Math.max(1, rows.length);
  const mean = Float32Array.from(sum, (total) => total / count);
  const scale = Float32Array.from(squares, (total, d) => {
    const variance = total / count - (sum[d]! / count) ** 2;
    return variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean, scale };
}
