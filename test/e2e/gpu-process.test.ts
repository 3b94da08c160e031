import { afterAll, beforeAll, expect, test } from "vitest";
import { type GpuProcess, openGpuProcess } from "../support/gpu-process.ts";

let gpu: GpuProcess;
beforeAll(async () => {
  gpu = await openGpuProcess();
});
afterAll(() => gpu?.close());

test.each([
  ["subspace", 3],
  ["classifier", 10],
])("%s: the browser's GPU process ends at step %i, and the CPU goes on to the same numbers", async (kernel, first) => {
  const before = gpu.ended();
  const results = await gpu.losses(kernel, { first, stride: 10_000, isAfter: false });
  expect(gpu.ended() - before).toBe(1);
  expect(results).toEqual([{ step: first, ended: "cpu", fault: "" }]);
});
