import type { GpuDevice } from "./device.ts";

/** A compute kernel: uniform parameters at binding 0, inputs at 1 …, the output after them. */
export interface Kernel {
  /** Uploads the inputs; `outputBytes` is zeroed memory that the kernel writes. */
  load(inputs: readonly ArrayBufferView<ArrayBuffer>[], outputBytes: number): LoadedKernel;
}

/** A kernel with its inputs on the GPU. */
export interface LoadedKernel {
  /** Runs `workgroups` workgroups to their end. @throws GpuLost */
  dispatch(parameters: ArrayBuffer, workgroups: number): Promise<void>;
  /** Copies the output back, or its first `bytes`. @throws GpuLost */
  read(bytes?: number): Promise<ArrayBuffer>;
  /** Frees the memory on the GPU. */
  free(): void;
}

/** The flags of the WebGPU specification, which TypeScript's library knows as types only. */
const usage = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 };
const computeStage = 0x4;
const mapForReading = 0x1;

const padded = (bytes: number): number => Math.max(16, Math.ceil(bytes / 4) * 4);

/**
 * Compiles a kernel of `inputs` read-only inputs.
 * @throws Error with the compiler's messages: a kernel that does not compile is a bug
 */
export async function createKernel(
  gpu: GpuDevice,
  { label, code, inputs, parameterBytes }: { label: string; code: string; inputs: number; parameterBytes: number },
): Promise<Kernel> {
  const { device } = gpu;
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === "error");
  if (errors.length > 0) {
    throw new Error(errors.map((e) => `${label}.wgsl:${e.lineNum}:${e.linePos}: ${e.message}`).join("\n"));
  }
  const types: GPUBufferBindingType[] = ["uniform", ...Array(inputs).fill("read-only-storage"), "storage"];
  const layout = device.createBindGroupLayout({
    label,
    entries: types.map((type, binding) => ({ binding, visibility: computeStage, buffer: { type } })),
  });
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module },
  });

  const load = (data: readonly ArrayBufferView<ArrayBuffer>[], outputBytes: number): LoadedKernel => {
    const parameters = device.createBuffer({
      label,
      size: padded(parameterBytes),
      usage: usage.uniform | usage.copyTarget,
    });
    const uploaded = data.map((view) => {
      const buffer = device.createBuffer({
        label,
        size: padded(view.byteLength),
        usage: usage.storage | usage.copyTarget,
      });
      device.queue.writeBuffer(buffer, 0, view);
      return buffer;
    });
    const output = device.createBuffer({
      label,
      size: padded(outputBytes),
      usage: usage.storage | usage.copySource,
    });
    const buffers = [parameters, ...uploaded, output];
    const group = device.createBindGroup({
      label,
      layout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    return {
      dispatch: async (values, workgroups) => {
        device.queue.writeBuffer(parameters, 0, values);
        const encoder = device.createCommandEncoder({ label });
        const pass = encoder.beginComputePass({ label });
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(workgroups);
        pass.end();
        device.queue.submit([encoder.finish()]);
        await Promise.race([device.queue.onSubmittedWorkDone(), gpu.lost]);
      },
      read: async (bytes = outputBytes) => {
        const copy = device.createBuffer({
          label,
          size: padded(bytes),
          usage: usage.mapRead | usage.copyTarget,
        });
        const encoder = device.createCommandEncoder({ label });
        encoder.copyBufferToBuffer(output, 0, copy, 0, padded(bytes));
        device.queue.submit([encoder.finish()]);
        try {
          await copy.mapAsync(mapForReading);
          return copy.getMappedRange().slice(0, bytes);
        } catch (error) {
          await Promise.race([gpu.lost, Promise.resolve()]);
          throw error;
        } finally {
          copy.destroy();
        }
      },
      free: () => {
        for (const buffer of buffers) buffer.destroy();
      },
    };
  };
  return { load };
}

/**
 * Goes through `total` items in submits that each take about `milliseconds`, so that the desktop stays alive:
 * starts small, then follows the clock.
 */
export async function paced(
  total: number,
  run: (first: number, count: number) => Promise<void>,
  { start = 256, most = 65535, milliseconds = 60 } = {},
): Promise<void> {
  let size = start;
  for (let first = 0; first < total; ) {
    const count = Math.min(size, total - first);
    const began = performance.now();
    await run(first, count);
    const took = Math.max(0.1, performance.now() - began);
    size = Math.max(1, Math.min(most, 2 * count, Math.ceil((count * milliseconds) / took)));
    first += count;
  }
}
