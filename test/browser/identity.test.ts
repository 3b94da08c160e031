import { afterAll, beforeAll, expect, test } from "vitest";
import { type GpuDevice, GpuLost, probeDevice } from "../../src/gpu/device.ts";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import { identityGpu } from "../../src/gpu/identity.ts";
import { identityCase, identitySums } from "../gpu/identityCases.ts";
import { openGpu } from "../support/gpu.ts";

let gpu: GpuDevice;

beforeAll(async () => {
  gpu = await openGpu();
});
afterAll(() => gpu?.close());

test.each([
  ["many candidates", { candidates: 700, values: 90, items: 40 }],
  ["fewer candidates than threads", { candidates: 23, items: 50, seed: 2 }],
  ["too few for a percentile", { candidates: 6, items: 12, seed: 3 }],
  ["one candidate", { candidates: 1, items: 5, seed: 4 }],
])("the kernel agrees with its twin in float64: %s", async (_, shape) => {
  const input = identityCase(shape);
  const items = input.self.length;
  const expected = identityRange(input, 0, items);
  const found = await identityGpu(gpu, input, 0, items);
  const sums = identitySums(input);
  for (let at = 0; at < expected.best.length; at++) {
    if (Number.isNaN(expected.bestSum[at]!)) {
      expect(found.best[at]).toBe(-1);
      continue;
    }
    expect(Math.abs(found.bestSum[at]! - expected.bestSum[at]!)).toBeLessThan(2e-5);
    expect(Math.abs(sums[Math.floor(at / 3)]![found.best[at]!]! - expected.bestSum[at]!)).toBeLessThan(2e-5);
  }
  for (let item = 0; item < items; item++) {
    if (Number.isNaN(expected.ninetieth[item]!)) expect(found.ninetieth[item]).toBeNaN();
    else expect(Math.abs(found.ninetieth[item]! - expected.ninetieth[item]!)).toBeLessThan(2e-5);
  }
});

test("a range of items is what it is in the whole", async () => {
  const input = identityCase({ candidates: 100, items: 60, seed: 5 });
  const whole = await identityGpu(gpu, input, 0, 60);
  const part = await identityGpu(gpu, input, 13, 40);
  expect(Array.from(part.ninetieth)).toEqual(Array.from(whole.ninetieth.subarray(13, 40)));
  expect(Array.from(part.best)).toEqual(Array.from(whole.best.subarray(39, 120)));
});

test("a device that goes away is an error with a name", async () => {
  const other = await probeDevice();
  if (!other) throw new Error("No second device.");
  const input = identityCase();
  await identityGpu(other, input, 0, 4);
  other.close();
  await expect(identityGpu(other, input, 0, 4)).rejects.toThrow(GpuLost);
});
