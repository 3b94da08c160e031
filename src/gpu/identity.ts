import { type GpuDevice, GpuLost, orLost } from "./device.ts";
import { identityRange } from "./identity.cpu.ts";
import {
  aboveNinetieth,
  createIdentityRows,
  type IdentityInput,
  type IdentityRows,
  keptOthers,
} from "./identity.input.ts";
import code from "./identity.wgsl?raw";
import { createKernel, type Kernel, paced } from "./run.ts";

/** Numbers of an item in the kernel's answer. */
const head = 8;
/** Most items in one submit, each with sums of its own. */
const mostSlots = 2048;
/** Bytes of sums that a submit may take. */
const scratchBytes = 2 ** 26;

const kernels = new WeakMap<GPUDevice, Promise<Kernel>>();

function kernelOf(gpu: GpuDevice): Promise<Kernel> {
  let kernel = kernels.get(gpu.device);
  if (!kernel) {
    kernel = createKernel(gpu, { label: "identity", code, inputs: 5, parameterBytes: 16 });
    kernels.set(gpu.device, kernel);
  }
  return kernel;
}

/** The kernel's `Posting`s. */
function packPostings({ candidate, gain }: IdentityInput): Uint32Array<ArrayBuffer> {
  const packed = new Uint32Array(candidate.length * 2);
  const floats = new Float32Array(packed.buffer);
  for (let at = 0; at < candidate.length; at++) {
    packed[at * 2] = candidate[at]!;
    floats[at * 2 + 1] = gain[at]!;
  }
  return packed;
}

/** The kernel's `Row`s and `Item`s of items `from` to `to`. */
function packItems(
  { itemStart, value, weight, pattern, self }: IdentityInput,
  from: number,
  to: number,
): { rows: Uint32Array<ArrayBuffer>; items: Int32Array<ArrayBuffer> } {
  const begin = itemStart[from]!;
  const count = itemStart[to]! - begin;
  const rows = new Uint32Array(count * 2);
  const floats = new Float32Array(rows.buffer);
  for (let row = 0; row < count; row++) {
    rows[row * 2] = value[begin + row]!;
    floats[row * 2 + 1] = weight[begin + row]!;
  }
  const items = new Int32Array((to - from) * 4);
  for (let item = from; item < to; item++)
    items.set([itemStart[item]! - begin, itemStart[item + 1]! - begin, pattern[item]!, self[item]!], (item - from) * 4);
  return { rows, items };
}

/** The last item, at most `to`, whose rows and answers fit a binding together with those from `from` on. */
function fitting({ itemStart }: IdentityInput, from: number, to: number, largest: number): number {
  const most = Math.floor((largest - scratchBytes) / (head * 4));
  let end = Math.min(to, from + Math.max(1, most));
  while (end > from + 1 && (itemStart[end]! - itemStart[from]!) * 8 > largest) end = from + ((end - from) >> 1);
  return end;
}

/**
 * The same as `identityRange`, on the GPU in float32: one workgroup a day. Candidates whose values need more than one binding go to the twin.
 * @throws GpuLost, also where a GPU that ran out of memory or time leaves zeros behind
 */
export const identityGpu = (gpu: GpuDevice, input: IdentityInput, from: number, to: number): Promise<IdentityRows> =>
  orLost(gpu, () => rowsOf(gpu, input, from, to));

async function rowsOf(gpu: GpuDevice, input: IdentityInput, from: number, to: number): Promise<IdentityRows> {
  const { candidates } = input;
  const rows = createIdentityRows(to - from);
  const largest = gpu.device.limits.maxStorageBufferBindingSize;
  const isLarge =
    input.candidate.length * 8 > largest || input.base.byteLength > largest || candidates * 4 > scratchBytes;
  if (isLarge || candidates === 0) return identityRange(input, from, to);
  const kernel = await kernelOf(gpu);
  const postings = packPostings(input);
  const slots = Math.min(mostSlots, Math.floor(scratchBytes / (candidates * 4)));
  for (let first = from; first < to; ) {
    const end = fitting(input, first, to, largest);
    if ((input.itemStart[end]! - input.itemStart[first]!) * 8 > largest) return identityRange(input, from, to);
    const heads = (end - first) * head * 4;
    const packed = packItems(input, first, end);
    const used = Math.min(slots, end - first);
    const loaded = kernel.load(
      [input.start, postings, input.base, packed.items, packed.rows] as ArrayBufferView<ArrayBuffer>[],
      heads + used * candidates * 4,
    );
    try {
      await paced(
        end - first,
        (item, count) => loaded.dispatch(new Uint32Array([item, candidates, heads / 4, 0]).buffer, count),
        { most: used, start: Math.min(256, used) },
      );
      const out = new Float32Array(await loaded.read(heads));
      for (let item = first; item < end; item++) {
        const at = (item - first) * head;
        if (out[at + 7] !== 1) throw new GpuLost("it answered with something else");
        const place = item - from;
        for (let k = 0; k < keptOthers; k++) {
          if (out[at + k]! < 0) continue;
          rows.best[place * keptOthers + k] = out[at + k]!;
          rows.bestSum[place * keptOthers + k] = out[at + keptOthers + k]!;
        }
        if (aboveNinetieth(candidates - (input.self[item]! >= 0 ? 1 : 0)) >= 0) rows.ninetieth[place] = out[at + 6]!;
      }
    } finally {
      loaded.free();
    }
    first = end;
  }
  return rows;
}
