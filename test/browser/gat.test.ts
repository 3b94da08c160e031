import type * as tensorflow from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attendFused } from "../../src/gpu/gat.fused.ts";
import { attendByOps } from "../../src/gpu/gat.ts";
import { openTensorflow } from "../../src/gpu/tensorflow.ts";
import golden from "../golden/gatv2.json";
import type { GoldenGat } from "../support/gat.ts";
import { runTensors } from "../support/gat-tensors.ts";

let device: GPUDevice;
let tf: typeof tensorflow;

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  device = await adapter!.requestDevice();
  tf = await openTensorflow(device);
});
afterAll(() => device?.destroy());

describe.each([
  ["our kernels", attendFused],
  ["TensorFlow.js's operations", attendByOps],
] as const)("on the GPU, by %s, the attention agrees with PyTorch Geometric's GATv2Conv", (_, make) => {
  test.each(golden.map((given) => [given.name, given as GoldenGat] as const))("%s", async (_, given) => {
    const { out, gradients } = await runTensors(tf, make(tf), given);
    for (const [i, value] of given.out.entries()) expect(out[i]).toBeCloseTo(value, 3);
    for (const [name, found] of Object.entries(gradients)) {
      const expected = given.gradients[name]!;
      for (const [i, value] of expected.entries())
        expect(Math.abs(found[i]! - value), `${name}[${i}]`).toBeLessThan(1e-3 * Math.max(1, Math.abs(value)));
    }
  });
});
