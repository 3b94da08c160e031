import { describe, expect, test } from "vitest";
import { againstOwnHistory, foldByActor, rankBySmr } from "../../../src/detectors/graph/smr.ts";
import { trainClassifierCpu } from "../../../src/gpu/classifier.cpu.ts";
import type { ClassifierTrainer } from "../../../src/gpu/classifier.plan.ts";
import { randomInt, seededRandom } from "../../../src/lib/random.ts";

const random = seededRandom(1);
const embedding = (count: number, shift: number) => ({
  count,
  dim: 2,
  values: new Float32Array(count * 2).map(() => random() + shift),
});
const actor = Int32Array.from({ length: 90 }, () => randomInt(random, 9));
const natural = { embedding: embedding(90, 0), actor, type: new Int32Array(90) };
const origin = Int32Array.from({ length: 60 }, (_, i) => i);
const stranger = Int32Array.from({ length: 60 }, () => randomInt(random, 9));
const mutated = { embedding: embedding(60, 0.7), actor: stranger, origin };

describe("cross-fitting", () => {
  test("keeps an actor's roots in one fold, and folds about equal", () => {
    const fold = foldByActor(actor, 3, 1);
    const foldOf = new Map<number, number>();
    for (const [row, code] of actor.entries()) {
      expect(foldOf.get(code) ?? fold[row]).toBe(fold[row]);
      foldOf.set(code, fold[row]!);
    }
    for (const at of [0, 1, 2]) expect(fold.filter((one) => one === at).length).toBeGreaterThan(20);
  });

  test("never lets a model learn from an actor that it judges, nor from a root mutated into that actor's", async () => {
    const learnt: Int32Array[] = [];
    const spy: ClassifierTrainer = (samples, options) => {
      learnt.push(samples.rows);
      return trainClassifierCpu(samples, { ...options, epochs: 1 });
    };
    await rankBySmr(natural, mutated, { train: spy, members: 1 });
    const fold = foldByActor(actor, 3, 1);
    const foldOf = new Map(Array.from(actor, (code, row) => [code, fold[row]!]));
    expect(learnt).toHaveLength(3);
    for (const [held, rows] of learnt.entries()) {
      expect(rows.length).toBeGreaterThan(20);
      for (const row of rows) {
        if (row < 90) expect(fold[row]).not.toBe(held);
        else {
          expect(fold[origin[row - 90]!]).not.toBe(held);
          expect(foldOf.get(stranger[row - 90]!)).not.toBe(held);
        }
      }
    }
  });

  test("tells a classifier the type of each root", async () => {
    const dims: number[] = [];
    const spy: ClassifierTrainer = (samples, options) => {
      dims.push(samples.dim);
      expect(samples.values.subarray(2, 5)).toEqual(Float32Array.of(0, 1, 0));
      expect(samples.values.subarray(90 * 5 + 2, 90 * 5 + 5)).toEqual(Float32Array.of(0, 1, 0));
      return trainClassifierCpu(samples, { ...options, epochs: 1 });
    };
    const type = Int32Array.from({ length: 90 }, (_, row) => (row < 30 ? 7 : row < 50 ? 4 : 9));
    type.fill(9, 30, 34);
    await rankBySmr({ ...natural, type }, mutated, { train: spy, members: 1 });
    expect(dims).toEqual([5, 5, 5]);
  });

  test("gives higher logits to what looks mutated", async () => {
    const { logit } = await rankBySmr(natural, mutated);
    const sumOf = (row: number) => natural.embedding.values[row * 2]! + natural.embedding.values[row * 2 + 1]!;
    const high = [...logit.keys()].filter((row) => sumOf(row) > 1.5);
    const low = [...logit.keys()].filter((row) => sumOf(row) < 0.5);
    const mean = (rows: number[]) => rows.reduce((sum, row) => sum + logit[row]!, 0) / rows.length;
    expect(mean(high)).toBeGreaterThan(mean(low) + 1);
  });
});

describe("a root against its actor's own history", () => {
  test("is what it looks beyond the actor's usual, as far as there is a usual", () => {
    const actor = Int32Array.of(...new Array<number>(40).fill(1), ...new Array<number>(40).fill(2), 1, 2, 3);
    const type = new Int32Array(83);
    const day = Int32Array.from(actor, (_, row) => row % 40);
    const logit = Float64Array.from(actor, (code, row) => (row < 80 ? (code === 1 ? 4 : 0) : 4));
    const own = againstOwnHistory(logit, { actor, type, day, history: 80 });
    expect(own[80]).toBeLessThan(own[81]! - 2);
    expect(own[82]).toBe(4);
    const far = Int32Array.from({ length: 40 }, (_, row) => row).filter((row) => row % 40 > 7 && row % 40 < 32);
    expect(far.every((row) => Math.abs(own[row]! - own[far[0]!]!) < 1e-9)).toBe(true);
    const alone = againstOwnHistory(logit, { actor, type, day: day.fill(3), history: 80 });
    expect(alone[0]).toBe(4);
  });
});
