import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { attendByOps } from "../../src/gpu/gat.ts";
import golden from "../golden/gatv2.json";
import type { GoldenGat } from "../support/gat.ts";
import { runTensors } from "../support/gat-tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("the attention by TensorFlow.js's operations agrees with PyTorch Geometric's GATv2Conv", () => {
  test.each(golden.map((given) => [given.name, given as GoldenGat] as const))("%s", async (_, given) => {
    const { out, gradients } = await runTensors(tf, attendByOps(tf), given);
    for (const [i, value] of given.out.entries()) expect(out[i]).toBeCloseTo(value, 4);
    for (const [name, found] of Object.entries(gradients)) {
      const expected = given.gradients[name]!;
      expect(found).toHaveLength(expected.length);
      for (const [i, value] of expected.entries())
        expect(Math.abs(found[i]! - value), `${name}[${i}]`).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
    }
  });
});
