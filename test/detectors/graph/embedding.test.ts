import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinContexts, sampleContexts } from "../../../src/detectors/graph/contexts.ts";
import { embed, fitEmbedding, mostCells, signedLog } from "../../../src/detectors/graph/embedding.ts";
import { nearestDistances } from "../../../src/detectors/graph/nearest.ts";
import { naturalRoots, packRoots, rootOf } from "../../../src/detectors/graph/roots.ts";
import { createSampler } from "../../../src/detectors/graph/sampler.ts";
import { randomInt, seededRandom } from "../../../src/lib/random.ts";
import { supportDesk } from "./desk.ts";
import { toyGraph } from "./toy.ts";

const world = { actors: 2, types: ["look", "view"], entities: ["x", "x"], subjects: [true] };

describe("contexts", () => {
  const graph = toyGraph(
    [
      { actor: 0, type: 1, at: 0, refs: [[0, 0]] },
      { actor: 0, type: 1, at: 3 },
      { actor: 1, type: 1, at: 9, refs: [[0, 0]] },
      { actor: 0, type: 0, at: 4, refs: [[0, 0]] },
    ],
    world,
  );

  test("count what shares the actor, the subject and both, with offsets in hours, without the root", async () => {
    const contexts = await sampleContexts(graph, naturalRoots(graph, Int32Array.of(2)));
    expect([...contexts.cell]).toEqual([3, 4, 5]);
    expect([...contexts.n]).toEqual([2, 2, 1]);
    expect([...contexts.first]).toEqual([-4, -4, -4]);
    expect([...contexts.last]).toEqual([-1, 5, -4]);
    expect([...contexts.closest]).toEqual([1, 4, 4]);
    expect([...contexts.size]).toEqual([3]);
  });

  test("agree with a count by hand, whatever the number of references and subjects", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            actor: fc.nat(2),
            type: fc.nat(1),
            at: fc.nat(9),
            refs: fc.array(fc.tuple(fc.nat(5), fc.nat(1)), { maxLength: 4 }),
          }),
          { minLength: 1, maxLength: 40 },
        ),
        async (actions) => {
          const random = toyGraph(actions, { ...world, actors: 3, entities: [..."xxxyyy"], subjects: [false, true] });
          const sampler = createSampler(random);
          const all = naturalRoots(random, Int32Array.from(random.type.keys()));
          const contexts = await sampleContexts(random, all);
          const nodesOf = (action: number) => [
            ...random.refNode.subarray(random.refStart[action], random.refStart[action + 1]),
          ];
          for (let i = 0; i < all.count; i++) {
            const { nodes, subjects } = rootOf(random, i);
            const counts = new Map<number, number>();
            for (const action of sampler.actions.subarray(0, sampler.sample(all, i))) {
              const actor = random.actor[action] === nodes[0];
              const subject = nodes.some((node, k) => subjects[k] === 1 && nodesOf(action).includes(node));
              for (const [set, isIn] of [actor, subject, actor && subject].entries()) {
                const cell = random.type[action]! * 3 + set;
                if (isIn) counts.set(cell, (counts.get(cell) ?? 0) + 1);
              }
            }
            const row = [contexts.rowStart[i]!, contexts.rowStart[i + 1]!] as const;
            const cells = [...contexts.cell.subarray(...row)].map(
              (cell, k) => [cell, contexts.n[row[0] + k]!] as const,
            );
            expect(new Map(cells)).toEqual(counts);
          }
        },
      ),
      { numRuns: 60 },
    ));

  test("count the copies of a repeated root", async () => {
    const copies = { copies: 3, spacing: 3_600_000_000 };
    const contexts = await sampleContexts(graph, packRoots([{ ...rootOf(graph, 2), ...copies }]));
    expect([...contexts.cell]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...contexts.n.subarray(0, 3)]).toEqual([3, 3, 3]);
    expect(contexts.last[0]).toBe(3);
  });

  test("are the same however the roots are shared out", async () => {
    const desk = supportDesk({ agents: 4, days: 7 });
    const roots = naturalRoots(
      desk.graph,
      Int32Array.from({ length: 50 }, (_, i) => i * 2),
    );
    const whole = await sampleContexts(desk.graph, roots);
    const parts = await Promise.all(
      [0, 13, 31].map((from, i) => sampleContexts(desk.graph, roots, {}, { from, to: [13, 31, 50][i]! })),
    );
    expect(joinContexts(parts)).toEqual(whole);
  });

  test("stop when the job is cancelled", async () => {
    const desk = supportDesk({ agents: 10 });
    const controller = new AbortController();
    controller.abort();
    const roots = naturalRoots(desk.graph, Int32Array.from(desk.graph.start.keys()));
    const job = { signal: controller.signal, report: () => {} };
    await expect(sampleContexts(desk.graph, roots, {}, { job })).rejects.toThrow("Cancelled");
  });
});

describe("the embedding", () => {
  test("has rows of length one, or zero without context, and no column that is always zero", async () => {
    const desk = supportDesk({ agents: 6, days: 7 });
    const contexts = await sampleContexts(
      desk.graph,
      naturalRoots(
        desk.graph,
        Int32Array.from({ length: 80 }, (_, i) => i),
      ),
    );
    const { values, dim } = embed(contexts, fitEmbedding(contexts));
    const squares = Array.from({ length: 80 }, (_, row) =>
      values.subarray(row * dim, (row + 1) * dim).reduce((sum, x) => sum + x * x, 0),
    );
    for (const square of squares) expect(square).toBeCloseTo(1, 5);
    for (let cell = 0; cell < dim; cell += 3) {
      expect(squares.some((_, row) => values[row * dim + cell] !== 0)).toBe(true);
    }
    const lonely = toyGraph([{ actor: 0, type: 0, at: 0 }], world);
    const alone = await sampleContexts(lonely, naturalRoots(lonely, Int32Array.of(0)));
    expect(embed(alone, fitEmbedding(contexts)).values.every((x) => x === 0)).toBe(true);
  });

  test("weighs actor, subject and both alike where a root has all three", async () => {
    const desk = supportDesk({ agents: 6, days: 7 });
    const contexts = await sampleContexts(desk.graph, naturalRoots(desk.graph, Int32Array.of(60, 90, 120, 150)));
    const shape = fitEmbedding(contexts);
    const { values, dim } = embed(contexts, shape);
    const blocks = [0, 0, 0];
    for (let d = 0; d < dim; d++) blocks[shape.cells[Math.floor(d / 3)]! % 3]! += values[d]! ** 2;
    const present = blocks.filter((block) => block > 0);
    for (const block of present) expect(block).toBeCloseTo(1 / present.length, 5);
  });

  test("keeps the most frequent cells when there are too many", async () => {
    const desk = supportDesk({ agents: 6, days: 7 });
    const contexts = await sampleContexts(desk.graph, naturalRoots(desk.graph, Int32Array.of(60, 90, 120)));
    expect(fitEmbedding(contexts, { maxCells: 4 }).dim).toBe(12);
    expect([1, 95_000, 1_000_000].map(mostCells)).toEqual([256, 183, 64]);
  });

  test("keeps the sign of offsets in its logarithm", () => {
    expect([signedLog(-1), signedLog(0), signedLog(1)]).toEqual([-Math.LN2, 0, Math.LN2]);
  });
});

describe("nearest distances", () => {
  test("agree with the definition for any number of interesting roots", () => {
    const random = seededRandom(1);
    const dim = 7;
    const make = (count: number) => ({ count, dim, values: new Float32Array(count * dim).map(() => random() - 0.5) });
    const roots = make(20);
    for (const count of [1, 3, 4, 5, 9]) {
      const interesting = make(count);
      interesting.values.set(roots.values.subarray(0, dim), randomInt(random, count) * dim);
      const got = nearestDistances(roots, interesting);
      for (let row = 0; row < roots.count; row++) {
        const distances = Array.from({ length: count }, (_, i) =>
          Math.hypot(
            ...Array.from({ length: dim }, (_, d) => roots.values[row * dim + d]! - interesting.values[i * dim + d]!),
          ),
        );
        expect(got[row]).toBeCloseTo(Math.min(...distances), 3);
      }
      expect(got[0]).toBeLessThan(1e-3);
    }
  });
});
