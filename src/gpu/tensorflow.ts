import * as tf from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

let registered: GPUDevice | null = null;

/**
 * Runs TensorFlow.js on a device of ours. Its backend has to keep the name `webgpu`, by which its kernels are registered.
 * A lost device is its owner's to notice: call this again with a new one.
 * @throws Error when the backend cannot start
 */
export async function openTensorflow(device: GPUDevice): Promise<typeof tf> {
  if (registered === device) return tf;
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(device));
  if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js cannot start on this GPU.");
  await tf.ready();
  registered = device;
  return tf;
}
