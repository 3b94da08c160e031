import { expect, test } from "vitest";
import { classify, trainClassifierCpu } from "../../src/gpu/classifier.cpu.ts";
import { gpuClassifierTrainer } from "../../src/gpu/classifier.ts";
import { ringSamples } from "../support/classifier.ts";
import { openGpu } from "../support/gpu.ts";

test("the classifier gives the same losses and logits on the GPU as on the CPU, from the same seed", async () => {
  const device = await openGpu();
  const samples = ringSamples(400);
  const options = { seed: 3, epochs: 3, hidden: 8, batchSize: 128 };
  const cpu = await trainClassifierCpu(samples, options);
  const gpu = await gpuClassifierTrainer(device, trainClassifierCpu)(samples, options);
  expect(gpu.backend).toBe(device.name);
  expect(gpu.losses).toHaveLength(cpu.losses.length);
  for (const [epoch, loss] of gpu.losses.entries()) expect(loss).toBeCloseTo(cpu.losses[epoch]!, 3);
  const onCpu = classify(cpu.classifier, samples, samples.rows);
  const onGpu = classify(gpu.classifier, samples, samples.rows);
  for (const [row, logit] of onGpu.entries()) expect(Math.abs(logit - onCpu[row]!)).toBeLessThan(0.02);
  device.close();
});
