import { type GpuDevice, GpuLost } from "../../gpu/device.ts";
import { identityRange } from "../../gpu/identity.cpu.ts";
import {
  createIdentityRows,
  type IdentityInput,
  type IdentityRows,
  keptOthers,
  sliceItems,
} from "../../gpu/identity.input.ts";
import { identityGpu } from "../../gpu/identity.ts";
import { breathe, type Job } from "../../lib/job.ts";

/** `identityRange` of a whole input somewhere else. */
export type IdentityWork = (input: IdentityInput) => Promise<IdentityRows>;

/** Where the identity's heavy part is done: on a GPU that is none of the CPU's programs, in workers, or here. */
export interface IdentityBackends {
  readonly device?: GpuDevice | null;
  readonly workers?: { readonly work: IdentityWork; readonly parallel: number };
}

/** Items at once: here some 50 ms of work, in a worker no fewer, on the GPU one upload. */
const atOnce = { here: 512, gpu: 8192 };
/** Items × candidates from which on the way to a worker is worth it. */
const worthWorkers = 500_000;

/**
 * Log-likelihoods of every item under every candidate, wherever there is room for the work. A GPU that goes away is followed by the CPU from
 * where it was.
 * @throws Cancelled
 */
export async function identityRows(
  input: IdentityInput,
  { device, workers }: IdentityBackends,
  { job, progress }: { job: Job; progress: (done: number) => void },
): Promise<{ readonly rows: IdentityRows; readonly backend: string }> {
  const items = input.self.length;
  const rows = createIdentityRows(items);
  let next = 0;
  let done = 0;
  const claim = (count: number) => {
    const from = next;
    next = Math.min(items, from + count);
    return { from, to: next };
  };
  const take = async (found: IdentityRows, from: number) => {
    rows.best.set(found.best, from * keptOthers);
    rows.bestSum.set(found.bestSum, from * keptOthers);
    rows.ninetieth.set(found.ninetieth, from);
    done += found.ninetieth.length;
    progress(done);
    await breathe(job);
  };
  let gpu = device && !device.software ? device : null;
  while (gpu && next < items) {
    const { from, to } = claim(atOnce.gpu);
    try {
      await take(await identityGpu(gpu, input, from, to), from);
    } catch (error) {
      if (!(error instanceof GpuLost)) throw error;
      gpu = null;
      next = from;
    }
  }
  if (gpu) return { rows, backend: gpu.name };
  const useWorkers = workers && items * input.candidates > worthWorkers;
  const size = useWorkers ? Math.max(atOnce.here, Math.ceil(items / workers.parallel)) : atOnce.here;
  const lane = async () => {
    while (next < items) {
      const { from, to } = claim(size);
      const found = useWorkers ? await workers.work(sliceItems(input, from, to)) : identityRange(input, from, to);
      await take(found, from);
    }
  };
  await Promise.all(Array.from({ length: useWorkers ? workers.parallel : 1 }, lane));
  return { rows, backend: device && !device.software ? `${device.name}, then cpu` : "cpu" };
}
