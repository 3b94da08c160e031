import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, test } from "vitest";
import { attendByOps } from "../../src/gpu/gat.ts";
import golden from "../golden/gatv2.json";
import { expectGolden, type GoldenGat } from "../support/gat.ts";
import { runTensors } from "../support/gat-tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("the attention by TensorFlow.js's operations agrees with PyTorch Geometric's GATv2Conv", () => {
  test.each(golden.map((given) => [given.name, given as GoldenGat] as const))("%s", async (_, given) => {
    expectGolden(await runTensors(tf, attendByOps(tf), given), given);
  });
});
