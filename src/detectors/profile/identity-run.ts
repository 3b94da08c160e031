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

/** Items at once here (some 50 ms), and fewest in a worker. */
const few = 512;

/**
 * Log-likelihoods of every item under every candidate, wherever there is room for the work. A GPU that goes away is followed by the CPU.
 * @throws Cancelled
 */
export async function identityRows(
  input: IdentityInput,
  { device, workers }: IdentityBackends,
  { job, progress }: { job: Job; progress: (done: number) => void },
): Promise<{ readonly rows: IdentityRows; readonly backend: string }> {
  const items = input.self.length;
  const gpu = device && !device.software ? device : null;
  if (gpu)
    try {
      const rows = await identityGpu(gpu, input, 0, items);
      await breathe(job);
      return { rows, backend: gpu.name };
    } catch (error) {
      if (!(error instanceof GpuLost)) throw error;
    }
  const rows = createIdentityRows(items);
  const useWorkers = workers && items * input.candidates > few * 1000;
  const size = useWorkers ? Math.max(few, Math.ceil(items / workers.parallel)) : few;
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < items) {
      const from = next;
      const to = Math.min(items, from + size);
      next = to;
      const found = useWorkers ? await workers.work(sliceItems(input, from, to)) : identityRange(input, from, to);
      rows.best.set(found.best, from * keptOthers);
      rows.bestSum.set(found.bestSum, from * keptOthers);
      rows.ninetieth.set(found.ninetieth, from);
      done += to - from;
      progress(done);
      await breathe(job);
    }
  };
  await Promise.all(Array.from({ length: useWorkers ? workers.parallel : 1 }, lane));
  return { rows, backend: gpu ? `${gpu.name}, then cpu` : "cpu" };
}
