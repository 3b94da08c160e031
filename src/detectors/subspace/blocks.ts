import { type GpuDevice, GpuLost } from "../../gpu/device.ts";
import { subspaceRange } from "../../gpu/subspace.cpu.ts";
import { type SubspaceInput, type SubspaceRows, scoredDays } from "../../gpu/subspace.input.ts";
import { subspaceGpu } from "../../gpu/subspace.ts";
import { breathe, type Job } from "../../lib/job.ts";

/**
 * `subspaceRange` somewhere else. A pool posts `sliceUsers(input, fromUser, toUser)` to a worker, which answers with
 * `subspaceRange(slice, 0, toUser − fromUser)`.
 */
export type SubspaceRange = (input: SubspaceInput, fromUser: number, toUser: number) => Promise<SubspaceRows>;

/** Where the work is done. */
export interface SubspaceRun {
  /** Used unless it is a program on the CPU. */
  readonly device: GpuDevice | null;
  /** A pool that does up to `parallel` ranges at a time; without it the work is done here. */
  readonly workers?: { readonly range: SubspaceRange; readonly parallel: number };
  readonly job: Job;
}

/** Items (users × scored days) of a block: here about 50 ms of work, in a worker a few times that, on the GPU one upload. */
const blockItems = { here: 256, worker: 1024, gpu: 16384 };

/**
 * Goes through all users in blocks, and hands each block's rows to `take` as they come, in any order.
 * A GPU that goes away is followed by the CPU from the block that it left.
 * @returns the backend: the adapter's name, `cpu`, or both
 * @throws Cancelled
 */
export async function forEachBlock(
  input: SubspaceInput,
  { device, workers, job }: SubspaceRun,
  take: (rows: SubspaceRows, fromUser: number) => void,
): Promise<string> {
  const users = input.first.length;
  let gpu = device && !device.software ? device : null;
  let next = 0;
  let done = 0;
  const perBlock = (items: number) => Math.max(1, Math.floor(items / Math.max(1, scoredDays(input))));
  const report = () => job.report({ stage: "subspace", done, total: users, unit: "users" });
  const claim = (items: number) => {
    const from = next;
    next = Math.min(users, from + perBlock(items));
    return { from, to: next };
  };
  const finish = async (rows: SubspaceRows, from: number, to: number) => {
    take(rows, from);
    done += to - from;
    report();
    await breathe(job);
  };
  report();
  while (gpu && next < users) {
    const { from, to } = claim(blockItems.gpu);
    try {
      await finish(await subspaceGpu(gpu, input, from, to), from, to);
    } catch (error) {
      if (!(error instanceof GpuLost)) throw error;
      gpu = null;
      next = from;
    }
  }
  const backend = gpu ? gpu.name : device && !device.software ? `${device.name}, then cpu` : "cpu";
  const range: SubspaceRange = workers?.range ?? (async (...work) => subspaceRange(...work));
  const items = workers ? blockItems.worker : blockItems.here;
  const lane = async () => {
    while (next < users) {
      const { from, to } = claim(items);
      await finish(await range(input, from, to), from, to);
    }
  };
  await Promise.all(Array.from({ length: workers?.parallel ?? 1 }, lane));
  return backend;
}
