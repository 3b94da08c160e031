import { type GpuDevice, probeDevice } from "../../src/gpu/device.ts";

/** The browser's device. @throws Error where it has none */
export async function openGpu(): Promise<GpuDevice> {
  const found = await probeDevice();
  if (!found) throw new Error("This browser has no WebGPU: see bin/browser.mjs for the flags that give it one.");
  return found;
}
