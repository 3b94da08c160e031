import { beforeAll, describe, expect, test } from "vitest";
import { takeRows } from "../../../../src/detectors/graph/embedding.ts";
import { localNets } from "../../../../src/detectors/graph/gnn/backend.ts";
import { mutateSample } from "../../../../src/detectors/graph/mutate-sample.ts";
import { defaultMutationWeights } from "../../../../src/detectors/graph/mutations.ts";
import { nearestDistances } from "../../../../src/detectors/graph/nearest.ts";
import { naturalRoots } from "../../../../src/detectors/graph/roots.ts";
import type { GraphResult } from "../../../../src/detectors/graph/run.ts";
import { scoreGraph } from "../../../../src/detectors/graph/score.ts";
import { classify, trainClassifierCpu } from "../../../../src/gpu/classifier.cpu.ts";
import { quietJob } from "../../../../src/lib/job.ts";
import { deskSettings, supportDesk, toyDayEnds } from "../desk.ts";

/** Share of pairs of a positive and another in which the positive is higher. */
function auc(values: ArrayLike<number>, isPositive: (i: number) => boolean): number {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  let others = 0;
  let below = 0;
  let positives = 0;
  for (const i of order) {
    if (!isPositive(i)) others++;
    else {
      positives++;
      below += others;
    }
  }
  return below / positives / others;
}

const desk = supportDesk();
const sampling = { steps: 2, nearest: 10, dayEnds: toyDayEnds(35), barred: [0] };
let result: GraphResult;

beforeAll(async () => {
  result = await scoreGraph({
    graph: desk.graph,
    day: desk.day,
    scored: { from: 28, to: 34 },
    dayEnds: toyDayEnds(35),
    settings: { ...deskSettings, barred: ["actor"], embedding: "gnn", training: { steps: 60 } },
    interesting: new Int32Array(),
  });
}, 60_000);

describe("the trained embedding of a support desk", () => {
  test("tells mutated roots from natural ones of other actors, far better than chance", async () => {
    const { state } = result;
    const { graph } = desk;
    const natural = state.pool.history;
    const { roots, origin } = mutateSample(graph, natural, defaultMutationWeights, { seed: 1 });
    const { net } = state.embedder.training!;
    const run = { job: quietJob(), stage: "" };
    const nets = localNets(graph);
    const parts = [
      await nets.embed(naturalRoots(graph, natural), sampling, net, run),
      await nets.embed(roots, sampling, net, run),
    ] as const;
    const { dim } = parts[0];
    const values = new Float32Array([...parts[0].values, ...parts[1].values]);
    const label = new Uint8Array(natural.length + roots.count).fill(1, natural.length);
    const isHeld = (i: number): boolean =>
      graph.actor[natural[i < natural.length ? i : origin[i - natural.length]!]!]! % 2 === 1;
    const rows = Int32Array.from(label.keys());
    const learnt = rows.filter((i) => !isHeld(i));
    const held = rows.filter(isHeld);
    const { classifier } = await trainClassifierCpu({ values, dim, label, rows: learnt });
    const logits = classify(classifier, { values, dim }, held);
    expect(auc(logits, (i) => label[held[i]!] === 1)).toBeGreaterThan(0.7);
  });

  test("ranks look-ups without a ticket above the others, by mutations alone", () => {
    const { smr } = result;
    expect(auc(smr.score, (i) => desk.bad.includes(smr.action[i]!))).toBeGreaterThan(0.7);
  });

  test.each(["repeated", "no-context", "before-context"])(
    "puts roots mutated by %s nearer to two of their like than natural ones are, better than chance",
    async (mutation) => {
      const { graph } = desk;
      const { embedding, pool, embedder } = result.state;
      const off = Object.keys(defaultMutationWeights).map((name) => [name, 0]);
      const weights = { ...Object.fromEntries(off), [mutation]: 1 };
      const { roots } = mutateSample(graph, pool.history, weights, { seed: 1, most: 60 });
      const run = { job: quietJob(), stage: "" };
      const mutated = await localNets(graph).embed(roots, sampling, embedder.training!.net, run);
      const natural = takeRows(
        embedding,
        Int32Array.from({ length: 300 }, (_, i) => i),
      );
      const values = new Float32Array([...mutated.values, ...natural.values]);
      const all = { count: mutated.count + natural.count, dim: mutated.dim, values };
      let sum = 0;
      for (let i = 0; i < 20; i++) {
        const near = nearestDistances(all, takeRows(mutated, Int32Array.of(i, i + 20)));
        const nearness = near.map((distance) => -distance);
        sum += auc(nearness, (row) => row < mutated.count);
      }
      expect(sum / 20).toBeGreaterThan(0.58);
    },
  );
});
