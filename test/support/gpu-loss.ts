import { cpuMachine } from "../../src/detectors/graph/gnn/machine.ts";
import { packSubgraphs } from "../../src/detectors/graph/gnn/pack.ts";
import { groupRoots } from "../../src/detectors/graph/gnn/pairs.ts";
import { trainNet } from "../../src/detectors/graph/gnn/train.ts";
import { findRoots } from "../../src/detectors/graph/pool.ts";
import { naturalRoots } from "../../src/detectors/graph/roots.ts";
import { identityRows } from "../../src/detectors/profile/identity-run.ts";
import { forEachBlock } from "../../src/detectors/subspace/blocks.ts";
import { trainClassifierCpu } from "../../src/gpu/classifier.cpu.ts";
import { gpuClassifierTrainer } from "../../src/gpu/classifier.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { openGpuTrainer } from "../../src/gpu/gatTrain.ts";
import { quietJob } from "../../src/lib/job.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { supportDesk } from "../detectors/graph/desk.ts";
import { identityCase } from "../gpu/identityCases.ts";
import { denseInput } from "../gpu/subspaceCases.ts";
import { ringSamples } from "./classifier.ts";
import { type Losing, losingGpu } from "./losing-gpu.ts";

/** What a computation gave, as numbers, and the backend that it names. */
interface Given {
  readonly values: ArrayLike<number>;
  readonly backend: string;
}

interface Kernel {
  /** Largest difference from the CPU's values that counts as the same. */
  readonly tolerance: number;
  /** On a GPU, or for null by the CPU alone. */
  run(gpu: GpuDevice | null): Promise<Given>;
}

/** How losing the GPU at one step ended. */
export interface LossResult {
  readonly step: number;
  /** `cpu` where the CPU took over, `gpu` where the loss came too late to matter. */
  readonly ended: "gpu" | "cpu";
  /** Empty where all is right. */
  readonly fault: string;
}

const job = quietJob();

function subspace(): Kernel {
  const random = seededRandom(3);
  const user = () => Array.from({ length: 16 }, () => Array.from({ length: 20 }, () => Math.floor(random() ** 4 * 9)));
  const input = denseInput(Array.from({ length: 6 }, user), { scored: 4, history: 12, minHistory: 4 });
  return {
    tolerance: 1e-3,
    async run(gpu) {
      const values = new Float64Array(input.first.length * 4);
      const backend = await forEachBlock(input, { device: gpu, job }, (rows, from) => values.set(rows.spe, from * 4));
      return { values, backend };
    },
  };
}

function identity(): Kernel {
  const input = identityCase({ candidates: 60, items: 30, seed: 5 });
  return {
    tolerance: 2e-5,
    async run(gpu) {
      const { rows, backend } = await identityRows(input, { device: gpu }, { job, progress: () => {} });
      return { values: rows.ninetieth, backend };
    },
  };
}

function classifier(): Kernel {
  const samples = ringSamples(200);
  const options = { seed: 3, epochs: 2, hidden: 4, batchSize: 64 };
  return {
    tolerance: 2e-2,
    async run(gpu) {
      const train = gpu ? gpuClassifierTrainer(gpu, trainClassifierCpu) : trainClassifierCpu;
      const { losses, backend } = await train(samples, options);
      return { values: losses, backend };
    },
  };
}

async function training(): Promise<Kernel> {
  const { graph, day } = supportDesk({ agents: 4, customers: 30, days: 21 });
  const { before } = findRoots(graph, day, { scored: { from: 14, to: 20 }, history: 30, roots: null });
  const groups = groupRoots({ actor: graph.actor, day }, before, { most: 40 });
  const lessons = { groups, mutants: { origin: new Int32Array(), kind: [] } };
  const subgraphs = await packSubgraphs(graph, naturalRoots(graph, groups.action), { steps: 1, nearest: 5 });
  const settings = { steps: 2, width: 8, heads: 2, rounds: 1 };
  return {
    tolerance: 2e-2,
    async run(gpu) {
      const machine = gpu ? await openGpuTrainer(gpu, subgraphs) : cpuMachine(subgraphs);
      const instead = async () => cpuMachine(subgraphs);
      const { state, backend } = await trainNet(graph, lessons, machine, { settings, job, instead });
      return { values: state.weights, backend };
    },
  };
}

/** The kernels, by name: subspace and identity are our own; the classifier and the net's training run on TensorFlow.js with our attention. */
export const kernels: Readonly<Record<string, () => Kernel | Promise<Kernel>>> = {
  subspace,
  identity,
  classifier,
  training,
};

/** Largest difference, relative above 1, absolute below; NaN is equal to NaN alone. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]!) && Number.isNaN(b[i]!)) continue;
    const difference = Math.abs(a[i]! - b[i]!) / Math.max(1, Math.abs(b[i]!));
    most = Math.max(most, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return most;
}

/** Loses the GPU at every `stride`-th of a kernel's steps in turn, from its `first` on, and looks at what the computation then gave. */
export async function losses(
  name: string,
  { first = 1, stride = 1, ...losing }: { readonly first?: number; readonly stride?: number } & Losing = {},
): Promise<LossResult[]> {
  const kernel = await kernels[name]!();
  const expected = await kernel.run(null);
  const whole = await losingGpu(0);
  await kernel.run(whole.gpu);
  const total = whole.steps();
  whole.gpu.close();
  const results: LossResult[] = [];
  for (let step = first; step <= total; step += stride) {
    const { gpu } = await losingGpu(step, losing);
    try {
      const { values, backend } = await kernel.run(gpu);
      const ended = /cpu/i.test(backend) ? "cpu" : "gpu";
      const off = apart(values, expected.values);
      results.push({ step, ended, fault: off <= kernel.tolerance ? "" : `off by ${off} on ${backend}` });
    } catch (error) {
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      results.push({ step, ended: "cpu", fault: /The GPU went away/.test(said) ? "" : said });
    } finally {
      gpu.close();
    }
  }
  return results;
}
