import { type GpuDevice, GpuLost, orLost } from "./device.ts";
import { createKernel, type Kernel, paced } from "./run.ts";
import { subspaceRange } from "./subspace.cpu.ts";
import {
  createSubspaceRows,
  historyDays,
  rankRule,
  type SubspaceInput,
  type SubspaceRows,
  scoredDays,
  transformCount,
} from "./subspace.input.ts";
import { fitsKernel, packCells } from "./subspace.pack.ts";
import code from "./subspace.wgsl?raw";

/** Numbers of an item before its leave-one-out errors, as the kernel writes them. */
const head = 8;

const kernels = new WeakMap<GPUDevice, Promise<Kernel>>();

function kernelOf(gpu: GpuDevice): Promise<Kernel> {
  let kernel = kernels.get(gpu.device);
  if (!kernel) {
    kernel = createKernel(gpu, { label: "subspace", code, inputs: 4, parameterBytes: 48 });
    kernels.set(gpu.device, kernel);
  }
  return kernel;
}

/** The kernel's `Parameters`. */
function parameters(input: SubspaceInput, origin: number, firstItem: number): ArrayBuffer {
  const bytes = new ArrayBuffer(48);
  const rule = rankRule(input);
  const base = transformCount(input.transform, 0);
  new Uint32Array(bytes).set([
    firstItem,
    scoredDays(input),
    input.history,
    Math.max(1, input.minHistory),
    input.from - origin,
    rule.most,
    head + input.history,
  ]);
  new Float32Array(bytes).set([Math.min(rule.energy, 2), base, input.keys * base * base], 7);
  return bytes;
}

/**
 * The same as `subspaceRange`, on the GPU in float32: one workgroup for each user and scored day does the Gram matrix,
 * its eigenpairs (Jacobi) and the errors of the history days. Inputs that the kernel has no room for go to the twin.
 * @throws GpuLost, also where a GPU that ran out of memory or time leaves zeros behind
 */
export const subspaceGpu = (
  gpu: GpuDevice,
  input: SubspaceInput,
  fromUser: number,
  toUser: number,
): Promise<SubspaceRows> => orLost(gpu, () => rowsOf(gpu, input, fromUser, toUser));

async function rowsOf(gpu: GpuDevice, input: SubspaceInput, fromUser: number, toUser: number): Promise<SubspaceRows> {
  const packed = fitsKernel(input) ? packCells(input, fromUser, toUser) : null;
  const rows = createSubspaceRows(input, toUser - fromUser);
  const items = rows.spe.length;
  const stride = head + input.history;
  const largest = gpu.device.limits.maxStorageBufferBindingSize;
  if (!packed || packed.cells.byteLength > largest || items * stride * 4 > largest) {
    return subspaceRange(input, fromUser, toUser);
  }
  if (items === 0) return rows;
  const scored = scoredDays(input);
  const kernel = await kernelOf(gpu);
  const loaded = kernel.load([packed.cells, packed.tileStart, packed.users, packed.delta], items * stride * 4);
  try {
    await paced(items, (first, count) => loaded.dispatch(parameters(input, packed.origin, first), count));
    const out = new Float32Array(await loaded.read());
    for (let item = 0; item < items; item++) {
      const at = item * stride;
      const user = fromUser + Math.floor(item / scored);
      const n = historyDays(input, input.first[user]!, input.from + (item % scored));
      if (out[at] !== n || !Number.isFinite(out[at + 2])) throw new GpuLost("it answered with something else");
      rows.history[item] = n;
      rows.rank[item] = out[at + 1]!;
      rows.spe[item] = out[at + 2]!;
      rows.energy[item] = out[at + 3]!;
      rows.tail.set(out.subarray(at + 4, at + 7), item * 3);
      rows.loo.set(out.subarray(at + head, at + stride), item * input.history);
    }
    return rows;
  } finally {
    loaded.free();
  }
}
