import { type GpuDevice, probeDevice } from "../../src/gpu/device.ts";

/** A device that goes away. */
export interface LosingGpu {
  readonly gpu: GpuDevice;
  /** Times that work was handed to it, or read back from it. */
  readonly steps: () => number;
}

/** How a device is made to go away, and when: before the work of a step is handed over, or after. */
export interface Losing {
  readonly isAfter?: boolean;
  /** Returns when the device is as good as gone. */
  readonly lose?: (device: GPUDevice) => void;
}

/** A device of its own that goes away at the `n`-th submit or reading back; 0 for never. */
export async function losingGpu(
  n: number,
  { isAfter = false, lose = (device) => device.destroy() }: Losing = {},
): Promise<LosingGpu> {
  const found = await probeDevice();
  if (!found) throw new Error("This browser has no WebGPU: see bin/browser.mjs for the flags that give it one.");
  const { device } = found;
  let steps = 0;
  const losing =
    <Given extends readonly unknown[], T>(work: (...given: Given) => T) =>
    (...given: Given): T => {
      const isNow = ++steps === n;
      if (isNow && !isAfter) lose(device);
      const result = work(...given);
      if (isNow && isAfter) lose(device);
      return result;
    };
  device.queue.submit = losing(device.queue.submit.bind(device.queue));
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    buffer.mapAsync = losing(buffer.mapAsync.bind(buffer));
    return buffer;
  };
  return { gpu: { ...found, software: false }, steps: () => steps };
}
