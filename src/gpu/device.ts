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
