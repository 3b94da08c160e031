import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GpuDevice, GpuLost, probeDevice } from "../../src/gpu/device.ts";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import type { CountTransform, SubspaceInput } from "../../src/gpu/subspace.input.ts";
import { subspaceGpu } from "../../src/gpu/subspace.ts";
import { seededRandom } from "../../src/lib/random.ts";
import golden from "../golden/subspace.json";
import { denseInput } from "../gpu/subspaceCases.ts";
import { openGpu } from "../support/gpu.ts";

let gpu: GpuDevice;

beforeAll(async () => {
  gpu = await openGpu();
});
afterAll(() => gpu?.close());

/** Largest difference of the kernel from the twin, relative where a value is above 1, absolute below. */
async function worst(input: SubspaceInput) {
  const users = input.first.length;
  const expected = subspaceRange(input, 0, users);
  const found = await subspaceGpu(gpu, input, 0, users);
  expect(Array.from(found.history)).toEqual(Array.from(expected.history));
  expect(Array.from(found.rank)).toEqual(Array.from(expected.rank));
  const apart = (a: Float64Array, b: Float64Array, floor: number) =>
    a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!) / Math.max(b[i]!, floor)), 0);
  return {
    spe: apart(found.spe, expected.spe, 1),
    loo: apart(found.loo, expected.loo, 1),
    energy: apart(found.energy, expected.energy, 1),
    tail: apart(found.tail, expected.tail, 1),
  };
}

test("probing says what the adapter is", () => {
  expect(gpu.name).not.toBe("");
});

/** Measured on these cases in SwiftShader: 1.3e-4 for the scored day, 5.7e-4 for a history day, 1.2e-5 for the tail. */
describe("the kernel agrees with its twin", () => {
  test.each(golden.map((c) => [`${c.name}, ${c.transform}, rank ${c.rank}, energy ${c.energy}`, c] as const))(
    "%s",
    async (_, { counts, transform, rank, energy }) => {
      const input = denseInput([counts], {
        transform: transform as CountTransform,
        rank: rank as "auto" | number,
        energy,
      });
      const apart = await worst(input);
      expect(Math.max(apart.spe, apart.loo, apart.tail)).toBeLessThan(1e-3);
      expect(apart.energy).toBeLessThan(1e-5);
    },
  );
});

const counts = (seed: number, days: number, keys: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: days }, () => Array.from({ length: keys }, () => Math.floor(random() ** 4 * (seed + 3))));
};

test("users, scored days, joiners and absentees keep their places", async () => {
  const users = [1, 2, 3, 4, 5, 6].map((seed) => counts(seed, 20, 70));
  const first = Int32Array.from([0, 3, -1, 12, 19, 16]);
  const input = denseInput(users, { scored: 7, history: 12, minHistory: 4, first });
  const apart = await worst(input);
  expect(Math.max(apart.spe, apart.loo)).toBeLessThan(1e-3);
  const part = await subspaceGpu(gpu, input, 3, 5);
  const whole = await subspaceGpu(gpu, input, 0, 6);
  expect(Array.from(part.spe)).toEqual(Array.from(whole.spe.subarray(21, 35)));
});

test("a history longer than the kernel's memory is done by the twin", async () => {
  const input = denseInput([counts(9, 60, 10)]);
  expect(await subspaceGpu(gpu, input, 0, 1)).toEqual(subspaceRange(input, 0, 1));
});

test("a device that goes away in mid-work is an error with a name", async () => {
  const other = await probeDevice();
  if (!other) throw new Error("No second device.");
  const input = denseInput([counts(2, 12, 8)]);
  await subspaceGpu(other, input, 0, 1);
  other.close();
  await expect(subspaceGpu(other, input, 0, 1)).rejects.toThrow(GpuLost);
});
