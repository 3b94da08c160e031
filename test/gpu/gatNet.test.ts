import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { contrast } from "../../src/gpu/contrast.ts";
import { attendByOps } from "../../src/gpu/gat.ts";
import { paddedSize } from "../../src/gpu/gatBatch.ts";
import { joinSubgraphs, takeSubgraphs } from "../../src/gpu/gatNet.input.ts";
import { netSlots, startingWeights, viewSlot } from "../../src/gpu/gatNet.plan.ts";
import { embedCpu, pairGradientCpu } from "../../src/gpu/gatTrain.cpu.ts";
import { openTensorTrainer } from "../../src/gpu/gatTrain.ts";
import { randomPairs, randomSubgraphs, smallShape } from "../support/subgraphs.ts";

const subgraphs = randomSubgraphs(12);
const pairs = randomPairs(10, 12);
const settings = { margin: 1.5, delta: 0.3 };
const weights = startingWeights(smallShape, 5);

describe("the net on the CPU", () => {
  test("takes gradients that agree with differences of the loss", () => {
    const { gradient } = pairGradientCpu(smallShape, weights, subgraphs, pairs, settings);
    const lossAt = (i: number, by: number): number => {
      const moved = weights.slice();
      moved[i]! += by;
      return pairGradientCpu(smallShape, moved, subgraphs, pairs, settings).loss;
    };
    const scale = Math.max(...gradient.map(Math.abs));
    let unlike = 0;
    for (let i = 0; i < weights.length; i += 7) {
      const slope = (lossAt(i, 1e-3) - lossAt(i, -1e-3)) / 2e-3;
      if (Math.abs(slope - gradient[i]!) > 0.01 * scale) unlike++;
    }
    expect(unlike / (weights.length / 7)).toBeLessThan(0.03);
  });

  test("gives embeddings of length one that no other subgraph of the batch changes", () => {
    const all = embedCpu(smallShape, weights, subgraphs);
    const alone = embedCpu(smallShape, weights, takeSubgraphs(subgraphs, [7]));
    expect(all.slice(7 * 8, 8 * 8)).toEqual(alone);
    for (let i = 0; i < 12; i++) {
      expect(Math.hypot(...all.subarray(i * 8, (i + 1) * 8))).toBeCloseTo(1, 5);
    }
  });

  test("does not care how entities are numbered", () => {
    const one = takeSubgraphs(subgraphs, [4]);
    const last = one.entityType.length - 1;
    const turned = {
      ...one,
      entityType: one.entityType.slice().reverse(),
      edgeEntity: one.edgeEntity.map((entity) => last - entity),
    };
    const before = embedCpu(smallShape, weights, one);
    for (const [i, x] of embedCpu(smallShape, weights, turned).entries()) expect(x).toBeCloseTo(before[i]!, 5);
  });
});

describe("the net on tensors", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  test("gives the embeddings, losses and gradients of its twin", async () => {
    const shape = { ...smallShape, width: 4, rounds: 1 };
    const given = startingWeights(shape, 5);
    const few = { first: pairs.first.slice(0, 3), second: pairs.second.slice(0, 3), apart: pairs.apart.slice(0, 3) };
    const trainer = openTensorTrainer(tf, attendByOps(tf), subgraphs);
    const ours = pairGradientCpu(shape, given, subgraphs, few, settings);
    const theirs = await trainer.gradient(shape, given, few, settings);
    expect(theirs.loss).toBeCloseTo(ours.loss, 4);
    const scale = Math.max(...ours.gradient.map(Math.abs));
    for (const [i, x] of theirs.gradient.entries()) expect(Math.abs(x - ours.gradient[i]!)).toBeLessThan(1e-3 * scale);
  });
});

test("batches are padded to few sizes, never by more than half", () => {
  const sizes = new Set<number>();
  for (let count = 64; count < 4096; count++) {
    const size = paddedSize(count);
    expect(size).toBeGreaterThanOrEqual(count);
    expect(size / count).toBeLessThanOrEqual(1.5);
    sizes.add(size);
  }
  expect(sizes.size).toBeLessThan(14);
});

test("a type that turns up later, or another numbering, changes no other row of the starting weights", () => {
  const shape = { ...smallShape, types: ["query", "new", "view", "update"] };
  const more = startingWeights(shape, 5);
  const row = (given: Float32Array, of: typeof smallShape, name: string) =>
    viewSlot(given, netSlots(of).type).subarray(of.types.indexOf(name) * 8, (of.types.indexOf(name) + 1) * 8);
  for (const name of smallShape.types) expect(row(more, shape, name)).toEqual(row(weights, smallShape, name));
  expect(more.subarray(0, netSlots(shape).type.at)).toEqual(weights.subarray(0, netSlots(smallShape).type.at));
});

test("subgraphs that are taken one by one and joined are the same as before", () => {
  expect(joinSubgraphs([...Array(12).keys()].map((i) => takeSubgraphs(subgraphs, [i])))).toEqual(subgraphs);
});

test("the loss pulls pairs of one actor and day together, and pushes others apart up to the margin alone", () => {
  const given = { margin: 1, delta: 0.5 };
  expect(contrast(0.2, 0, given)).toEqual({ loss: expect.closeTo(0.02), slope: 0.2 });
  expect(contrast(1.5, 0, given)).toEqual({ loss: expect.closeTo(0.5 * 1.25), slope: 0.5 });
  expect(contrast(1.5, 1, given).slope).toBeCloseTo(0);
  expect(contrast(0.8, 1, given)).toEqual({ loss: expect.closeTo(0.02), slope: expect.closeTo(-0.2) });
  expect(contrast(0, 1, given).slope).toBe(-0.5);
});
