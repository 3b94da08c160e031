import { UserError } from "../lib/errors.ts";

/** A GPU that computes. One is opened for each tenant, and ends with it. */
export interface GpuDevice {
  readonly device: GPUDevice;
  /** Vendor and architecture, as the adapter gives them. */
  readonly name: string;
  /** Whether a CPU plays the GPU (SwiftShader, llvmpipe, WARP): it counts as none for heavy work. */
  readonly software: boolean;
  /** Rejects with `GpuLost` when the device goes away; never resolves. */
  readonly lost: Promise<never>;
  close(): void;
}

/** The GPU went away in the middle of the work: a driver reset, sleep, or another program. */
export class GpuLost extends UserError {
  constructor(reason: string) {
    super(`The GPU went away${reason === "" ? "" : ` (${reason})`}.`, { next: "The CPU does the work instead." });
  }
}

/** Milliseconds in which a device that is gone says so, after what it was asked has failed. */
const grace = 200;

/**
 * What work on a GPU gives; where the GPU went away meanwhile it is none, whatever the work itself gave or said.
 * @throws GpuLost
 */
export async function orLost<T>(gpu: Pick<GpuDevice, "lost">, work: () => Promise<T>): Promise<T> {
  try {
    const found = await Promise.race([gpu.lost, work()]);
    return await Promise.race([gpu.lost, Promise.resolve(found)]);
  } catch (error) {
    if (error instanceof GpuLost) throw error;
    await Promise.race([gpu.lost, new Promise((resolve) => setTimeout(resolve, grace))]);
    throw error;
  }
}

/** Names by which adapters that are programs on the CPU call themselves. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|basic render|software/i;

/** Whether an adapter's description is that of a CPU at work. */
export const isSoftwareAdapter = (
  info: Pick<GPUAdapterInfo, "vendor" | "architecture" | "device" | "description"> & {
    readonly isFallbackAdapter?: boolean;
  },
): boolean =>
  info.isFallbackAdapter === true ||
  softwareNames.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);

/** The most that is asked for where the adapter offers more than the default 128 MiB a binding. */
const largestBinding = 2 ** 30;

/** Opens the GPU, with larger buffers where it offers them; null where there is none or it refuses. */
export async function probeDevice(): Promise<GpuDevice | null> {
  if (typeof navigator === "undefined" || !navigator.gpu) return null;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return null;
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({
      requiredLimits: {
        maxStorageBufferBindingSize: Math.min(maxStorageBufferBindingSize, largestBinding),
        maxBufferSize: Math.min(maxBufferSize, largestBinding),
      },
    });
    const { vendor, architecture, description } = adapter.info;
    const lost = device.lost.then(({ message }): never => {
      throw new GpuLost(message);
    });
    lost.catch(() => {});
    return {
      device,
      name: [vendor, architecture, description].filter((part) => part !== "").join(" ") || "GPU",
      software: isSoftwareAdapter(adapter.info),
      lost,
      close: () => device.destroy(),
    };
  } catch {
    return null;
  }
}
