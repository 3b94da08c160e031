import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActionGraph } from "../../../src/detectors/graph/graph.ts";
import { joinRoots, naturalRoots, packRoots, type Root, rootOf } from "../../../src/detectors/graph/roots.ts";
import { createSampler, type SamplerOptions } from "../../../src/detectors/graph/sampler.ts";
import { type ToyAction, toyGraph } from "./toy.ts";

const nodesOf = (graph: ActionGraph, action: number): number[] => [
  ...graph.refNode.subarray(graph.refStart[action], graph.refStart[action + 1]),
];

/** The paper, word for word: whole lists, filtered and sorted anew for every entity and type. */
function literalSample(
  graph: ActionGraph,
  root: Root,
  { steps = 2, nearest = 10, barred = [], dayEnds = new Float64Array() }: SamplerOptions,
) {
  const subgraph: number[] = [];
  const traversed = new Set<number>();
  const all = Array.from({ length: graph.actionCount }, (_, action) => action);
  const subjects = root.nodes.filter((_, i) => root.subjects[i] === 1);
  const away = (action: number) => Math.abs(graph.start[action]! - root.start);
  const horizon = dayEnds.find((end) => end > root.start) ?? Infinity;
  const isThere = (action: number) =>
    action !== root.action &&
    graph.start[action]! < horizon &&
    !(root.hidden && away(action) <= root.hidden && nodesOf(graph, action).some((node) => subjects.includes(node)));
  for (let step = 0; step < steps; step++) {
    const referenced = [...new Set([...root.nodes, ...subgraph.flatMap((action) => nodesOf(graph, action))])];
    for (const entity of referenced) {
      if (traversed.has(entity)) continue;
      if (step > 0 && barred.includes(graph.nodeType[entity]!)) continue;
      traversed.add(entity);
      for (let type = 0; type < graph.types.length; type++) {
        const closest = all
          .filter((action) => graph.type[action] === type && nodesOf(graph, action).includes(entity))
          .filter((action) => isThere(action) && !subgraph.includes(action))
          .sort((a, b) => away(a) - away(b) || graph.start[a]! - graph.start[b]! || a - b)
          .slice(0, nearest);
        subgraph.push(...closest.sort((a, b) => a - b));
      }
    }
  }
  return subgraph;
}

const actionArbitrary: fc.Arbitrary<ToyAction> = fc.record({
  actor: fc.nat(2),
  type: fc.nat(2),
  at: fc.integer({ min: 0, max: 12 }),
  refs: fc.array(fc.tuple(fc.nat(5), fc.nat(1)), { maxLength: 3 }),
});
const world = {
  actors: 3,
  types: ["a", "b", "c"],
  entities: ["x", "x", "x", "y", "y", "z"],
  subjects: [false, true],
};
const sampled = (graph: ActionGraph, root: Root, options: SamplerOptions) => {
  const sampler = createSampler(graph, options);
  const roots = packRoots([rootOf(graph, 0), root]);
  sampler.sample(roots, 0);
  return [...sampler.actions.subarray(0, sampler.sample(roots, 1))];
};

describe("the sampler", () => {
  test("agrees with the literal reading on random graphs with many equal times", () => {
    fc.assert(
      fc.property(
        fc.array(actionArbitrary, { minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.record({
          steps: fc.integer({ min: 1, max: 3 }),
          nearest: fc.integer({ min: 1, max: 4 }),
          barred: fc.subarray([0, 1, 2, 3]),
          dayEnds: fc
            .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })
            .map((hours) => Float64Array.from(hours, (at) => 1_700_000_000_000_000 + at * 3_600_000_000).sort()),
        }),
        fc.constantFrom(0, 2 * 3_600_000_000, Infinity),
        (actions, pick, options, hidden) => {
          const graph = toyGraph(actions, world);
          const root = { ...rootOf(graph, pick % actions.length), hidden };
          expect(sampled(graph, root, options)).toEqual(literalSample(graph, root, options));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("agrees with the literal reading for a root that is not an action of the graph", () => {
    fc.assert(
      fc.property(
        fc.array(actionArbitrary, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: -3, max: 15 }),
        fc.nat(2),
        (actions, at, actor) => {
          const graph = toyGraph(actions, world);
          const start = 1_700_000_000_000_000 + at * 3_600_000_000;
          const root: Root = { action: -1, type: 0, start, nodes: [actor, 3, 7], subjects: [0, 1, 0] };
          expect(sampled(graph, root, { nearest: 2 })).toEqual(literalSample(graph, root, { nearest: 2 }));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("prefers the earlier of two equally close, and the lower id of two in the same microsecond", () => {
    const refs = [[0, 0]] as const;
    const graph = toyGraph(
      [8, 8, 12, 12, 10].map((at) => ({ actor: 0, type: 0, at, refs })),
      world,
    );
    expect(sampled(graph, rootOf(graph, 2), { nearest: 1, steps: 1 })).toEqual([0, 1]);
    expect(sampled(graph, { ...rootOf(graph, 2), nodes: [0] }, { nearest: 3, steps: 1 })).toEqual([0, 1, 3]);
  });

  test("of a root without references knows its actor's actions", () => {
    const graph = toyGraph(
      [
        { actor: 0, type: 0, at: 0 },
        { actor: 0, type: 1, at: 1 },
        { actor: 1, type: 1, at: 2 },
      ],
      world,
    );
    expect(sampled(graph, rootOf(graph, 0), {})).toEqual([1]);
  });

  test("gives copies of the root the places of the actions that they are closer than", () => {
    const refs = [[0, 0]] as const;
    const graph = toyGraph(
      [0, 1, 2, 3, 4, 5].map((at) => ({ actor: 0, type: 0, at, refs })),
      world,
    );
    const sampler = createSampler(graph, { nearest: 2, steps: 1 });
    const roots = packRoots([{ ...rootOf(graph, 0), copies: 3, spacing: 1 }]);
    expect(sampler.sample(roots, 0)).toBe(1);
    expect(sampler.copies()).toBe(3);
    expect(sampler.actions[0]).toBe(1);
  });

  test("knows what shares the subject even where thousands of actions do", () => {
    const refs = [[0, 1]] as const;
    const graph = toyGraph(
      Array.from({ length: 5000 }, (_, at) => ({ actor: at % 2, type: 0, at, refs })),
      world,
    );
    const sampler = createSampler(graph);
    const size = sampler.sample(packRoots([rootOf(graph, 2500)]), 0);
    const alike = Array.from(sampler.actions.subarray(0, size), (action) => (action % 2 === 0 ? 3 : 2));
    expect([...sampler.shares.subarray(0, size)]).toEqual(alike);
    expect(alike.length).toBeGreaterThan(19);
  });

  test("packs natural roots as it packs single ones", () => {
    const graph = toyGraph(
      [
        { actor: 0, type: 0, at: 0, refs: [[2, 1]] },
        { actor: 1, type: 1, at: 1 },
      ],
      world,
    );
    expect(naturalRoots(graph, Int32Array.of(1, 0))).toEqual(packRoots([rootOf(graph, 1), rootOf(graph, 0)]));
  });
});

test("roots of more references than a call takes arguments can be joined", () => {
  const wide = packRoots([
    { action: 0, type: 0, start: 0, nodes: Array(400_000).fill(1), subjects: Array(400_000).fill(0) },
  ]);
  const both = joinRoots(wide, wide);
  expect([...both.nodeStart]).toEqual([0, 400_000, 800_000]);
  expect(both.node.length).toBe(800_000);
});
