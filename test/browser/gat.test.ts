import type * as tensorflow from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GpuLost, probeDevice } from "../../src/gpu/device.ts";
import { attendFused } from "../../src/gpu/gat.fused.ts";
import { attendByOps } from "../../src/gpu/gat.ts";
import { startingWeights } from "../../src/gpu/gatNet.plan.ts";
import { embedCpu, pairGradientCpu } from "../../src/gpu/gatTrain.cpu.ts";
import { openGpuTrainer } from "../../src/gpu/gatTrain.ts";
import { openTensorflow } from "../../src/gpu/tensorflow.ts";
import golden from "../golden/gatv2.json";
import type { GoldenGat } from "../support/gat.ts";
import { runTensors } from "../support/gat-tensors.ts";
import { randomPairs, randomSubgraphs, smallShape } from "../support/subgraphs.ts";

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

test("the net on the GPU gives the losses, gradients and embeddings of its twin", async () => {
  const subgraphs = randomSubgraphs(40);
  const weights = startingWeights(smallShape, 5);
  const pairs = randomPairs(16, 40);
  const settings = { margin: 1.5, delta: 0.3 };
  const gpu = await probeDevice();
  const trainer = await openGpuTrainer(gpu!, subgraphs);
  const ours = pairGradientCpu(smallShape, weights, subgraphs, pairs, settings);
  const theirs = await trainer.gradient(smallShape, weights, pairs, settings);
  expect(theirs.loss).toBeCloseTo(ours.loss, 3);
  const scale = Math.max(...ours.gradient.map(Math.abs));
  for (const [i, x] of theirs.gradient.entries()) expect(Math.abs(x - ours.gradient[i]!)).toBeLessThan(3e-3 * scale);
  const held = tf.memory().numTensors;
  const again = await trainer.gradient(smallShape, weights, pairs, settings);
  expect(Math.max(...again.gradient.map((x, i) => Math.abs(x - theirs.gradient[i]!)))).toBeLessThan(1e-5 * scale);
  expect(tf.memory().numTensors).toBe(held);
  const rows = Int32Array.from({ length: 40 }, (_, i) => i);
  const expected = embedCpu(smallShape, weights, subgraphs);
  for (const [i, x] of (await trainer.embed(smallShape, weights, rows)).entries()) {
    expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-3);
  }
  gpu!.close();
  await expect(trainer.gradient(smallShape, weights, pairs, settings)).rejects.toThrow(GpuLost);
});
