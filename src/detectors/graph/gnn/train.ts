import { GpuLost } from "../../../gpu/device.ts";
import { type NetShape, startingWeights } from "../../../gpu/gatNet.plan.ts";
import { Cancelled } from "../../../lib/errors.ts";
import { breathe, type Job, quietJob } from "../../../lib/job.ts";
import type { Pause } from "../../../lib/pause.ts";
import type { Lessons } from "./lessons.ts";
import type { NetMachine } from "./machine.ts";
import { objectiveOf } from "./objective.ts";
import { asidePairs, createBatches } from "./pairs.ts";
import { type TrainingSettings, trainingDefaults } from "./settings.ts";

/** A point of the learning curve. */
export interface TrainingPoint {
  readonly step: number;
  /** Mean loss a pair over the batches since the point before; NaN before the first step. */
  readonly loss: number;
  /** E_{S(P)}[−log S(N)] on the roots set aside. */
  readonly objective: number;
}

/** All that training goes on from: batches follow from the seed and the step. Plain arrays, so that a lost GPU takes nothing with it. */
export interface TrainingState {
  readonly shape: NetShape;
  readonly seed: number;
  readonly step: number;
  readonly weights: Float32Array;
  /** Adam's first and second moments. */
  readonly momentum: Float32Array;
  readonly variance: Float32Array;
  readonly points: readonly TrainingPoint[];
}

/** A net that embeds: what remains of training. */
export interface TrainedNet {
  readonly shape: NetShape;
  readonly weights: Float32Array;
}

export interface TrainingOptions {
  readonly settings?: Partial<TrainingSettings>;
  readonly seed?: number;
  readonly batchPairs?: number;
  /** Steps between two points of the curve. */
  readonly every?: number;
  /** Goes on from here. */
  readonly from?: TrainingState;
  readonly job?: Job;
  readonly pause?: Pause;
  /** Takes the place of a machine that was lost; without it the loss is thrown. */
  readonly instead?: () => Promise<NetMachine>;
  /** Told every point, with what training would go on from after it. */
  readonly onPoint?: (point: TrainingPoint, state: TrainingState) => void;
  readonly stage?: string;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** What training starts from. */
export function startTraining(shape: NetShape, seed: number): TrainingState {
  const weights = startingWeights(shape, seed);
  const { length } = weights;
  return {
    shape,
    seed,
    step: 0,
    weights,
    momentum: new Float32Array(length),
    variance: new Float32Array(length),
    points: [],
  };
}

/**
 * Trains a net on pairs of roots with the contrastive loss of METHODS 4 and Adam. The objective on the roots set aside is measured on the way, for whoever
 * compares settings by it; the last weights hold, since it says nothing of mutated roots.
 * The same seed gives the same weights, whether or not it was paused, stopped and taken up again, or moved to another machine (but for its rounding).
 * @param names what the codes of the subgraphs stand for; a graph will do, and no more of it is kept
 * @throws Cancelled, with the last state told to `onPoint`; Error where no two roots are of one actor and day
 */
export async function trainNet(
  { types, entityTypes, relationships }: Pick<NetShape, "types" | "entityTypes" | "relationships">,
  { groups, mutants }: Pick<Lessons, "groups" | "mutants">,
  machine: NetMachine,
  {
    settings,
    seed = 1,
    batchPairs = 16,
    every = 20,
    from,
    job = quietJob(),
    pause,
    instead,
    onPoint = () => {},
    stage = "Training the embedding",
  }: TrainingOptions = {},
): Promise<{ state: TrainingState; net: TrainedNet; backend: string; isCutShort: boolean }> {
  const given = { ...trainingDefaults, ...settings };
  const { steps, seconds, phi, mutated, margin, delta, rounds, heads, width, rate } = given;
  const shape: NetShape = { types, entityTypes, relationships, rounds, heads, width };
  const batches = createBatches(groups, { phi, mutated, mutants, seed, size: batchPairs });
  if (batches.problem && phi < 1) throw new Error(batches.problem);
  const aside = asidePairs(groups, { seed });
  const start = from ?? startTraining(shape, seed);
  const weights = start.weights.slice();
  const momentum = start.momentum.slice();
  const variance = start.variance.slice();
  const rows = aside.rows;
  let { step } = start;
  let current = machine;
  let points = start.points;
  let loss = 0;
  let since = 0;
  let curve = "";
  let waited = 0;
  const began = performance.now();

  /** Asks the machine, or another one once it is lost. */
  const ask = async <T>(question: (of: NetMachine) => Promise<T>): Promise<T> => {
    try {
      return await question(current);
    } catch (error) {
      if (!(error instanceof GpuLost) || !instead) throw error;
      current.close();
      current = await instead();
      return question(current);
    }
  };
  const state = (): TrainingState => ({
    shape,
    seed,
    step,
    weights: weights.slice(),
    momentum: momentum.slice(),
    variance: variance.slice(),
    points,
  });
  const measure = async (): Promise<void> => {
    const values = await ask((of) => of.embed(shape, weights, rows));
    const objective = objectiveOf(values, width, aside.pairs);
    const point = { step, loss: since > 0 ? loss / since : Number.NaN, objective };
    points = [...points, point];
    curve = ` (${since > 0 ? `loss ${point.loss.toPrecision(2)}, ` : ""}objective ${objective.toFixed(2)})`;
    loss = 0;
    since = 0;
    onPoint(point, state());
  };

  if (points.length === 0) await measure();
  let isCutShort = false;
  while (step < steps) {
    if (pause?.isPaused) {
      const stopped = performance.now();
      await Promise.race([pause.passed(), whenAborted(job.signal)]);
      waited += performance.now() - stopped;
    }
    await breathe(job);
    if (performance.now() - began - waited > 1000 * seconds) {
      isCutShort = true;
      break;
    }
    const pairs = batches.at(step);
    const sums = await ask((of) => of.gradient(shape, weights, pairs, { margin, delta }));
    step++;
    const correction = Math.sqrt(1 - beta2 ** step);
    const pace = (rate * correction) / (1 - beta1 ** step);
    for (let i = 0; i < weights.length; i++) {
      const g = sums.gradient[i]! / batchPairs;
      momentum[i] = beta1 * momentum[i]! + (1 - beta1) * g;
      variance[i] = beta2 * variance[i]! + (1 - beta2) * g * g;
      weights[i]! -= (pace * momentum[i]!) / (Math.sqrt(variance[i]!) + epsilon * correction);
    }
    loss += sums.loss / batchPairs;
    since++;
    job.report({ stage: `${stage}${curve}`, done: step, total: steps, unit: "steps" });
    if (step % every === 0) await measure();
  }
  if (since > 0) await measure();
  return { state: state(), net: { shape, weights }, backend: current.name, isCutShort };
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(new Cancelled());
    else signal.addEventListener("abort", () => reject(new Cancelled()), { once: true });
  });
