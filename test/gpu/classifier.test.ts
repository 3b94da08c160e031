import { describe, expect, test } from "vitest";
import { classify, trainClassifierCpu } from "../../src/gpu/classifier.cpu.ts";
import { planTraining } from "../../src/gpu/classifier.plan.ts";
import { ringSamples } from "../support/classifier.ts";

describe("the classifier on the CPU", () => {
  test("learns what no straight line can tell apart, and judges rows it has not seen", async () => {
    const samples = ringSamples(1200);
    const seen = samples.rows.subarray(0, 1000);
    const { classifier, losses } = await trainClassifierCpu({ ...samples, rows: seen }, { epochs: 40 });
    expect(Math.min(...losses)).toBeLessThan(0.15);
    const unseen = samples.rows.subarray(1000);
    const logits = classify(classifier, samples, unseen);
    const right = unseen.filter((row, i) => logits[i]! > 0 === (samples.label[row] === 1)).length;
    expect(right / unseen.length).toBeGreaterThan(0.93);
  });

  test("gives the same weights from the same seed, and others from another", async () => {
    const samples = ringSamples(300);
    const weights = async (seed: number) => (await trainClassifierCpu(samples, { seed, epochs: 3 })).classifier.weights;
    expect(await weights(4)).toEqual(await weights(4));
    expect(await weights(4)).not.toEqual(await weights(5));
  });

  test("stops when the validation loss no longer falls, and keeps the best weights", async () => {
    const samples = ringSamples(400);
    const noise = { ...samples, label: samples.label.map((_, row) => ((row * 7919) % 2) ^ (row % 3 === 0 ? 1 : 0)) };
    const { losses } = await trainClassifierCpu(noise, { epochs: 200, patience: 3 });
    expect(losses.length).toBeLessThan(200);
    expect(losses.indexOf(Math.min(...losses))).toBe(losses.length - 4);
  });

  test("takes gradients that agree with differences of the loss", async () => {
    const samples = ringSamples(40, 4);
    const options = { hidden: 5, epochs: 1, learningRate: 1e-3, batchSize: 34 };
    const before = planTraining(samples, options);
    const { classifier } = await trainClassifierCpu(samples, options);
    const batch = before.batches(0)[0]!;
    const lossAt = (weights: Float32Array): number => {
      const logits = classify({ ...before.shape, weights }, samples, batch);
      return (
        logits.reduce((sum, z, i) => sum + Math.log1p(Math.exp(samples.label[batch[i]!] ? -z : z)), 0) / batch.length
      );
    };
    for (let i = 0; i < before.weights.length; i++) {
      const nudged = (by: number) => before.weights.map((w, k) => (k === i ? w + by : w));
      const slope = (lossAt(nudged(1e-3)) - lossAt(nudged(-1e-3))) / 2e-3;
      if (Math.abs(slope) < 1e-3) continue;
      const moved = classifier.weights[i]! - before.weights[i]!;
      expect(moved).toBeCloseTo(-Math.sign(slope) * 1e-3, 4);
    }
  });

  test("does not let a column that hardly any row has decide alone", async () => {
    const samples = ringSamples(1000, 3);
    const { dim, label, rows } = samples;
    const judge = async (share: number) => {
      const values = samples.values.map((x, i) => (i % dim === dim - 1 ? 0 : x));
      for (const row of rows.filter((r) => label[r] === 1).slice(0, share * rows.length)) values[row * dim + 2] = 0.5;
      const { classifier } = await trainClassifierCpu({ ...samples, values }, { epochs: 20 });
      const ordinary = rows.filter((row) => label[row] === 0).slice(0, 50);
      const plain = classify(classifier, { values, dim }, ordinary);
      for (const row of ordinary) values[row * dim + 2] = 0.5;
      const logits = classify(classifier, { values, dim }, ordinary);
      return logits.reduce((sum, logit, i) => sum + logit - plain[i]!, 0) / ordinary.length;
    };
    expect(await judge(0.25)).toBeGreaterThan(1);
    expect(Math.abs(await judge(0.003))).toBeLessThan(4);
  });

  test("copes with one row, and with a column that never changes", async () => {
    const samples = ringSamples(1, 3);
    const { losses, classifier } = await trainClassifierCpu(samples, { epochs: 2 });
    expect([...losses, ...classifier.weights].every(Number.isFinite)).toBe(true);
  });
});
